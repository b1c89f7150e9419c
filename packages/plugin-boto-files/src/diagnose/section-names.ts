import type {Diagnosis} from '@mturk-cli/core'
import {
  configSectionName,
  configSections,
  credentialSections,
  plainValue,
  renamedHeader,
  type BotoSection,
  type LoadedFile,
} from '@mturk-cli/core/files'
import type {LoadedFiles} from '../loaded-files.js'
import {fileLocation, printable} from '../places.js'
import {at, type Check} from './check.js'
import {becauseOf, otherKeyWith, type WouldBe} from './other-key.js'

const ONLY_REGION = 'us-east-1'

/** Sections that hold a key, and whose name Boto does not take for what the person means. */
export const sectionNames: Check = (files) => [
  ...files.boto.flatMap((loaded) => inBotoFile(loaded, files)),
  ...inCredentials(files),
  ...inConfig(files),
  ...[files.aws.credentials, files.aws.config].flatMap((loaded) => defaults(loaded, files)),
]

/** Boto 2's section is `[Credentials]`; its case counts. `[default]` is out of the other files. */
function inBotoFile(loaded: LoadedFile, files: LoadedFiles): Diagnosis[] {
  if (loaded.state !== 'read' || loaded.file.sections.some(({name}) => name === 'Credentials')) return []
  const wrong = loaded.file.sections.find((section) => {
    const name = trimmed(section.name).toLowerCase()
    return name === 'credentials' || ((name === 'credential' || name === 'default') && holdsKey(section))
  })
  if (!wrong) return []
  const owner = {kind: 'boto', owner: loaded.path, loaded} as const
  return [misnamed(owner, wrong, 'Credentials', 'Boto knows only [Credentials], and passes this one over', files)]
}

/** The credentials file has no prefixes: `[profile lab]` there is a profile called `profile lab`. */
function inCredentials(files: LoadedFiles): Diagnosis[] {
  const {credentials} = files.aws
  if (credentials.state !== 'read' || isOneFile(files)) return []
  const sections = credentialSections(credentials.file)
  const taken = new Set(sections.keys())
  return [...sections.values()].flatMap((section) => {
    const {name} = section
    if (name === 'default' || !holdsKey(section)) return []
    const plain = withoutPrefix(trimmed(name))
    const right = plain ?? trimmed(name)
    const owner = {kind: 'credentials', owner: right, loaded: credentials} as const
    if (plain === undefined && right.toLowerCase() === 'default' && !hasKey(sections.get('default'))) {
      return [notTheDefault(owner, section, taken.has('default'), files)]
    }
    if (right === name || taken.has(right)) return []
    taken.add(right)
    const why =
      right === trimmed(name)
        ? `Boto takes the blanks for a part of the name, and finds no profile ${printable(right)}`
        : `in this file Boto takes the whole of it for the profile's name, and finds no profile ${printable(right)}`
    return [misnamed(owner, section, right, why, files)]
  })
}

/** In the config file a profile other than `default` needs the prefix. */
function inConfig(files: LoadedFiles): Diagnosis[] {
  const {config, credentials} = files.aws
  if (config.state !== 'read' || isOneFile(files)) return []
  const {profiles} = configSections(config.file)
  const taken = new Set(profiles.keys())
  const elsewhere = credentials.state === 'read' ? credentialSections(credentials.file) : new Map<string, BotoSection>()
  return config.file.sections.flatMap((section) => {
    const {name} = section
    if (/^(?:profile|sso-session|services)/.test(name) || name === 'default') return []
    const profile = withoutPrefix(trimmed(name)) ?? trimmed(name)
    const owner = {kind: 'config', owner: profile, loaded: config} as const
    const isDefault = profile.toLowerCase() === 'default'
    if (isDefault && holdsKey(section) && !hasKey(profiles.get('default'))) {
      return [notTheDefault(owner, section, taken.has('default'), files)]
    }
    if (taken.has(profile) || isDefault || /["'\\]/.test(profile)) return []
    const why = 'in this file Boto passes it over'
    // Without a key of its own it is a profile's for sure only where the other file knows that profile.
    if (!holdsKey(section) && (!elsewhere.has(profile) || section.options.size === 0)) return []
    taken.add(profile)
    if (holdsKey(section)) return [misnamed(owner, section, configSectionName(profile), why, files)]
    const what = section.options.has('region') ? `${why}, and its region with it` : why
    const {mend, ...told} = misnamed(owner, section, configSectionName(profile), what, files)
    // A region that Mechanical Turk does not have is put into force by nobody but the person.
    const region = plainValue(section, 'region') ?? ONLY_REGION
    return [{...told, severity: 'warning', ...(mend && region === ONLY_REGION ? {mend} : {})}]
  })
}

/** `[Default]`, `[ default ]`: for Boto other profiles, and somebody may have meant one. Told where nothing else is found. */
function notTheDefault(whose: Owner, section: BotoSection, isThere: boolean, files: LoadedFiles): Diagnosis {
  const why = 'Boto looks for [default], and takes this one for something else'
  const {mend, ...told} = misnamed({...whose, owner: 'default'}, section, 'default', why, files)
  // A name with blanks in it is nobody's choice.
  const isSlip = trimmed(section.name) !== section.name && !isThere
  return {...told, code: 'not_read', ...(isSlip && mend ? {mend} : {})}
}

/** Without blanks and unseen marks around it. */
function trimmed(name: string): string {
  return name.replaceAll(/^[\s\p{Z}\p{Cf}]+|[\s\p{Z}\p{Cf}]+$/gu, '')
}

/** `lab` for `profile lab`, `PROFILE lab` and `profile "lab"`; undefined for any other name. */
function withoutPrefix(section: string): string | undefined {
  return /^profile\s+(["']?)([^\s"'\\]+)\1$/i.exec(section)?.[2]
}

/** Where both variables name one file, no name is right in both of its meanings. */
function isOneFile({aws}: LoadedFiles): boolean {
  return aws.credentials.path === aws.config.path
}

/** Python's `[DEFAULT]` is no profile: what stands in it leaks into all of them. */
function defaults(loaded: LoadedFile, files: LoadedFiles): Diagnosis[] {
  if (loaded.state !== 'read') return []
  const section = parseDefaults(loaded)
  if (!section) return []
  const location = fileLocation(loaded.path, files.home, section.line)
  return [
    {
      id: 'default-section',
      code: 'malformed_credentials',
      message: `${at(location, files)}: [DEFAULT] is no profile. Boto gives what stands in it to every profile of the file, and none to a file without another section.`,
      remedy: 'Write [default] where the profile of that name is meant.',
      severity: 'warning',
      stops: 'entry',
      location,
    },
  ]
}

function parseDefaults({file: {document}}: LoadedFile & {state: 'read'}): {line: number} | undefined {
  const section = document.sections.find(({name, options}) => name === 'DEFAULT' && options.some(isOfKey))
  return section && {line: section.header + 1}
}

interface Owner extends Pick<WouldBe, 'kind' | 'owner'> {
  readonly loaded: LoadedFile & {readonly state: 'read'}
}

/** What works is no error, and another key is not taken unasked. */
function misnamed(whose: Owner, section: BotoSection, right: string, why: string, files: LoadedFiles): Diagnosis {
  const {kind, owner, loaded} = whose
  const location = fileLocation(loaded.path, files.home, section.line)
  const otherKey = otherKeyWith({kind, owner, section: {...section, name: right}}, files)
  const lines = renamedHeader(loaded.file.document, section, right)
  return {
    id: 'section-name',
    code: 'malformed_credentials',
    message: `${at(location, files)}: the section is called [${printable(section.name)}]; ${why}.`,
    remedy: `Call it [${printable(right)}]${becauseOf(otherKey)}.`,
    severity: otherKey ? 'warning' : 'error',
    stops: 'entry',
    location,
    ...(otherKey?.to === '' ? {} : {mend: {file: loaded.path, lines, ...(otherKey ? {otherKey} : {})}}),
  }
}

function hasKey(section: BotoSection | undefined): boolean {
  return section !== undefined && holdsKey(section)
}

function holdsKey({options}: BotoSection): boolean {
  return [...options.values()].some((option) => !option.inherited && isOfKey(option))
}

function isOfKey({name}: {readonly name: string}): boolean {
  return name === 'aws_access_key_id' || name === 'aws_secret_access_key'
}
