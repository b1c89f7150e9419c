import {Account, type Environment} from './account/account.js'
import {sceneOf, type Scene} from './account/scene.js'
import {snapshotOf, type AccountSnapshot} from './account/snapshot.js'
import type {AccessKey} from './account/user.js'
import {systemClock, type Clock} from './clock.js'
import {answerControl, CONTROL_PREFIX, newControlToken, type Control} from './control.js'
import {dispatch, type Dispatcher} from './dispatch.js'
import {Faults, type Fault} from './faults.js'
import {listen, type Listener, type Received, type Reply} from './http/listener.js'
import {RequestLog, type RecordedRequest} from './request-log.js'
import {scenarios, setScene, type ScenarioName} from './scenarios.js'

export interface EmulatorOptions {
  /** `new-account` where nothing is said. */
  readonly scenario?: ScenarioName
  /** For MTurk production, IAM, STS and Secrets Manager; 0, the default, takes a free port. */
  readonly port?: number
  /** For the MTurk sandbox; 0, the default, takes a free port. */
  readonly sandboxPort?: number
  readonly faults?: readonly Fault[]
  readonly clock?: Clock
  /** How long a key that CreateAccessKey made needs until it works; 0 by default, some seconds at AWS. */
  readonly newKeyDelayMs?: number
  /** Whether whoever answers the first requests with such a key knows it: one that flaps is `[true, false, true]`. */
  readonly newKeyAnswers?: readonly boolean[]
  /** Twelve digits. */
  readonly accountId?: string
}

export type EmulatorKey = Pick<AccessKey, 'accessKeyId' | 'secretAccessKey'>

/** A running emulator; what `Scene` offers changes the account from outside. */
export interface Emulator extends Scene {
  /** MTurk production, IAM, STS and Secrets Manager: `http://127.0.0.1:PORT`. */
  readonly endpoint: string
  /** The MTurk sandbox. */
  readonly sandboxEndpoint: string
  readonly accountId: string
  readonly rootKey: EmulatorKey
  /** The key of the scenario's IAM user, `mturk-requester`; null where the scenario has none. */
  readonly userKey: EmulatorKey | null
  /** For `Authorization: Bearer` at `/_emulator/…`. Whoever has it can change the account. */
  readonly controlToken: string
  /** The variables that lead every AWS tool, and mturk, here. */
  readonly environment: () => {
    AWS_ENDPOINT_URL: string
    AWS_ENDPOINT_URL_SECRETS_MANAGER: string
    MTURK_SANDBOX_ENDPOINT_URL: string
  }
  /** Everything in the account but the secrets. */
  readonly state: () => AccountSnapshot
  /** All requests to the services so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /**
   * The first request, past or to come, that the predicate takes. It is asked at a request's arrival (`status: null`)
   * and again at its answer.
   *
   * @throws Error after `timeoutMs` (10 seconds)
   */
  readonly waitForRequest: (
    predicate: (request: RecordedRequest) => boolean,
    limits?: {readonly timeoutMs?: number},
  ) => Promise<RecordedRequest>
  /** Answers how to take the fault away again. */
  readonly addFault: (fault: Fault) => () => void
  /** Cuts every connection and frees both ports. */
  readonly stop: () => Promise<void>
}

/**
 * Starts AWS on loopback: two ports, one account.
 *
 * @throws RangeError for an unknown scenario or an account id that is not twelve digits
 * @throws Error with Node's code (EADDRINUSE, …) where a port cannot be had; nothing is left running then
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const {scenario = 'new-account', accountId = '123456789012', clock = systemClock} = options
  const {newKeyDelayMs = 0, newKeyAnswers = []} = options
  if (!Object.hasOwn(scenarios, scenario)) {
    throw new RangeError(`There is no scenario "${scenario}". There are: ${Object.keys(scenarios).join(', ')}.`)
  }
  if (!/^\d{12}$/.test(accountId)) throw new RangeError(`An AWS account id has twelve digits: "${accountId}" has not.`)

  const account = new Account({id: accountId, clock, newKeyDelayMs, newKeyAnswers})
  const {rootKey, userKey} = setScene(account, scenario)
  const faults = new Faults()
  for (const fault of options.faults ?? []) faults.add(fault)
  const log = new RequestLog()
  const scene = sceneOf(account)
  const control: Control = {token: newControlToken(), scene, faults, state: () => snapshotOf(account)}
  const stopping = new AbortController()
  const listeners = await listenTwice({account, faults, log, stopping: stopping.signal}, control, options)

  const {production, sandbox} = listeners
  const endpoint = `http://127.0.0.1:${production.port}`
  const sandboxEndpoint = `http://127.0.0.1:${sandbox.port}`
  return {
    endpoint,
    sandboxEndpoint,
    accountId,
    rootKey: keyPair(rootKey),
    userKey: userKey && keyPair(userKey),
    controlToken: control.token,
    environment: () => ({
      AWS_ENDPOINT_URL: endpoint,
      // AWS_ENDPOINT_URL says as much. But secrets must not go to a real vault where the shell has its address already.
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      MTURK_SANDBOX_ENDPOINT_URL: sandboxEndpoint,
    }),
    ...scene,
    state: control.state,
    requests: log.requests,
    waitForRequest: (predicate, limits) => log.waitFor(predicate, limits),
    addFault: (fault) => faults.add(fault),
    async stop() {
      stopping.abort()
      await Promise.all([production.close(), sandbox.close()])
    },
  }
}

async function listenTwice(
  dispatcher: Dispatcher,
  control: Control,
  {port = 0, sandboxPort = 0}: EmulatorOptions,
): Promise<Record<Environment, Listener>> {
  const now = () => dispatcher.account.clock.now()
  const production = await listen(port, now, async (received) => {
    if (received.target.startsWith(CONTROL_PREFIX)) return {answer: answerControl(control, received), at: now()}
    return replyTo(dispatcher, 'production', received)
  })
  try {
    const sandbox = await listen(sandboxPort, now, (received) => replyTo(dispatcher, 'sandbox', received))
    return {production, sandbox}
  } catch (error) {
    await production.close()
    throw error
  }
}

async function replyTo(dispatcher: Dispatcher, environment: Environment, received: Received): Promise<Reply> {
  const outcome = await dispatch(dispatcher, {...received, environment})
  if (outcome.kind === 'answer') return outcome
  return {answer: outcome.kind === 'cut' ? 'cut' : null, at: 0}
}

function keyPair({accessKeyId, secretAccessKey}: AccessKey): EmulatorKey {
  return {accessKeyId, secretAccessKey}
}
