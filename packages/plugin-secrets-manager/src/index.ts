export {secretsManager} from './backend.js'
