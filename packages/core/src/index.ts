/** What a plugin author needs; the rest of core is reached by its folders (`@mturk-cli/core/files`, …). */
export {
  backendError,
  CONTRACT_VERSION,
  defineBackend,
  isBackendError,
  type Availability,
  type BackendContext,
  type BackendError,
  type BackendErrorCode,
  type BackendSetting,
  type CallOptions,
  type LookOptions,
  type ChangeOptions,
  type CredentialBackend,
  type CredentialBackendsHook,
  type Diagnosis,
  type Entry,
  type Key,
  type ListQuery,
  type Location,
  type LineMend,
  type Mend,
  type Problem,
  type RemoveRequest,
  type ReplaceRequest,
  type StoreRequest,
} from './credentials/contract.js'
export {answerNeeded, interrupted, isMturkError, messageOf, MturkError, usageError} from './errors.js'
export {Exit, type ExitCode} from './exit-codes.js'
export {describeRemedy, open, run, say, type Remedy} from './remedy.js'
