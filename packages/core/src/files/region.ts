import {backendError} from '../credentials/contract.js'
import {complaintAboutSection} from '../credentials/profile-name.js'
import {editFile} from './atomic-write.js'
import {loadBotoConfiguration} from './boto-configuration.js'
import {editBotoFile} from './boto-edit.js'
import {readBotoFile, type BotoFile, type BotoSection} from './boto-file.js'
import {botoPaths, displayPath, type Surroundings} from './boto-paths.js'
import {configSectionName, configSections, credentialSections} from './boto-profiles.js'
import {faultError, withTilde} from './file-errors.js'

/** The only one where Mechanical Turk exists, whatever the environment and the files say. */
export const REGION_OF_MTURK = 'us-east-1'

/** A region that is set somewhere, and where. */
export interface FoundRegion {
  readonly region: string
  /** `AWS_DEFAULT_REGION`, or the file with `~` for the home directory. */
  readonly from: string
  /** 1-based, where it stands in a file. */
  readonly line?: number
}

/**
 * The region that Boto would use for this profile: AWS_DEFAULT_REGION, then the profile's `region`, which the
 * credentials file may hold too and then wins there. AWS_REGION is not read by Boto (botocore 1.43, measured).
 *
 * @throws a `MturkBackendError` `unreadable` where Boto refuses one of the two files.
 */
export async function readRegion(profile: string, surroundings: Surroundings): Promise<FoundRegion | null> {
  const {env, home} = surroundings
  if (env.AWS_DEFAULT_REGION !== undefined) return {region: env.AWS_DEFAULT_REGION, from: 'AWS_DEFAULT_REGION'}
  const {config, credentials, profiles} = await loadBotoConfiguration(surroundings)
  for (const loaded of [config, credentials]) {
    if (loaded.state === 'broken') throw faultError(displayPath(loaded.path, home), loaded.fault)
  }
  const option = profiles.get(profile)?.options.get('region')
  if (option === undefined || typeof option.value !== 'string') return null
  return {region: option.value, from: displayPath(option.file, home), line: option.line}
}

/**
 * Writes `region` into the profile's section of the config file, unless that section has one; making the section, the
 * file and its directory where they are missing.
 *
 * @param options `replace`: the region that stands in a file now, whichever it is, and is to be replaced there.
 * @returns whether anything was written, and the place, for people.
 * @throws a `MturkBackendError` of `editFile`, or `unreadable` where Boto refuses the file.
 */
export async function writeRegion(
  profile: string,
  surroundings: Surroundings,
  region: string,
  {replace, ...options}: {readonly signal?: AbortSignal; readonly replace?: string} = {},
): Promise<{readonly written: boolean; readonly display: string}> {
  const {config, credentials} = botoPaths(surroundings)
  const path = replace === undefined ? config : await fileOfRegion(profile, surroundings)
  const sectionsOf = path === credentials && path !== config ? credentialSections : profilesOfConfig
  const complaint = complaintAboutSection(profile)
  if (complaint !== undefined) {
    throw backendError(
      'not_writable',
      `The profile name ${JSON.stringify(profile)} ${complaint}, so no file can hold it.`,
    )
  }
  let section = configSectionName(profile)
  const change = (bytes: Uint8Array | null) => {
    const before = readBotoFile(bytes ?? new Uint8Array())
    const found = sectionsOf(before).get(profile)
    if (found?.options.get('region')?.value !== replace) return null
    section = found?.name ?? section
    return editBotoFile(path, before, [{kind: 'set', section, option: 'region', value: region}])
  }
  const {changed} = await withTilde(surroundings.home, () => editFile(path, change, options))
  return {written: changed, display: `${displayPath(path, surroundings.home)} [${section}]`}
}

function profilesOfConfig(file: BotoFile): ReadonlyMap<string, BotoSection> {
  return configSections(file).profiles
}

/** Where the region that counts stands; the config file, where there is none. */
async function fileOfRegion(profile: string, surroundings: Surroundings): Promise<string> {
  const {config, profiles} = await loadBotoConfiguration(surroundings)
  return profiles.get(profile)?.options.get('region')?.file ?? config.path
}
