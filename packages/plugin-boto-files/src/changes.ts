import {backendError, type Key} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  complaintAboutValue,
  configSectionName,
  editBotoFile,
  readBotoFile,
  sectionsOfProfile,
  credentialSections,
  type BotoFile,
  type BotoSection,
  type Change,
  type IniEdit,
} from '@mturk-cli/core/files'
import {heldAt, type HeldKey} from './held-key.js'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, TOKEN_NAMES} from './key-entries.js'
import {ACCESS_KEY_NAME, removeKeyValues, SECRET_KEY_NAME, setKeyValues} from './key-value-file.js'
import {sectionAt, type Place, type SectionPlace} from './places.js'

/**
 * What is done to a file's bytes, as pure functions for `editFile`: they are asked again whenever somebody else has
 * changed the file meanwhile, and decide anew.
 */

/** The same bytes are worked on once: a change is asked before the lock, under it, and first of all whether it refuses. */
export function oncePerContent(change: Change): Change {
  let last: {readonly bytes: Uint8Array | null; readonly result: Uint8Array | null} | undefined
  return (bytes) => {
    const isLast = last && (bytes === null || last.bytes === null ? bytes === last.bytes : bytes.equals(last.bytes))
    if (!last || !isLast) last = {bytes, result: change(bytes)}
    return last.result
  }
}

/**
 * Puts a key where `expect` is now; where the very same key stands already, there is nothing to do. `inPlace`: it must be
 * the place's own key that is replaced, not one that `[DEFAULT]` gives to it.
 */
export function putKey(
  place: Place,
  display: string,
  request: {key: Key; expect: string | null; inPlace: boolean},
): Change {
  const {key, expect, inPlace} = request
  return (bytes) => {
    const held = heldAt(place, bytes)
    if (isSameKey(held, key)) return null
    assertExpected(held.accessKeyId, expect, display)
    if (key.sessionToken && (place.kind === 'ec2' || place.kind === 'boto')) {
      throw backendError('not_writable', `${display} cannot hold a session token: Boto does not read one there.`)
    }
    return place.kind === 'ec2' ? putKeyValues(bytes, key) : putIntoSection(place, bytes, key, display, inPlace)
  }
}

/** Takes out the key, and the section too if nothing is left in it. */
export function takeKeyOut(place: Place, display: string, expect: string): Change {
  return (bytes) => {
    assertExpected(heldAt(place, bytes).accessKeyId, expect, display)
    if (place.kind === 'ec2') return removeKeyValues(bytes ?? new Uint8Array(), [ACCESS_KEY_NAME, SECRET_KEY_NAME])
    const file = readBotoFile(bytes ?? new Uint8Array())
    const section = sectionAt(place, file)
    assertOwn(section, [ACCESS_KEY_ID, SECRET_ACCESS_KEY], display)
    const name = section?.name ?? ''
    const gone = [ACCESS_KEY_ID, SECRET_ACCESS_KEY, ...TOKEN_NAMES].map((option) => unset(name, option))
    // An empty section still hides an earlier one of the same profile, and that must not come to life.
    const hides = place.kind === 'config' && sectionsOfProfile(file, place.profile).length > 1
    return editBotoFile(place.path, file, hides ? gone : [...gone, {kind: 'prune', section: name}])
  }
}

/**
 * Takes stale session tokens out of the profile's sections in the other file. botocore never mixes the two files, but
 * the JavaScript SDKs and Go join them, and would sign a long-lived key with the old token (measured). A file that Boto
 * refuses is left alone: it is not what was to be changed.
 */
export function clearTokens(place: SectionPlace & {readonly profile: string}): Change {
  return (bytes) => {
    const file = readBotoFile(bytes ?? new Uint8Array())
    if (file.fault) return null
    const edits = sectionsOf(place, file).flatMap((section) => {
      // A credentials file's key goes before the config file's, so a token beside one is its own, and not stale.
      if (place.kind === 'credentials' && section.options.has(ACCESS_KEY_ID)) return []
      return TOKEN_NAMES.filter((name) => section.options.get(name)?.inherited === false).map((name) =>
        unset(section.name, name),
      )
    })
    return edits.length === 0 ? null : editBotoFile(place.path, file, edits)
  }
}

function sectionsOf(
  {kind, profile}: SectionPlace & {readonly profile: string},
  file: BotoFile,
): readonly BotoSection[] {
  if (kind === 'config') return sectionsOfProfile(file, profile)
  const section = credentialSections(file).get(profile)
  return section ? [section] : []
}

function putIntoSection(place: SectionPlace, bytes: Uint8Array | null, key: Key, display: string, inPlace: boolean) {
  const file = readBotoFile(bytes ?? new Uint8Array())
  const section = sectionAt(place, file)
  const name = section?.name ?? newSectionName(place)
  if (inPlace) assertOwn(section, [ACCESS_KEY_ID, SECRET_ACCESS_KEY], display)
  const {sessionToken} = key
  const after = editBotoFile(place.path, file, [
    {kind: 'set', section: name, option: ACCESS_KEY_ID, value: key.accessKeyId},
    {kind: 'set', section: name, option: SECRET_ACCESS_KEY, value: key.secretAccessKey},
    unset(name, 'aws_security_token'),
    sessionToken
      ? {kind: 'set', section: name, option: 'aws_session_token', value: sessionToken}
      : unset(name, 'aws_session_token'),
  ])
  // A token in [DEFAULT] cannot be taken from one profile alone, and would spoil the key.
  assertOwn(sectionAt(place, readBotoFile(after)), TOKEN_NAMES, display)
  return after
}

function newSectionName(place: SectionPlace): string {
  switch (place.kind) {
    case 'credentials':
      return place.profile
    case 'config':
      return configSectionName(place.profile)
    case 'boto':
      return 'Credentials'
  }
}

function unset(section: string, option: string): IniEdit {
  return {kind: 'unset', section, option}
}

function putKeyValues(bytes: Uint8Array | null, key: Key): Uint8Array {
  const values = {[ACCESS_KEY_NAME]: key.accessKeyId, [SECRET_KEY_NAME]: key.secretAccessKey}
  return setKeyValues(bytes ?? new Uint8Array(), values)
}

/** An empty id, as templates have it, counts as none. */
function assertExpected(held: string | undefined, expect: string | null, display: string): void {
  const now = held || null
  if (now === (expect || null)) return
  if (now === null) throw backendError('not_found', `${display} holds no access key any more; it was not changed.`)
  throw backendError(
    'conflict',
    `${display} holds ${expect === null ? 'an access key already' : 'another access key by now'} (${maskAccessKeyId(now)}); it was not changed.`,
  )
}

function assertOwn(section: BotoSection | undefined, names: readonly string[], display: string): void {
  const inherited = names.map((name) => section?.options.get(name)).find((option) => option?.inherited)
  if (!inherited) return
  throw backendError(
    'not_writable',
    `${display} has its ${inherited.name} from [DEFAULT], line ${inherited.line}, which Boto gives to every profile.`,
    {remedy: `Move ${inherited.name} from [DEFAULT] into the profiles that need it.`},
  )
}

export function isSameKey({accessKeyId, secretAccessKey, tokens}: HeldKey, key: Key): boolean {
  if (accessKeyId !== key.accessKeyId || secretAccessKey !== key.secretAccessKey) return false
  return key.sessionToken
    ? tokens.length === 1 && tokens[0] === key.sessionToken
    : tokens.every((token) => token === '')
}

/** @throws a `MturkBackendError` `not_writable` for a key that no line can hold; never repeating it. */
export function assertWritable(key: Key): void {
  for (const [name, value] of Object.entries(key) as [string, string | undefined][]) {
    const complaint = value === undefined ? undefined : complaintAboutValue(value)
    if (complaint !== undefined) throw backendError('not_writable', `The ${name} ${complaint}, so no file can hold it.`)
  }
}
