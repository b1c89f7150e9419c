export {botoFiles} from './backend.js'
