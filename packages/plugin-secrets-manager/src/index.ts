export {secretsManager} from './backend.js'
export {secretsManagerSettings} from './options.js'
