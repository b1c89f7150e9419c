import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Account} from './account/account.js'
import {isTemporary, principalOf} from './account/principal.js'
import type {DecidingEffect, Faults} from './faults.js'
import type {Answer} from './http/answer.js'
import {answerToStranger, identify, type Call, type Incoming} from './identify.js'
import {closedAnswers} from './mturk/closure.js'
import {authorize} from './policies/authorize.js'
import {frontEndError} from './protocols/front-end-errors.js'
import {ServiceError} from './protocols/service-error.js'
import type {RequestLog} from './request-log.js'
import {checkSession} from './sessions.js'
import {verifySignature} from './signature/verify.js'

/** What the listener does with a request; `at` is the time for the Date header. */
export type Outcome =
  | {readonly kind: 'answer'; readonly answer: Answer; readonly at: number}
  | {readonly kind: 'cut'}
  | {readonly kind: 'hang'}

/** An answer, with the error code that it carries, for the log. */
interface Result {
  readonly answer: Answer
  readonly errorCode?: string
}

export interface Dispatcher {
  readonly account: Account
  readonly faults: Faults
  readonly log: RequestLog
  /** Aborted when the emulator stops: delays end, and their connections are cut. */
  readonly stopping: AbortSignal
}

/** The way of every request: recognise it, note it, let the faults have their say, carry it out, answer. */
export async function dispatch({account, faults, log, stopping}: Dispatcher, incoming: Incoming): Promise<Outcome> {
  const call = identify(incoming)
  if (call === undefined) return {kind: 'answer', answer: answerToStranger(randomUUID()), at: account.clock.now()}

  const answered = log.open(call, account.clock.now())
  const {delayMs, skewMs, deciding} = faults.effectsOn(call)
  if (delayMs > 0) {
    const interrupted = await sleep(delayMs, false, {signal: stopping}).catch(() => true)
    if (interrupted) return {kind: 'cut'}
  }
  if (deciding?.kind === 'drop-before') return {kind: 'cut'}
  if (deciding?.kind === 'hang') return {kind: 'hang'}

  const at = account.clock.now() + skewMs
  const result = insteadOf(call, deciding) ?? instead(call, deciding, carryOut(account, call, incoming, at))
  if (result === undefined) return {kind: deciding?.kind === 'hang-after' ? 'hang' : 'cut'}
  answered(result.answer.status, result.errorCode)
  return {kind: 'answer', answer: result.answer, at}
}

/** The answer of a fault that lets nothing happen. */
function insteadOf(call: Call, effect: DecidingEffect | undefined): Result | undefined {
  switch (effect?.kind) {
    case 'throttle':
      return failure(call, frontEndError('throttled', call.service.protocol.dialect))
    case 'error':
      return failure(call, new ServiceError(effect.code, effect.status, effect.message, effect.turkErrorCode))
    case 'raw':
      return {answer: {status: effect.status, headers: effect.headers ?? {}, body: effect.body}}
    default:
      return undefined
  }
}

/** The answer of a fault that comes after the request was carried out; undefined where there is to be none. */
function instead(call: Call, effect: DecidingEffect | undefined, result: Result): Result | undefined {
  if (effect?.kind === 'drop-after' || effect?.kind === 'hang-after') return undefined
  if (effect?.kind !== 'fail-after') return result
  const {dialect} = call.service.protocol
  const {code, message} = frontEndError(effect.status === 503 ? 'unavailable' : 'internal', dialect)
  return failure(call, new ServiceError(code, effect.status, message))
}

function carryOut(account: Account, call: Call, incoming: Incoming, at: number): Result {
  const {service, operation} = call
  if (service.name === 'mturk' && account.closure !== null) return {answer: closedAnswers[account.closure]}
  try {
    const result = perform(account, call, incoming, at)
    return {answer: service.protocol.success(operation, result, randomUUID())}
  } catch (error) {
    if (error instanceof ServiceError) return failure(call, error)
    const text = `The emulator has a fault of its own: ${error instanceof Error ? error.message : String(error)}`
    return failure(call, frontEndError('internal', service.protocol.dialect, text))
  }
}

function perform(account: Account, call: Call, incoming: Incoming, now: number): object | undefined {
  const {service, operation, version, environment, parameters} = call
  const {dialect} = service.protocol
  const run = service.operations.get(operation)
  const isKnownVersion = service.version === null || service.version === version
  if (run === undefined || !isKnownVersion) {
    const text = `Could not find operation ${operation} for version ${version ?? 'NO_VERSION_SPECIFIED'}`
    throw frontEndError('unknownOperation', dialect, dialect === 'query' ? text : undefined)
  }
  const expected = {service: service.signingName, region: service.region, dialect, now}
  const {key, region} = verifySignature(incoming, expected, (id, token) => account.findWorkingKey(id, token))
  if (isTemporary(key)) checkSession(key, call)
  else key.lastUsed = {at: now, service: service.signingName, region}
  if (parameters === undefined) throw frontEndError('malformedBody', dialect)

  const caller = principalOf(account, key)
  return run(
    {
      account,
      caller,
      environment,
      region,
      now,
      authorize: (action, target) => authorize(account, caller, action, target, dialect),
    },
    parameters,
  )
}

function failure({service}: Call, error: ServiceError): Result {
  return {answer: service.protocol.failure(error, randomUUID()), errorCode: error.code}
}
