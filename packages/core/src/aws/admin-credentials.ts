import {unwrapKey, type AccessKey} from '../credentials/access-key.js'
import type {Key} from '../credentials/contract.js'
import {messageOf, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {loadBotoConfiguration} from '../files/boto-configuration.js'
import {botoPaths, type Surroundings} from '../files/boto-paths.js'
import {run, say} from '../remedy.js'
import type {Aws} from './clients.js'
import {cleanMessage, isAwsFailure} from './failure.js'

/**
 * Credentials for administration: IAM, STS, Secrets Manager. They may be temporary and come from anything the AWS SDK
 * knows. No client for Mechanical Turk takes them; that one takes an `MturkKey`.
 */
export interface AdminCredentials {
  /** For people: `profile admin`, `rootkey.csv`, `~/.aws/credentials [default]`. */
  readonly origin: string
  /** @throws MturkError `no_credentials` */
  provide(): Promise<Key>
}

/** From a key that the person handed over, or that the lookup found. */
export function adminFromKey(key: AccessKey, origin = 'the key itself'): AdminCredentials {
  return {origin, provide: async () => unwrapKey(key)}
}

export interface ProfileOptions {
  readonly profile: string
  readonly surroundings: Surroundings
  /** Our setting `aws.instance-metadata`. */
  readonly allowInstanceMetadata: boolean
  /** Roles are assumed through our own client, so that endpoints, time limits and retries are ours. */
  readonly sts: Aws['sts']
  /** Asks for the code of an MFA device; without it a profile that demands one is refused. */
  readonly askMfaCode?: (serial: string) => Promise<string>
}

/** As long as a temporary key has this many milliseconds left it is used again. */
const STILL_GOOD = 60_000

/**
 * From a named profile, as the AWS SDK resolves it: a static key, a role, SSO, `aws login`, a process, a web
 * identity.
 */
export function adminFromProfile(options: ProfileOptions): AdminCredentials {
  const origin = `profile ${options.profile}`
  let cached: (Key & {readonly expiration?: Date}) | undefined
  return {
    origin,
    async provide() {
      if (cached && (cached.expiration?.getTime() ?? Infinity) > Date.now() + STILL_GOOD) return cached
      if (!options.allowInstanceMetadata) await refuseInstanceMetadata(options)
      try {
        cached = await resolveProfile(options)
        return cached
      } catch (error) {
        if (isAwsFailure(error) || error instanceof MturkError) throw error
        throw noCredentials(options.profile, withoutCommandLine(messageOf(error)))
      }
    },
  }
}

async function resolveProfile({profile, surroundings, sts, askMfaCode}: ProfileOptions) {
  const {fromIni} = await import('@aws-sdk/credential-provider-ini')
  const {config, credentials} = botoPaths(surroundings)
  const provider = fromIni({
    profile,
    filepath: credentials,
    configFilepath: config,
    ignoreCache: true,
    ...(askMfaCode ? {mfaCodeProvider: askMfaCode} : {}),
    roleAssumer: async (source, role) => {
      const caller: AdminCredentials = {origin: `profile ${profile}`, provide: async () => source}
      return keyOf((await sts(caller).call('AssumeRole', role)).Credentials)
    },
  })
  return provider()
}

function keyOf(
  given:
    | {
        AccessKeyId?: string | undefined
        SecretAccessKey?: string | undefined
        SessionToken?: string | undefined
        Expiration?: Date | undefined
      }
    | undefined,
) {
  const {AccessKeyId, SecretAccessKey, SessionToken, Expiration} = given ?? {}
  if (!AccessKeyId || !SecretAccessKey) throw new Error('STS answered AssumeRole without credentials')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : {sessionToken: SessionToken}),
    ...(Expiration === undefined ? {} : {expiration: Expiration}),
  }
}

/** Follows `source_profile` to where the chain asks the machine itself; that answers for whoever is on it. */
async function refuseInstanceMetadata({profile, surroundings}: ProfileOptions): Promise<void> {
  const {profiles} = await loadBotoConfiguration(surroundings)
  const seen = new Set<string>()
  for (let name: unknown = profile; typeof name === 'string' && !seen.has(name);) {
    seen.add(name)
    const options = profiles.get(name)?.options
    const source = options?.get('credential_source')?.value
    if (source === 'Ec2InstanceMetadata' || source === 'EcsContainer') {
      throw noCredentials(
        profile,
        `it takes them from this machine (credential_source = ${source}), which needs instance-metadata = true under [aws] in mturk's config.ini.`,
      )
    }
    name = options?.get('source_profile')?.value
  }
}

/** Node repeats the whole command line of a `credential_process` that failed, and there may be a secret in it. */
function withoutCommandLine(message: string): string {
  return message.startsWith('Command failed') ? 'its credential_process failed.' : cleanMessage(message)
}

function noCredentials(profile: string, why: string): MturkError {
  return new MturkError({
    code: 'no_credentials',
    exit: Exit.credentials,
    message: `The profile ${profile} gave no credentials for administration: ${why}`,
    remedy: [
      say('Sign in again if it is an SSO profile (`aws sso login`), or name another profile with --admin-profile.'),
      run('mturk credentials list', '--profile', profile),
    ],
  })
}
