export {describeBackend, type BackendUnderTest} from './describe-backend.js'
export {memoryBackend, memoryVault, type MemoryBackendOptions, type MemoryVault} from './memory-backend.js'
export type {Runner, Trial} from './trial.js'
