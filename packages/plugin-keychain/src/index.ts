export {keychain} from './backend.js'
export {keychainSettings} from './options.js'
