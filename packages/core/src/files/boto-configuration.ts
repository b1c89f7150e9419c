import {readFile, stat} from 'node:fs/promises'
import {setTimeout as delay} from 'node:timers/promises'
import {devNull} from 'node:os'
import {readBotoFile, type BotoFault, type BotoFile, type BotoOption, type BotoSection} from './boto-file.js'
import {botoPaths, type BotoPaths, type Surroundings} from './boto-paths.js'
import {configSections, credentialSections} from './boto-profiles.js'
import {codeOf, unreadableWords} from './file-errors.js'

/**
 * One file as Boto finds it. `unreadable` is what Boto passes over in silence as if it were not there: a directory, a
 * pipe, a file it may not open. `broken` is what it refuses with ConfigParseError, for every profile.
 */
export type LoadedFile =
  | {readonly path: string; readonly state: 'missing'}
  | {readonly path: string; readonly state: 'unreadable'; readonly why: string}
  | {readonly path: string; readonly state: 'broken'; readonly fault: BotoFault}
  | {readonly path: string; readonly state: 'read'; readonly file: BotoFile}

/** Both AWS files together, as botocore's `Session.full_config` joins them. */
export interface BotoConfiguration {
  readonly config: LoadedFile
  readonly credentials: LoadedFile
  /** By profile: the options of the config file, and over them those of the credentials file. */
  readonly profiles: ReadonlyMap<string, BotoProfile>
  /** Only the config file has these. */
  readonly ssoSessions: ReadonlyMap<string, BotoSection>
  readonly services: ReadonlyMap<string, BotoSection>
}

export interface BotoProfile {
  readonly name: string
  /** Its section in the config file, and in the credentials file. */
  readonly config: BotoSection | undefined
  readonly credentials: BotoSection | undefined
  readonly options: ReadonlyMap<string, BotoOption & {readonly file: string}>
}

/** Milliseconds. The AWS CLI empties a file and then writes it anew, in place: who looks in between sees no key. */
const JUST_EMPTIED = 2000
const SETTLE = 50

export async function loadBotoFile(path: string, instead?: Surroundings['instead']): Promise<LoadedFile> {
  // The usual way to say that there is to be none; Boto, too, goes on as if there were none.
  if (path === '' || path === devNull) return {path, state: 'missing'}
  const given = instead?.get(path)
  if (given) return asLoaded(path, given)
  try {
    const stats = await stat(path)
    if (!stats.isFile()) return {path, state: 'unreadable', why: 'it is no ordinary file'}
    const bytes = await readFile(path)
    if (bytes.length > 0 || Date.now() - stats.mtimeMs > JUST_EMPTIED) return asLoaded(path, bytes)
    await delay(SETTLE)
    return asLoaded(path, await readFile(path))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return {path, state: 'missing'}
    return {path, state: 'unreadable', why: unreadableWords(error)}
  }
}

function asLoaded(path: string, bytes: Uint8Array): LoadedFile {
  const file = readBotoFile(bytes)
  return file.fault ? {path, state: 'broken', fault: file.fault} : {path, state: 'read', file}
}

export async function loadBotoConfiguration(surroundings: Surroundings): Promise<BotoConfiguration> {
  const paths = botoPaths(surroundings)
  const {instead} = surroundings
  const [config, credentials] = await Promise.all([
    loadBotoFile(paths.config, instead),
    loadBotoFile(paths.credentials, instead),
  ])
  const nothing: ReadonlyMap<string, BotoSection> = new Map()
  const fromConfig =
    config.state === 'read' ? configSections(config.file) : {profiles: nothing, ssoSessions: nothing, services: nothing}
  const fromCredentials = credentials.state === 'read' ? credentialSections(credentials.file) : nothing

  const profiles = new Map<string, BotoProfile>()
  for (const name of new Set([...fromConfig.profiles.keys(), ...fromCredentials.keys()])) {
    profiles.set(name, joinedProfile(name, paths, fromConfig.profiles.get(name), fromCredentials.get(name)))
  }
  return {config, credentials, profiles, ssoSessions: fromConfig.ssoSessions, services: fromConfig.services}
}

/** Of thousands of profiles one is asked for as a rule, so its options are joined when somebody looks at them. */
export function joinedProfile(
  name: string,
  paths: Pick<BotoPaths, 'config' | 'credentials'>,
  config: BotoSection | undefined,
  credentials: BotoSection | undefined,
): BotoProfile {
  let options: BotoProfile['options'] | undefined
  return {
    name,
    config,
    credentials,
    get options() {
      options ??= new Map([...optionsOf(config, paths.config), ...optionsOf(credentials, paths.credentials)])
      return options
    },
  }
}

function optionsOf(section: BotoSection | undefined, file: string) {
  return [...(section?.options ?? [])].map(([name, option]) => [name, {...option, file}] as const)
}
