export {
  complaintAboutSecret,
  kindOfAccessKeyId,
  maskAccessKeyId,
  oddityOfSecret,
  unwrapKey,
  wholeAccessKeyId,
  wrapKey,
  type AccessKey,
  type AccessKeyKind,
} from './access-key.js'
export {childEnvironment} from './child-environment.js'
export {collectBackends, isOurs, type Collected, type PluginAnswer, type PluginProblem} from './collect.js'
export {
  backendError,
  CONTRACT_VERSION,
  defineBackend,
  isBackendError,
  type Asks,
  type Availability,
  type BackendContext,
  type BackendError,
  type BackendErrorCode,
  type BackendSetting,
  type CallOptions,
  type ChangeOptions,
  type CredentialBackend,
  type CredentialBackendsHook,
  type Diagnosis,
  type Entry,
  type Key,
  type ListQuery,
  type Location,
  type LookOptions,
  type LineMend,
  type Mend,
  type Problem,
  type RemoveRequest,
  type ReplaceRequest,
  type StoreRequest,
} from './contract.js'
export {readAwsCsv, type HandedOverKey} from './csv.js'
export {coveredName, disguisedInEnvironment, disguisedSecrets} from './disguised-secrets.js'
export {isInEnvironment, unsetKey} from './environment-key.js'
export {lineReached, type Following} from './follow.js'
export {EXPORT_FORMATS, exportedKey, type ExportFormat} from './export-formats.js'
export {assertReadableEnvironment} from './environment-words.js'
export {guardBackend, wordsFor, type GuardedBackend, type GuardOptions, type TimeLimits} from './guarded-backend.js'
export {profilesOf, takeInventory, type Inventory} from './inventory.js'
export {importKeys, type Imported, type ImportedKey, type ImportOptions, type ImportTools} from './import-keys.js'
export {decodeText, readKeyFile, readSingleKey, tooLarge} from './key-file.js'
export {findKeyPlaces, surveyKeyPlaces, type KeyPlace, type KeyPlaces, type SilentBackend} from './key-places.js'
export {withoutLookalikes} from './lookalikes.js'
export {lookup, type Candidate, type Listing, type Lookup} from './lookup.js'
export {asMturkKey, assertWellFormed, type MturkKey} from './mturk-key.js'
export {isPlaceholder, oddValues, type OddValue, type OddValueId} from './odd-values.js'
export {onOneLine} from './one-line.js'
export {oncePerOperation} from './operations.js'
export {otherWinner} from './other-winner.js'
export {
  occupantOf,
  occupantWords,
  placeIsTaken,
  storeInto,
  type Occupant,
  type OtherPlace,
  type Target,
} from './place.js'
export {complaintAboutNewProfile} from './profile-name.js'
export {isReadByBoto} from './read-by-boto.js'
export {redact, redactUnmistakable} from './redact.js'
export {Secret} from './secret.js'
export {profileWords, selectedProfile, type Environment, type SelectedProfile} from './selected-profile.js'
export {
  credentialSources,
  type BackendStatus,
  type CredentialSources,
  type FoundPlace,
  type Selection,
} from './sources.js'
