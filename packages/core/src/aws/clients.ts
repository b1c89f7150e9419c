import {systemClock, type Clock} from '../clock.js'
import {unwrapKey, type AccessKey} from '../credentials/access-key.js'
import type {Key} from '../credentials/contract.js'
import type {MturkKey} from '../credentials/mturk-key.js'
import {secretsOf} from '../credentials/redact.js'
import {adminFromKey, type AdminCredentials} from './admin-credentials.js'
import {clockOffsetSeconds} from './clock-skew.js'
import type {Endpoint, Endpoints} from './endpoints.js'
import {Exchange, failureOf} from './exchange.js'
import {patientLookup} from './name-lookup.js'
import {REGION_OF_MTURK} from '../files/region.js'
import {Patience, withRetries, type Retry} from './retry.js'
import {loadSdk, type Input, type Operation, type Output, type SdkService} from './sdk.js'

/** One service, asked with one set of credentials. */
export interface Calls<Service extends SdkService> {
  /** @throws MturkError `usage` where the address is refused; see `Endpoints` */
  endpoint(): Promise<Endpoint>
  /**
   * @throws AwsFailure for everything that goes wrong on the way or is answered with an error
   * @throws MturkError `usage` where the address is refused
   */
  call<Name extends Operation<Service>>(
    operation: Name,
    input: Input<Service, Name>,
    options?: {readonly signal?: AbortSignal | undefined},
  ): Promise<Output<Service, Name>>
}

/** Everything that we ask AWS goes through one of these, made once for each command. */
export interface Aws {
  readonly endpoints: Endpoints
  /** Mechanical Turk takes a long-lived key and nothing else. */
  readonly mturk: (key: MturkKey, service: 'mturk' | 'mturk-sandbox') => Calls<'mturk'>
  readonly iam: (admin: AdminCredentials) => Calls<'iam'>
  /** STS says whose a key is, whatever kind of key it is. */
  readonly sts: (who: AdminCredentials | AccessKey) => Calls<'sts'>
  /** Secrets Manager is another one in every region. */
  readonly secretsManager: (admin: AdminCredentials, region: string) => Calls<'secrets-manager'>
  /**
   * How far this computer's clock is ahead of AWS's in seconds, by the newest answer; undefined before the first one.
   */
  clockOffsetSeconds(): number | undefined
  /** Every secret that was asked with so far: none comes back in words of anybody else's. */
  readonly secrets: Set<string>
  /** Where somebody was signed in elsewhere than at AWS, in words; filled while it happens. */
  readonly signedInElsewhere: Set<string>
}

export interface AwsOptions {
  readonly endpoints: Endpoints
  readonly clock?: Clock
  /** Ends whatever is under way; what is thrown then is its reason. */
  readonly signal?: AbortSignal | undefined
  /** A failed try is about to be made again after a pause: a person should see why they wait. */
  readonly onRetry?: ((retry: Retry) => void) | undefined
  /** An answer has not come within a second. */
  readonly onWait?: ((endpoint: Endpoint & {readonly service: SdkService}) => void) | undefined
  readonly patience?: Patience
  /** Every secret that was asked with: none comes back in a failure. Shared where one run asks with several keys. */
  readonly secrets?: Set<string>
  /** Shared where one run asks for several profiles: to a host that was asked before, a connection stands. */
  readonly connections?: ConnectionPool
}

/** The agents for one call; `once`: it is never sent twice. */
export type ConnectionPool = (once: boolean) => object

/** Never sent twice: a lost answer may mean that it was carried out (measured: the SDK's own retry made a second key). */
const ONCE: ReadonlySet<string> = new Set(['CreateAccessKey', 'CreateUser'])

/** Milliseconds until a connection must stand; three of them fit into the patience. */
const CONNECTION_TIMEOUT = 2200

/** Milliseconds: who waits longer wants to know for whom. */
const WORTH_A_WORD = 1000

export function createAws(options: AwsOptions): Aws {
  const {endpoints, clock = systemClock, onRetry, onWait, patience = new Patience(), secrets = new Set()} = options
  const {connections: agents = connectionPool()} = options
  let offset: number | undefined

  function calls<Service extends SdkService>(
    service: Service,
    credentials: () => Promise<Key>,
    region = REGION_OF_MTURK,
  ): Calls<Service> {
    return {
      endpoint: () => endpoints.of(service, region),
      async call(operation, input, {signal = options.signal} = {}) {
        const [endpoint, key, sdk] = await Promise.all([endpoints.of(service, region), credentials(), loadSdk(service)])
        const once = ONCE.has(operation)
        const {host, overriddenBy} = endpoint
        for (const secret of secretsOf(key)) secrets.add(secret)
        const question = {service, operation, host, overriddenBy, secrets}
        const config = {
          ...configOf(endpoint, key, region),
          requestHandler: {connectionTimeout: CONNECTION_TIMEOUT, ...agents(once)},
        }

        async function attempt(milliseconds: number) {
          const exchange = new Exchange()
          // A client of its own for every try (one millisecond): nothing is carried over from the last answer.
          const client = new sdk.Client(config)
          client.middlewareStack.add(exchange.middleware, {step: 'deserialize', priority: 'low', name: 'mturkExchange'})
          try {
            return await within(milliseconds, signal, (abortSignal) =>
              client.send(new (sdk.command(operation))(input), {abortSignal}),
            )
          } catch (error) {
            signal?.throwIfAborted()
            throw failureOf(error, question, {answer: exchange.answer, offsetSeconds: heardTime(exchange)})
          } finally {
            heardTime(exchange)
          }
        }
        const result = await announced(
          () => withRetries(attempt, {clock, patience, once, signal, onRetry}),
          () => onWait?.({...endpoint, service}),
        )
        return result as Output<Service, typeof operation>
      },
    }
  }

  function heardTime({answer}: Exchange): number | undefined {
    const heard = clockOffsetSeconds(answer?.headers.date, clock.now())
    if (heard !== undefined) offset = heard
    return heard
  }

  return {
    endpoints,
    mturk: (key, service) => calls(service, async () => withoutToken(key)),
    iam: (admin) => calls('iam', () => admin.provide()),
    secretsManager: (admin, region) => calls('secrets-manager', () => admin.provide(), region),
    sts: (who) => calls('sts', () => ('provide' in who ? who : adminFromKey(who)).provide()),
    clockOffsetSeconds: () => offset,
    secrets,
    signedInElsewhere: new Set(),
  }
}

/** Whatever a key may carry at run time, Mechanical Turk gets no session token. */
function withoutToken(key: MturkKey): Key {
  const {accessKeyId, secretAccessKey} = unwrapKey(key)
  return {accessKeyId, secretAccessKey}
}

/**
 * Every value that the SDK would otherwise look for in the environment and in ~/.aws: with these it opens no file,
 * takes no endpoint of its own choice and leaves FIPS and dual-stack alone, which break an explicit endpoint
 * (measured, SDK 3.1169).
 */
function configOf(endpoint: Endpoint, credentials: Key, region: string): object {
  return {
    region,
    endpoint: endpoint.url,
    credentials,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [],
    sigv4aSigningRegionSet: async () => undefined,
    userAgentAppId: async () => undefined,
    disableClockSkewCorrection: true,
    customUserAgent: 'mturk-cli',
  }
}

/**
 * Connections are kept for the next call, except for what is sent only once: a kept connection may be closed by the
 * other side at the very moment it is used, and nobody could tell whether the call was carried out.
 */
export function connectionPool(): ConnectionPool {
  const lookup = patientLookup()
  let kept: object | undefined
  const open = (keepAlive: boolean) => {
    // Not by `import`: the ES module of node:http builds its WebSocket too, and with it all of undici (8 ms, measured).
    const http = process.getBuiltinModule('node:http')
    const https = process.getBuiltinModule('node:https')
    const options = {keepAlive, lookup}
    return {httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options)}
  }
  return (once) => (once ? open(false) : (kept ??= open(true)))
}

/** Says once that somebody is waiting, if they are. */
async function announced<Result>(work: () => Promise<Result>, say: () => void): Promise<Result> {
  let over = false
  // On a busy computer the answer may be here already, unread: what has come is read before the word is said.
  const timer = setTimeout(() => setImmediate(() => over || say()), WORTH_A_WORD)
  try {
    return await work()
  } finally {
    over = true
    clearTimeout(timer)
  }
}

/** The SDK's own limits leave gaps (looking up a name, the TLS handshake, a body that trickles); this one has none. */
async function within<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const tooLate = new AbortController()
  const either = signal ? AbortSignal.any([signal, tooLate.signal]) : tooLate.signal
  const timer = setTimeout(
    () => tooLate.abort(Object.assign(new Error('too late'), {name: 'TimeoutError'})),
    milliseconds,
  )
  let onAbort = () => {}
  const ended = new Promise<never>((_, reject) => {
    onAbort = () => reject(either.reason as Error)
    either.addEventListener('abort', onAbort, {once: true})
  })
  try {
    return await Promise.race([work(either), ended])
  } finally {
    clearTimeout(timer)
    either.removeEventListener('abort', onAbort)
  }
}
