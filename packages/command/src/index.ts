export {MturkError, say, usageError, type ExitCode} from '@mturk-cli/core'
export {envelopeOf, failureOf, type Failure} from './failure.js'
export {
  adminProfileFlag,
  backendFlag,
  dryRunFlag,
  profileFlag,
  targetBackendFlag,
  targetProfileFlag,
  userFlag,
  waitFlag,
  yesFlag,
} from './flags.js'
export {locationJson, type LocationJson} from './location.js'
export {MturkCommand, type ArgsOf, type FlagsOf} from './mturk-command.js'
export {describeRemedy, nextCommand, nextCommandWithout} from './next-command.js'
export {Args, Flags, handle, run} from './oclif.js'
export {Session, type SessionOptions} from './session.js'
export {culpritOf} from './plugin-guard.js'
export {readStandardInput} from './standard-input.js'
export {failureLines, remedyLines} from './terminal/lines.js'
export {jsonText, printable} from './terminal/printable.js'
export {writeToStandardOutput} from './terminal/standard-output.js'
export {bold, cyan, dim, green, markOf, red, shown, yellow} from './terminal/style.js'
export {tableLines} from './terminal/table.js'
export {coverTypedSecrets, withoutTypedSecrets} from './typed-secrets.js'
