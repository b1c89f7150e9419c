import type {Environment} from './account/account.js'
import type {Call} from './identify.js'
import type {ServiceName} from './service.js'

/** Which requests a fault is for; what is left out fits everything. */
export interface FaultMatch {
  readonly service?: ServiceName
  /** `CreateAccessKey` */
  readonly operation?: string
  readonly environment?: Environment
  readonly accessKeyId?: string
  /** Begin at the n-th request that fits, counted from 1; `times` is then 1 unless it says otherwise. */
  readonly nth?: number
}

/**
 * What goes wrong.
 * - `delay`: the request waits so many milliseconds before anything happens; other effects still follow
 * - `clock-skew`: for this request the server's clock is so many seconds ahead (or behind): Date header, signature
 *   window and dates in the answer
 * - `throttle`, `error`, `raw`: this answer, and nothing was done
 * - `drop-before`, `hang`: the connection is cut, or nothing ever comes, and nothing was done
 * - `drop-after`, `hang-after`, `fail-after`: the request was carried out, and then the answer is lost, never comes, or
 *   says otherwise
 */
export type FaultEffect =
  | {readonly kind: 'delay'; readonly ms: number}
  | {readonly kind: 'clock-skew'; readonly seconds: number}
  | {readonly kind: 'throttle'}
  | {
      readonly kind: 'error'
      readonly status: number
      readonly code: string
      readonly message: string
      readonly turkErrorCode?: string
    }
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }
  | {readonly kind: 'drop-before'}
  | {readonly kind: 'hang'}
  | {readonly kind: 'drop-after'}
  | {readonly kind: 'hang-after'}
  | {readonly kind: 'fail-after'; readonly status: number}

export interface Fault {
  readonly match: FaultMatch
  /** How many requests it hits; without it, and without `nth`, all of them. */
  readonly times?: number
  readonly effect: FaultEffect
}

/** Effects that can come together with others; of the rest a request meets one, that of the oldest fault. */
type PassingEffect = Extract<FaultEffect, {kind: 'delay' | 'clock-skew'}>
export type DecidingEffect = Exclude<FaultEffect, PassingEffect>

export interface Effects {
  readonly delayMs: number
  readonly skewMs: number
  readonly deciding: DecidingEffect | undefined
}

interface Armed {
  readonly fault: Fault
  /** Requests that fitted so far. */
  seen: number
  /** Requests that it hit so far. */
  hits: number
}

/** The faults that are set, in the order in which they were, with their counters. */
export class Faults {
  readonly #armed = new Set<Armed>()

  /** Returns how to take it away again. */
  add(fault: Fault): () => void {
    const armed: Armed = {fault, seen: 0, hits: 0}
    this.#armed.add(armed)
    return () => void this.#armed.delete(armed)
  }

  /** What happens to this request. Asking counts it. */
  effectsOn(call: Call): Effects {
    let delayMs = 0
    let skewMs = 0
    let deciding: DecidingEffect | undefined
    for (const armed of this.#armed) {
      const {effect, match} = armed.fault
      if (!fits(match, call)) continue
      armed.seen++
      if (!isDue(armed)) continue
      if (effect.kind === 'delay') delayMs += effect.ms
      else if (effect.kind === 'clock-skew') skewMs += effect.seconds * 1000
      else if (deciding === undefined) deciding = effect
      else continue // not its turn: another fault decides, and this one keeps its count
      armed.hits++
    }
    return {delayMs, skewMs, deciding}
  }
}

function isDue({fault, seen, hits}: Armed): boolean {
  const {match, times} = fault
  const most = times ?? (match.nth === undefined ? Number.POSITIVE_INFINITY : 1)
  return seen >= (match.nth ?? 1) && hits < most
}

/** Only MTurk has environments: a fault for one of them leaves the other services alone. */
function fits(match: FaultMatch, {service, operation, environment, accessKeyId}: Call): boolean {
  return (
    (match.service === undefined || match.service === service.name) &&
    (match.operation === undefined || match.operation === operation) &&
    (match.environment === undefined || (service.name === 'mturk' && match.environment === environment)) &&
    (match.accessKeyId === undefined || match.accessKeyId === accessKeyId)
  )
}
