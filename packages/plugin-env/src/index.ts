export {environmentVariables} from './backend.js'
