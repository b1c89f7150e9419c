import {kindOfAccessKeyId, type Key, type Location} from '../credentials/index.js'
import {isUserName} from '../iam/index.js'
import {
  isBoolean,
  isText,
  listOf,
  objectOf,
  optional,
  textLike,
  type Guard,
  type JournalFormat,
} from '../journal/index.js'
import {isVerdictName, type VerdictName} from '../mturk/index.js'
import type {Measure} from './measure.js'
import {stateNames, type Ending, type Intent, type RotationRequest, type RotationState} from './state.js'

/** One of these texts. */
function oneOf<Value extends string>(values: readonly Value[]): Guard<Value> {
  return (value): value is Value => values.includes(value as Value)
}

/** Whatever it names is created, deactivated or deleted: it must have the shape of a key's id. */
const isAccessKeyId: Guard<string> = (value): value is string =>
  typeof value === 'string' && kindOfAccessKeyId(value) === 'long-lived'

/** IAM: access key ids are `\w+`. */
const isListedId = textLike(/^\w+$/)

const isBackendId = textLike(/^[a-z][a-z0-9-]*$/)

const isVerdict: Guard<VerdictName> = (value): value is VerdictName => typeof value === 'string' && isVerdictName(value)

const isDate: Guard<string> = (value): value is string => isText(value) && !Number.isNaN(Date.parse(value))

const isString: Guard<string> = (value): value is string => typeof value === 'string'

/** A key of ours is long-lived, so it has no token. */
const isKey = objectOf<Key>({
  accessKeyId: isAccessKeyId,
  secretAccessKey: textLike(/./),
  sessionToken: (value) => value === undefined,
})

const isLocation = objectOf<Location>({
  backend: isBackendId,
  // Opaque to everybody but its backend.
  id: isString,
  profile: (value) => value === null || isString(value),
  display: isString,
  writable: isBoolean,
  why: optional(isString),
  file: optional(isString),
  line: optional((value): value is number => Number.isSafeInteger(value)),
})

const isEnding = objectOf<Ending>({oldKey: oneOf(['active', 'inactive', 'deleted']), despitePending: isBoolean})

const isNamed = objectOf<RotationRequest['named']>({profile: isBoolean, user: isBoolean})

const isRequest = objectOf<RotationRequest>({
  userName: isUserName,
  arn: textLike(/^arn:/),
  profile: isString,
  named: isNamed,
  signer: oneOf(['self', 'administrator']),
  adminProfile: optional(isText),
  ending: isEnding,
  ignored: listOf(isBackendId),
})

const isIntent = objectOf<Intent>({at: isDate, accessKeyIds: listOf(isListedId)})

const isMeasure = objectOf<Measure>({production: isVerdict, sandbox: isVerdict})

const isRotationState = objectOf<RotationState>({
  step: oneOf(stateNames),
  direction: oneOf(['forward', 'back']),
  request: isRequest,
  oldKey: isKey,
  newKey: optional(isKey),
  intent: isIntent,
  places: listOf(isLocation),
  measure: isMeasure,
})

/** Version 1 (docs/rotation.md). */
export const ROTATE: JournalFormat<RotationState> = {
  kind: 'rotate',
  isState: (value, user): value is RotationState =>
    isRotationState(value) &&
    value.request.userName === user &&
    // Beyond the first state there is a new key, and it is another one.
    (value.step === 'creating') === (value.newKey === undefined) &&
    value.newKey?.accessKeyId !== value.oldKey.accessKeyId,
}
