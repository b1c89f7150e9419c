import type {Entry, Location} from '@mturk-cli/core'
import type {BotoProfile, BotoSection} from '@mturk-cli/core/files'
import {ACCESS_KEY_NAME, SECRET_KEY_NAME} from './key-value-file.js'
import type {LoadedFiles, LoadedKeyValues} from './loaded-files.js'
import {locationOf, sectionPlace, type SectionKind} from './places.js'
import {misspellingOf, missingId, missingSecret, nestedKey, unusableKeyValues} from './problems.js'
import {displayPath} from '@mturk-cli/core/files'

export const ACCESS_KEY_ID = 'aws_access_key_id'
export const SECRET_ACCESS_KEY = 'aws_secret_access_key'
/** In the order in which botocore asks for them; the other SDKs know only the second. */
export const TOKEN_NAMES = ['aws_security_token', 'aws_session_token'] as const

/** A section that may hold a key. `owner` is its profile, or for a Boto 2 file its path. */
export function sectionEntries(kind: SectionKind, owner: string, section: BotoSection, files: LoadedFiles): Entry[] {
  const id = section.options.get(ACCESS_KEY_ID)
  const secret = section.options.get(SECRET_ACCESS_KEY)
  const location = sectionLocation(kind, owner, section, files)
  if (id === undefined && secret === undefined) return kind === 'boto' ? [] : [{location}]
  if (id === undefined) {
    return [{location, problem: missingId(location, misspellingOf(section, ACCESS_KEY_ID))}]
  }
  const entry = typeof id.value === 'string' ? {location, accessKeyId: id.value} : {location}
  if (secret === undefined) {
    const problem = missingSecret(location, SECRET_ACCESS_KEY, misspellingOf(section, SECRET_ACCESS_KEY))
    return [{...entry, problem}]
  }
  const nested = [id, secret, tokenOf(kind, section)].find((option) => typeof option?.value === 'object')
  return [nested === undefined ? entry : {...entry, problem: nestedKey(location, nested)}]
}

/** Boto never takes a session token from a Boto 2 file. */
function tokenOf(kind: SectionKind, section: BotoSection) {
  const name = kind === 'boto' ? undefined : TOKEN_NAMES.find((token) => section.options.has(token))
  return name === undefined ? undefined : section.options.get(name)
}

/** The places of a profile, as proof that it exists. */
export function withoutKey(profile: BotoProfile, files: LoadedFiles): Entry[] {
  const places = [['credentials', profile.credentials] as const, ['config', profile.config] as const]
  return places.flatMap(([kind, section]) =>
    section ? [{location: sectionLocation(kind, profile.name, section, files)}] : [],
  )
}

export function keyValueEntries(loaded: LoadedKeyValues, files: LoadedFiles): Entry[] {
  const {home} = files
  const place = {kind: 'ec2', path: loaded.path} as const
  const whyNotWritable = files.whyNotWritable(loaded.path)
  if (loaded.state !== 'read') {
    const why = whyNotWritable ?? 'it holds no key that Boto can read'
    const location = locationOf(place, {home, whyNotWritable: why})
    return [{location, problem: unusableKeyValues(displayPath(loaded.path, home), loaded.state)}]
  }
  const id = loaded.values.get(ACCESS_KEY_NAME)
  if (id === undefined) return []
  const location = locationOf(place, {home, line: id.line, whyNotWritable})
  const entry = {location, accessKeyId: id.value}
  return [loaded.values.has(SECRET_KEY_NAME) ? entry : {...entry, problem: missingSecret(location, SECRET_KEY_NAME)}]
}

export function sectionLocation(kind: SectionKind, owner: string, section: BotoSection, files: LoadedFiles): Location {
  const place = sectionPlace(kind, owner, files)
  const id = section.options.get(ACCESS_KEY_ID)
  return locationOf(place, {
    home: files.home,
    section: section.name,
    line: id?.line ?? section.line,
    whyNotWritable: id?.inherited
      ? `its key stands in [DEFAULT], line ${id.line}, which Boto gives to every profile`
      : files.whyNotWritable(place.path),
  })
}
