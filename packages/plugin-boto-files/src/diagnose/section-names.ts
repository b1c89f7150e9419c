import type {Diagnosis} from '@mturk-cli/core'
import {
  configSectionName,
  configSections,
  credentialSections,
  renameSection,
  type BotoSection,
  type LoadedFile,
} from '@mturk-cli/core/files'
import type {LoadedFiles} from '../loaded-files.js'
import {fileLocation, printable} from '../places.js'
import {at, type Check} from './check.js'

/** Sections that hold a key, and whose name Boto does not take for what the person means. */
export const sectionNames: Check = (files) => [
  ...files.boto.flatMap((loaded) => inBotoFile(loaded, files)),
  ...inCredentials(files),
  ...inConfig(files),
  ...[files.aws.credentials, files.aws.config].flatMap((loaded) => defaults(loaded, files)),
]

/** Boto 2's section is `[Credentials]`; its case counts. */
function inBotoFile(loaded: LoadedFile, files: LoadedFiles): Diagnosis[] {
  if (loaded.state !== 'read') return []
  const wrong = loaded.file.sections.find(({name}) => name !== 'Credentials' && name.toLowerCase() === 'credentials')
  if (!wrong || loaded.file.sections.some(({name}) => name === 'Credentials')) return []
  return [misnamed(loaded.path, wrong, 'Credentials', 'Boto knows only [Credentials], and passes this one over', files)]
}

/** The credentials file has no prefixes: `[profile lab]` there is a profile called `profile lab`. */
function inCredentials(files: LoadedFiles): Diagnosis[] {
  const {credentials} = files.aws
  if (credentials.state !== 'read' || isOneFile(files)) return []
  const sections = credentialSections(credentials.file)
  return [...sections.values()].flatMap((section) => {
    const name = withoutPrefix(section.name)
    if (name === undefined || sections.has(name) || !holdsKey(section)) return []
    const why = `in this file Boto takes the whole of it for the profile's name, and finds no profile ${printable(name)}`
    return [misnamed(credentials.path, section, name, why, files)]
  })
}

/** In the config file a profile other than `default` needs the prefix. */
function inConfig(files: LoadedFiles): Diagnosis[] {
  const {config} = files.aws
  if (config.state !== 'read' || isOneFile(files)) return []
  const {profiles} = configSections(config.file)
  return config.file.sections.flatMap((section) => {
    const {name} = section
    if (!holdsKey(section) || /^(?:profile|sso-session|services)/.test(name) || name === 'default') return []
    const profile = withoutPrefix(name) ?? name
    if (profiles.has(profile) || /["'\\]/.test(profile)) return []
    return [misnamed(config.path, section, configSectionName(profile), 'in this file Boto passes it over', files)]
  })
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

function misnamed(path: string, section: BotoSection, right: string, why: string, files: LoadedFiles): Diagnosis {
  const location = fileLocation(path, files.home, section.line)
  return {
    id: 'section-name',
    code: 'malformed_credentials',
    message: `${at(location, files)}: the section is called [${printable(section.name)}]; ${why}.`,
    remedy: `Call it [${printable(right)}].`,
    severity: 'error',
    stops: 'entry',
    location,
    mend: {file: path, change: renameSection(section.name, right)},
  }
}

function holdsKey({options}: BotoSection): boolean {
  return [...options.values()].some((option) => !option.inherited && isOfKey(option))
}

function isOfKey({name}: {readonly name: string}): boolean {
  return name === 'aws_access_key_id' || name === 'aws_secret_access_key'
}
