import type {Environment} from '../credentials/selected-profile.js'
import {usageError} from '../errors.js'
import {cleanWord, type AwsService, type SignInService} from './failure.js'

export interface Endpoint {
  readonly url: string
  /** With a port where it is not the usual one. */
  readonly host: string
  /** What sent us there instead of to AWS: a variable's name, or a place in the config file. */
  readonly overriddenBy: string | null
}

export interface Endpoints {
  /**
   * Where a service is asked. `region` matters for Secrets Manager alone.
   * @throws MturkError `usage` for an address that is refused or that is no address, and where only the other one of
   *   production and sandbox was overridden, or only another service and that to this computer
   */
  of(service: AwsService, region?: string): Promise<Endpoint>
  /** The same variables and rules with the part of the files of another profile. */
  withProfile(configured: NonNullable<EndpointOptions['configured']>): Endpoints
}

/** What the profile's part of the config file says about endpoints, verbatim. */
export interface ConfiguredEndpoints {
  /** For people: `~/.aws/config [profile lab]`. */
  readonly display: string
  readonly endpointUrl?: string | undefined
  readonly ignoreConfiguredEndpointUrls?: string | undefined
  /** The `services` section that the profile names; `endpointUrls` is null where the file has no such section. */
  readonly services?:
    | {readonly name: string; readonly endpointUrls: Readonly<Record<string, string | undefined>> | null}
    | undefined
}

export interface EndpointOptions {
  readonly env: Environment
  /** Asked at most once. What it throws counts as nothing configured: the lookup tells of a broken file. */
  readonly configured?: () => Promise<ConfiguredEndpoints | undefined>
  /** Our setting `aws.allow-plain-http`. */
  readonly allowPlainHttp?: boolean
}

const AWS: Readonly<Record<AwsService, (region: string) => string>> = {
  mturk: () => 'https://mturk-requester.us-east-1.amazonaws.com',
  'mturk-sandbox': () => 'https://mturk-requester-sandbox.us-east-1.amazonaws.com',
  iam: () => 'https://iam.amazonaws.com',
  sts: () => 'https://sts.us-east-1.amazonaws.com',
  'secrets-manager': (region) => `https://secretsmanager.${region}.amazonaws.com`,
  sso: (region) => `https://portal.sso.${region}.amazonaws.com`,
  'sso-oidc': (region) => `https://oidc.${region}.amazonaws.com`,
  signin: (region) => `https://${region}.signin.aws.amazon.com`,
}

const SANDBOX_VARIABLE = 'MTURK_SANDBOX_ENDPOINT_URL'
/** The services that make up one AWS for us, and where each may be sent elsewhere. */
const VARIABLES = {
  mturk: 'AWS_ENDPOINT_URL_MTURK',
  'mturk-sandbox': SANDBOX_VARIABLE,
  iam: 'AWS_ENDPOINT_URL_IAM',
  sts: 'AWS_ENDPOINT_URL_STS',
  'secrets-manager': 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
} as const

/** What the AWS SDK asks for a profile that signs in. Whoever does not sign in is not hindered by these. */
const SIGN_IN_VARIABLES: Readonly<Record<SignInService, string>> = {
  sso: 'AWS_ENDPOINT_URL_SSO',
  'sso-oidc': 'AWS_ENDPOINT_URL_SSO_OIDC',
  signin: 'AWS_ENDPOINT_URL_SIGNIN',
}

const WORDS = {
  mturk: 'production',
  'mturk-sandbox': 'the sandbox',
  iam: 'IAM',
  sts: 'STS',
  'secrets-manager': 'Secrets Manager',
  sso: 'SSO',
  'sso-oidc': 'SSO (OIDC)',
  signin: 'AWS Sign-In',
} as const

const IGNORE_VARIABLE = 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'

interface Override {
  readonly url: string
  readonly by: string
}

/**
 * The only place that decides where a request goes. For AWS's services exactly botocore's order:
 * AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's `services` section, its `endpoint_url`; empty counts as
 * not set (configprovider.py, ConfiguredEndpointProvider). AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, or the profile's
 * setting where the variable is absent, switches off all of them, the variables too (args.py,
 * _compute_configured_endpoint_url); only the word `true` does. The sandbox is no service of its own for AWS, so it
 * has a variable of ours that this does not touch. And with one service on this computer none of the others is AWS's.
 */
export function endpointResolver({env, configured, allowPlainHttp = false}: EndpointOptions): Endpoints {
  let asked: Promise<ConfiguredEndpoints | undefined> | undefined
  const config = () => (asked ??= Promise.resolve(configured?.()).catch(() => undefined))

  async function override(service: Exclude<AwsService, 'mturk-sandbox'>): Promise<Override | undefined> {
    const ignore = env[IGNORE_VARIABLE] ?? (await config())?.ignoreConfiguredEndpointUrls
    if (ignore?.toLowerCase() === 'true') return undefined
    const id = service.replace('-', '_')
    for (const by of [`AWS_ENDPOINT_URL_${id.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
      const url = env[by]
      if (url) return {url, by}
    }
    return overrideInFile(await config(), id)
  }

  async function overrideOf(service: AwsService): Promise<Override | undefined> {
    if (service !== 'mturk-sandbox') return override(service)
    return env[SANDBOX_VARIABLE] ? {url: env[SANDBOX_VARIABLE], by: SANDBOX_VARIABLE} : undefined
  }

  /**
   * With one of production and the sandbox elsewhere, the other one is not AWS's. And what answers on this computer is no
   * AWS at all: whoever set that up does not mean AWS for the rest.
   */
  async function refuseUnmeant(service: Partner | SignInService): Promise<void> {
    for (const other of Object.keys(VARIABLES) as Partner[]) {
      const elsewhere = await overrideOf(other)
      if (!elsewhere) continue
      const isTwin = service.startsWith('mturk') && other.startsWith('mturk')
      const isHere = isLoopback(URL.parse(elsewhere.url)?.hostname ?? '')
      if (isTwin || isHere) throw missing(service, other, elsewhere.by, env)
    }
  }

  return {
    async of(service, region = 'us-east-1') {
      if (!/^[a-z0-9-]+$/.test(region)) throw usageError(`"${cleanWord(region)}" is not the name of an AWS region.`)
      const found = await overrideOf(service)
      if (found) return checked(found, allowPlainHttp)
      await refuseUnmeant(service)
      const url = AWS[service](region)
      return {url, host: new URL(url).host, overriddenBy: null}
    },
    withProfile: (other) => endpointResolver({env, configured: other, allowPlainHttp}),
  }
}

/**
 * Whoever signs in must be signed in where IAM is: what answers on this computer is no AWS.
 *
 * @throws MturkError `usage`, naming the variable that is missing
 */
export function refuseMixture(iam: Endpoint, service: SignInService, signIn: Endpoint, env: Environment): void {
  const [iamIsHere, signInIsHere] = [iam, signIn].map(({url}) => isLoopback(new URL(url).hostname))
  if (iamIsHere === signInIsHere) return
  if (iam.overriddenBy !== null && signIn.overriddenBy === null) throw missing(service, 'iam', iam.overriddenBy, env)
  if (signIn.overriddenBy !== null && iam.overriddenBy === null) throw missing('iam', service, signIn.overriddenBy, env)
}

function overrideInFile(config: ConfiguredEndpoints | undefined, service: string): Override | undefined {
  const {services, endpointUrl, display = ''} = config ?? {}
  if (services) {
    // botocore refuses this too (InvalidConfigError): somebody meant another host than AWS's.
    if (services.endpointUrls === null) {
      throw usageError(`${display} names the services section "${services.name}", which does not exist.`)
    }
    const url = services.endpointUrls[service]
    if (url) return {url, by: `${display.replace(/ \[[^\]]*\]$/, '')} [services ${services.name}]`}
  }
  return endpointUrl ? {url: endpointUrl, by: display} : undefined
}

type Partner = keyof typeof VARIABLES

/** A request must never go to a host that the person did not mean. */
function missing(wanted: Partner | SignInService, other: Partner | SignInService, elsewhere: string, env: Environment) {
  const variable = {...VARIABLES, ...SIGN_IN_VARIABLES}[wanted]
  const ignored =
    variable !== SANDBOX_VARIABLE && env[IGNORE_VARIABLE]?.toLowerCase() === 'true'
      ? ` ${IGNORE_VARIABLE} is set, so AWS's own variables do not count.`
      : ''
  return usageError(
    `${elsewhere} gives another address than AWS's for ${WORDS[other]}, and nothing gives one for ${WORDS[wanted]}. mturk does not ask AWS then: you may not have meant it. Set ${variable} as well, or remove ${elsewhere}.${ignored}`,
  )
}

/** `asked at http://127.0.0.1:4566 (AWS_ENDPOINT_URL) instead of AWS`; nothing where it is AWS that was asked. */
export function describeOverride({url, overriddenBy}: Endpoint): string[] {
  return overriddenBy === null ? [] : [`asked at ${url} (${overriddenBy}) instead of AWS`]
}

/** The same of several services, once for each address. */
export async function overrideNotes(endpoints: Endpoints, services: readonly AwsService[]): Promise<string[]> {
  const found = await Promise.all(services.map((service) => endpoints.of(service)))
  return [...new Set(found.flatMap(describeOverride))]
}

/** An address that was asked instead of AWS's, and what says so: a variable, or a place in a file. */
export interface OverriddenEndpoint {
  readonly service: AwsService
  readonly url: string
  readonly overriddenBy: string
}

/** Those of these services that are not asked at AWS. */
export async function overriddenEndpoints(
  endpoints: Endpoints,
  services: readonly AwsService[],
): Promise<readonly OverriddenEndpoint[]> {
  const found = await Promise.all(
    services.map(async (service) => {
      const {url, overriddenBy} = await endpoints.of(service)
      return overriddenBy === null ? [] : [{service, url, overriddenBy}]
    }),
  )
  return found.flat()
}

function checked({url, by}: Override, allowPlainHttp: boolean): Endpoint {
  const parsed = URL.parse(url)
  const refuse = (why: string) => usageError(`The endpoint in ${by} is refused: ${why}`)
  // The address itself is shown only once it is known to hold no password.
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw refuse('it is not an address that begins with https:// and a host name.')
  }
  if (parsed.username !== '' || parsed.password !== '') throw refuse('it holds a user name or a password.')
  if (parsed.search !== '' || parsed.hash !== '') throw refuse('it holds a query or a fragment.')
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname) && !allowPlainHttp) {
    throw refuse(
      `${cleanWord(parsed.host)} is not this computer, and plain http would show secrets to everybody on the way. Use https, or allow it: mturk config set aws.allow-plain-http true`,
    )
  }
  return {url: parsed.href.replace(/\/$/, ''), host: parsed.host, overriddenBy: by}
}

/** The parser has already turned every spelling of an IPv4 address into four decimal numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
