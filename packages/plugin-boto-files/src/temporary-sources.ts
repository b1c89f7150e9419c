import type {Entry, Location, Problem} from '@mturk-cli/core'
import {comesRound, displayPath, readOwnProcess, type BotoProfile, type OwnProcess} from '@mturk-cli/core/files'
import type {LoadedFiles} from './loaded-files.js'
import {BACKEND, printable} from './places.js'
import {credentialProcess, processCallsItself, processOfOurs, roleWithoutSource, temporary} from './problems.js'

/**
 * The ways to a key that are no key in a file, each where botocore's provider of the same name takes a profile. They
 * look at both files joined, so that a `role_arn` in the credentials file counts too. Whether the way then works makes
 * no difference: botocore has decided, and looks no further.
 */

/** AssumeRoleProvider: `role_arn`, unless the profile has `web_identity_token_file`. */
export function roleOf(profile: BotoProfile | undefined, files: LoadedFiles): Entry[] {
  if (!profile || profile.options.has('web_identity_token_file')) return []
  const hasSource = profile.options.has('source_profile') || profile.options.has('credential_source')
  return entry(profile, ['role_arn'], files, (at) => (hasSource ? temporary(at, 'role') : roleWithoutSource(at)))
}

/**
 * AssumeRoleWithWebIdentityProvider: the variable before the profile, and an empty variable is enough to hide the
 * profile's file. A profile that was asked for by name takes no notice of the variables.
 */
export function webIdentityOf(profile: BotoProfile | undefined, files: LoadedFiles, env: LoadedFiles['env']): Entry[] {
  const variable = 'AWS_WEB_IDENTITY_TOKEN_FILE'
  if (env[variable] === '') return []
  if (env[variable] !== undefined) {
    const location: Location = {
      backend: BACKEND,
      id: JSON.stringify(['variable', variable]),
      profile: null,
      display: variable,
      writable: false,
      why: `it is the environment variable ${variable} of this shell`,
    }
    return [{location, problem: temporary(location, 'web-identity')}]
  }
  if (profile?.options.get('web_identity_token_file')?.value === '') return []
  return entry(profile, ['web_identity_token_file'], files, (at) => temporary(at, 'web-identity'))
}

/** SSOProvider: either of these two names, even alone. */
export function ssoOf(profile: BotoProfile | undefined, files: LoadedFiles): Entry[] {
  return entry(profile, ['sso_role_name', 'sso_account_id'], files, (at) => temporary(at, 'sso'))
}

/** LoginProvider */
export function loginOf(profile: BotoProfile | undefined, files: LoadedFiles): Entry[] {
  return entry(profile, ['login_session'], files, (at) => temporary(at, 'login'))
}

/** ProcessProvider */
export function credentialProcessOf(profile: BotoProfile | undefined, files: LoadedFiles): Entry[] {
  const own = profile && ownProcess(profile)
  if (!profile || !own || leadsBack(profile, files)) {
    return entry(profile, ['credential_process'], files, own ? processCallsItself : credentialProcess)
  }
  const asks = {
    ...(own.profile === undefined ? {} : {profile: own.profile}),
    ...(own.backend === undefined ? {} : {backend: own.backend}),
  }
  const found = entry(profile, ['credential_process'], files, (at) => processOfOurs(at, own))
  return found.map((each) => ({...each, asks}))
}

/** The line of a profile that asks mturk. */
export function ownProcess({options}: BotoProfile): OwnProcess | undefined {
  return readOwnProcess(options.get('credential_process')?.value)
}

/**
 * The profile in these files whose key our own command hands over: `mturk credentials export --format process --profile
 * lab`. With a backend of its own the key stands elsewhere, and without a profile it is that of whoever asks.
 */
export function exportedProfile(profile: BotoProfile): string | undefined {
  const own = ownProcess(profile)
  return own && (own.backend === undefined || own.backend === BACKEND) ? own.profile : undefined
}

/** Whether the profile's line comes round to the profile itself. */
export function leadsBack(profile: BotoProfile, {aws}: Pick<LoadedFiles, 'aws'>): boolean {
  const next = exportedProfile(profile)
  return next !== undefined && comesRound(aws, next, profile.name)
}

/** An entry at the first of these options that the profile has; none where it has none of them. */
function entry(
  profile: BotoProfile | undefined,
  names: readonly string[],
  {aws, home}: LoadedFiles,
  problemAt: (location: Location) => Problem,
): Entry[] {
  const option = names.map((name) => profile?.options.get(name)).find((found) => found !== undefined)
  if (!profile || !option) return []
  const section = option.file === aws.credentials.path ? profile.credentials : profile.config
  const location: Location = {
    backend: BACKEND,
    id: JSON.stringify([option.name, option.file, profile.name]),
    profile: profile.name,
    display: `${displayPath(option.file, home)} [${printable(section?.name ?? profile.name)}] ${option.name}`,
    writable: false,
    why: 'it holds no access key of its own',
    file: option.file,
    line: option.line,
  }
  return [{location, problem: problemAt(location)}]
}
