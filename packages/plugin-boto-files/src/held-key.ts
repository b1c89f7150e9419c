import {backendError, type Key} from '@mturk-cli/core'
import {faultError, plainValue, readBotoFile, type BotoSection} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, TOKEN_NAMES} from './key-entries.js'
import {ACCESS_KEY_NAME, readKeyValues, SECRET_KEY_NAME} from './key-value-file.js'
import {sectionAt, type Place, type SectionKind} from './places.js'

/** What a place holds; parts may be missing. */
export interface HeldKey {
  readonly accessKeyId: string | undefined
  readonly secretAccessKey: string | undefined
  /** What Boto takes for the token. */
  readonly sessionToken: string | undefined
  /** Every token that stands there; other SDKs may take another one than Boto. */
  readonly tokens: readonly string[]
}

/** @throws a `MturkBackendError` `unreadable` where Boto refuses the file. */
export function heldAt(place: Place, bytes: Uint8Array | null): HeldKey {
  if (place.kind === 'ec2') return heldInKeyValues(place.path, bytes)
  const file = readBotoFile(bytes ?? new Uint8Array())
  if (file.fault) throw faultError(place.path, file.fault)
  return heldIn(sectionAt(place, file), place.kind)
}

function heldIn(section: BotoSection | undefined, kind: SectionKind): HeldKey {
  // Boto never takes a session token from a Boto 2 file.
  const tokens = TOKEN_NAMES.filter((name) => kind !== 'boto' && section?.options.has(name)).map(
    (name) => plainValue(section, name) ?? '',
  )
  return {
    accessKeyId: plainValue(section, ACCESS_KEY_ID),
    secretAccessKey: plainValue(section, SECRET_ACCESS_KEY),
    sessionToken: tokens[0],
    tokens,
  }
}

function heldInKeyValues(path: string, bytes: Uint8Array | null): HeldKey {
  const values = readKeyValues(bytes ?? new Uint8Array())
  if (!values) throw backendError('unreadable', `${path} is no UTF-8 text; it was not changed.`)
  return {
    accessKeyId: values.get(ACCESS_KEY_NAME)?.value,
    secretAccessKey: values.get(SECRET_KEY_NAME)?.value,
    sessionToken: undefined,
    tokens: [],
  }
}

/** The key as Boto would return it. @throws a `MturkBackendError` `not_found` where id or secret is missing. */
export function wholeKey(held: HeldKey, display: string): Key {
  const {accessKeyId, secretAccessKey, sessionToken} = held
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw backendError('not_found', `${display} holds no whole access key.`)
  }
  return {accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : {sessionToken})}
}
