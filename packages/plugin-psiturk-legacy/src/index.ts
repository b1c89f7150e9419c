export {psiturkLegacy} from './backend.js'
