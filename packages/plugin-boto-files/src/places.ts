import {backendError, type Location} from '@mturk-cli/core'
import {coveredName} from '@mturk-cli/core/credentials'
import {configSections, credentialSections, displayPath, type BotoFile, type BotoSection} from '@mturk-cli/core/files'
import type {LoadedFiles} from './loaded-files.js'

export const BACKEND = 'boto-files'

/** One place in Boto's files that can hold a key. */
export type Place = SectionPlace | {readonly kind: 'ec2'; readonly path: string}

export type SectionPlace =
  /** A section of the credentials file, named as the profile. */
  | {readonly kind: 'credentials'; readonly path: string; readonly profile: string}
  /** `[default]` or `[profile x]` of the config file. */
  | {readonly kind: 'config'; readonly path: string; readonly profile: string}
  /** `[Credentials]` of a Boto 2 file, for every profile. */
  | {readonly kind: 'boto'; readonly path: string}

export type SectionKind = SectionPlace['kind']

/** `owner` is the profile, or for a Boto 2 file its path. */
export function sectionPlace(kind: SectionKind, owner: string, {aws}: Pick<LoadedFiles, 'aws'>): SectionPlace {
  return kind === 'boto' ? {kind, path: owner} : {kind, path: aws[kind].path, profile: owner}
}

/** The section that a place means in its file, as it is now. */
export function sectionAt(place: SectionPlace, file: BotoFile): BotoSection | undefined {
  switch (place.kind) {
    case 'credentials':
      return credentialSections(file).get(place.profile)
    case 'config':
      return configSections(file).profiles.get(place.profile)
    case 'boto':
      return botoSection(file)
  }
}

/** Boto 2's section; its name's case counts. */
export function botoSection(file: BotoFile): BotoSection | undefined {
  return file.sections.find(({name}) => name === 'Credentials')
}

/** The place that a location names. @throws a `MturkBackendError` `not_found` where it is none that can hold a key. */
export function placeOf(location: Location): Place {
  const [kind, path, profile] = partsOf(location.id)
  if (path !== undefined && profile !== undefined && (kind === 'credentials' || kind === 'config')) {
    return {kind, path, profile}
  }
  if (path !== undefined && (kind === 'ec2' || kind === 'boto')) return {kind, path}
  throw backendError('not_found', `${location.display} holds no access key of its own.`)
}

function partsOf(id: string): string[] {
  try {
    const parts: unknown = JSON.parse(id)
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : []
  } catch {
    return []
  }
}

export interface LocationDetails {
  readonly home: string
  /** The section as it stands between the brackets. */
  readonly section?: string
  /** 1-based. */
  readonly line?: number
  readonly whyNotWritable: string | undefined
}

/** Its id is made of the path and the profile, so it means the same file whatever the environment says later. */
export function locationOf(place: Place, {home, section, line, whyNotWritable}: LocationDetails): Location {
  const profile = 'profile' in place ? place.profile : null
  const within = place.kind === 'ec2' ? '(AWS_CREDENTIAL_FILE)' : `[${printable(section ?? profile ?? 'Credentials')}]`
  return {
    backend: BACKEND,
    id: JSON.stringify([place.kind, place.path, ...(profile === null ? [] : [profile])]),
    profile,
    display: `${displayPath(place.path, home)} ${within}`,
    ...(whyNotWritable === undefined ? {writable: true} : {writable: false, why: whyNotWritable}),
    file: place.path,
    ...(line === undefined ? {} : {line}),
  }
}

/** A file as a whole, where something is wrong with it. */
export function fileLocation(
  path: string,
  home: string,
  line: number | undefined,
  why = 'Boto cannot read it as it is',
): Location {
  return {
    backend: BACKEND,
    id: JSON.stringify(['file', path]),
    profile: null,
    display: displayPath(path, home),
    writable: false,
    why,
    file: path,
    ...(line === undefined ? {} : {line}),
  }
}

/** A name out of a file may hold anything: what would move a terminal's cursor, or a secret that was pasted there. */
export function printable(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return coveredName(name).replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?')
}
