import {unwrapKey, type AccessKey} from '../credentials/access-key.js'
import type {Key} from '../credentials/contract.js'
import {messageOf, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {loadBotoConfiguration, type BotoProfile} from '../files/boto-configuration.js'
import {botoPaths, type Surroundings} from '../files/boto-paths.js'
import {run, say} from '../remedy.js'
import type {Aws} from './clients.js'
import {describeOverride, refuseMixture} from './endpoints.js'
import {cleanMessage, isAwsFailure, type SignInService} from './failure.js'
import {configuredEndpoints} from './profile-endpoints.js'
import {isCallingItself} from './process-circle.js'
import {signable} from './signable.js'
import {SignIn} from './sign-in.js'

/**
 * Credentials for administration: IAM, STS, Secrets Manager. They may be temporary and come from anything the AWS SDK
 * knows. No client for Mechanical Turk takes them; that one takes an `MturkKey`.
 */
export interface AdminCredentials {
  /** For people: `profile admin`, `rootkey.csv`, `~/.aws/credentials [default]`. */
  readonly origin: string
  /** @throws MturkError `no_credentials`; `malformed_credentials` for a key that must not sign */
  provide(): Promise<Key>
}

/** From a key that the person handed over, or that the lookup found. Only one that may sign a request is provided. */
export function adminFromKey(key: AccessKey, origin = 'the key itself'): AdminCredentials {
  return {origin, provide: async () => signable(unwrapKey(key), origin)}
}

export interface ProfileOptions {
  readonly profile: string
  readonly surroundings: Surroundings
  /** Our setting `aws.instance-metadata`. */
  readonly allowInstanceMetadata: boolean
  /** Roles are assumed through our own client for STS, so that endpoints, time limits and retries are ours. */
  readonly aws: Pick<Aws, 'sts' | 'endpoints' | 'secrets' | 'signedInElsewhere'>
  /** Whom a person waits for, after a second. */
  readonly onWait?: ((words: string) => void) | undefined
  /** Milliseconds that all of it may take; default 30,000. A program may wait for ever. */
  readonly limit?: number
  /** Asks for the code of an MFA device; without it a profile that demands one is refused. */
  readonly askMfaCode?: (serial: string) => Promise<string>
}

/** As long as a temporary key has this many milliseconds left it is used again. */
const STILL_GOOD = 60_000

const LIMIT = 30_000

/** Milliseconds: who waits longer wants to know for whom. */
const WORTH_A_WORD = 1000

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
      const ways = await waysOf(options)
      if (!options.allowInstanceMetadata) refuseInstanceMetadata(options.profile, ways)
      if (ways.some(({kind}) => kind === 'process') && (await isCallingItself())) throw comesRound(options.profile)
      const signIn = await preparedSignIn(options, ways)
      try {
        const found = await withinLimit(options, ways, resolveProfile(options, signIn))
        cached = signable(found, `the ${origin}`, options.profile)
        return cached
      } catch (error) {
        throw explained(error, options, signIn)
      }
    },
  }
}

function explained(error: unknown, {profile, aws}: ProfileOptions, {trouble, answered}: SignIn): Error {
  if (isAwsFailure(error) || error instanceof MturkError) return error
  if (trouble) return trouble
  // Such a name is no profile's to the SDK: `[adm in]` is a section "adm" named "in" (@smithy/shared-ini-file-loader).
  if (/\s/.test(profile))
    return noCredentials(profile, 'the AWS SDK finds no profile with a blank in its name.', RENAME)
  const said = withoutCommandLine(cleanMessage(messageOf(error), [...aws.secrets]))
  // The SDK's own words for an answer that it cannot read; there may be a piece of it in them.
  const isSdksTrouble = /^$|UnknownError|parse error|Deserialization|is not valid JSON|JSON at position|@aws-sdk/.test(
    said,
  )
  if (!isSdksTrouble) return noCredentials(profile, said)
  const what = answered
    ? `${answered.operation} was answered with HTTP ${answered.httpStatus}`
    : 'no usable answer came'
  return noCredentials(profile, `${what}, and nothing that could be read.`)
}

/** The SDK owns the program of a `credential_process`, so it is left behind: it ends when it is done, or with us. */
async function withinLimit<Result>(
  options: ProfileOptions,
  ways: readonly Way[],
  work: Promise<Result>,
): Promise<Result> {
  const {profile, onWait, limit = LIMIT} = options
  const whom = ways.some(({kind}) => kind === 'process') ? 'the credential_process' : 'the credentials'
  const word = setTimeout(() => onWait?.(`Waiting for ${whom} of the profile ${profile} …`), WORTH_A_WORD)
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noCredentials(profile, `${whom} did not come within ${limit / 1000} s.`)), limit)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
    clearTimeout(word)
  }
}

async function resolveProfile({profile, surroundings, aws, askMfaCode}: ProfileOptions, signIn: SignIn) {
  const {fromIni} = await import('@aws-sdk/credential-provider-ini')
  const {config, credentials} = botoPaths(surroundings)
  const origin = `profile ${profile}`
  const as = (key: Key): AdminCredentials => ({origin, provide: async () => signable(key, `the ${origin}`, profile)})
  const provider = fromIni({
    profile,
    filepath: credentials,
    configFilepath: config,
    ignoreCache: true,
    clientConfig: signIn.clientConfig,
    ...(askMfaCode ? {mfaCodeProvider: askMfaCode} : {}),
    roleAssumer: async (source, role) => keyOf((await aws.sts(as(source)).call('AssumeRole', role)).Credentials),
    roleAssumerWithWebIdentity: async (role) => {
      // The token is what proves who asks; this call is not signed.
      if (role.WebIdentityToken) aws.secrets.add(role.WebIdentityToken.trim())
      const nobody = {origin, provide: async () => ({accessKeyId: '', secretAccessKey: ''})}
      return keyOf((await aws.sts(nobody).call('AssumeRoleWithWebIdentity', role)).Credentials)
    },
  })
  return provider()
}

/** Every address that signing in may need is looked at before anything is sent. @throws MturkError `usage` */
async function preparedSignIn({profile, surroundings, aws}: ProfileOptions, ways: readonly Way[]): Promise<SignIn> {
  const endpoints = aws.endpoints.withProfile(() => configuredEndpoints(surroundings, ways.at(-1)?.profile ?? profile))
  for (const service of ways.flatMap(({kind}) => (kind in ASKED ? ASKED[kind as keyof typeof ASKED] : []))) {
    const endpoint = await endpoints.of(service)
    const iam = await aws.endpoints.of('iam')
    refuseMixture(iam, service, endpoint, surroundings.env)
    // What is said of IAM anyway is not said twice.
    const said = describeOverride(iam)
    for (const note of describeOverride(endpoint)) if (!said.includes(note)) aws.signedInElsewhere.add(note)
  }
  return new SignIn({endpoints, secrets: aws.secrets})
}

/** Whom the SDK asks in which case. A session of SSO is renewed by itself, one without a name is not. */
const ASKED: Readonly<Record<'sso' | 'sso-session' | 'login', readonly SignInService[]>> = {
  sso: ['sso'],
  'sso-session': ['sso', 'sso-oidc'],
  login: ['signin'],
}

interface Way {
  readonly profile: string
  readonly kind: 'role' | 'machine' | 'key' | 'web-identity' | 'process' | keyof typeof ASKED | 'nothing'
  readonly source?: string
}

/** The profile and those that it gets its credentials from, as the SDK follows them (credential-provider-ini). */
async function waysOf({profile, surroundings}: ProfileOptions): Promise<readonly Way[]> {
  const {profiles} = await loadBotoConfiguration(surroundings)
  const ways: Way[] = []
  for (let name: string | undefined = profile; name !== undefined && !ways.some((way) => way.profile === name);) {
    const valueOf = valuesOf(profiles.get(name))
    const kind = kindOf(valueOf)
    const source = valueOf('credential_source')
    ways.push({profile: name, kind, ...(source === undefined ? {} : {source})})
    name = valueOf('source_profile')
  }
  return ways
}

type Values = (name: string) => string | undefined

function valuesOf(profile: BotoProfile | undefined): Values {
  return (name) => {
    const value = profile?.options.get(name)?.value
    return typeof value === 'string' ? value : undefined
  }
}

/** In the SDK's order. */
function kindOf(valueOf: Values): Way['kind'] {
  const has = (name: string) => valueOf(name) !== undefined
  if (has('credential_source')) return 'machine'
  if (has('role_arn') && has('source_profile')) return 'role'
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'key'
  if (has('web_identity_token_file')) return 'web-identity'
  if (has('credential_process')) return 'process'
  if (has('sso_session')) return 'sso-session'
  if (has('sso_start_url') || has('sso_account_id')) return 'sso'
  return has('login_session') ? 'login' : 'nothing'
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
  if (!AccessKeyId || !SecretAccessKey) throw new Error('STS answered without credentials')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : {sessionToken: SessionToken}),
    ...(Expiration === undefined ? {} : {expiration: Expiration}),
  }
}

/** Where the chain asks the machine itself, that answers for whoever is on it. */
function refuseInstanceMetadata(profile: string, ways: readonly Way[]): void {
  const asked = ways.find(({source}) => source === 'Ec2InstanceMetadata' || source === 'EcsContainer')
  if (!asked) return
  throw noCredentials(
    profile,
    `it takes them from this machine (credential_source = ${asked.source}), which has to be allowed first: mturk config set aws.instance-metadata true`,
  )
}

function comesRound(profile: string): MturkError {
  return noCredentials(
    profile,
    'its credential_process runs this same command of mturk again, and that would go on for ever.',
    'A store is to be asked with the credentials of another profile: mturk config set aws.admin-profile OTHER',
  )
}

/** Node repeats the whole command line of a `credential_process` that failed, and there may be a secret in it. */
function withoutCommandLine(message: string): string {
  return message.startsWith('Command failed') ? 'its credential_process failed.' : message
}

const SIGN_IN = 'Sign in again if it is an SSO profile (`aws sso login`), or name another profile with --admin-profile.'
const RENAME = 'Give it a name without blanks in its file, or name another profile with --admin-profile.'

function noCredentials(profile: string, why: string, how = SIGN_IN): MturkError {
  return new MturkError({
    code: 'no_credentials',
    exit: Exit.credentials,
    message: `The profile ${profile} gave no credentials for administration: ${why}`,
    remedy: [say(how), run('mturk credentials list', '--profile', profile)],
  })
}
