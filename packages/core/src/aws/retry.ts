import type {Clock} from '../clock.js'
import {isAwsFailure, type AwsFailure} from './failure.js'

/** One try that failed and will be made again. */
export interface Retry {
  readonly failure: AwsFailure
  /** How many tries there were so far. */
  readonly tries: number
  /** Milliseconds until the next one. */
  readonly delay: number
}

export interface RetryOptions {
  readonly clock: Clock
  readonly patience: Patience
  /** Never a second try: the call may have been carried out although its answer was lost. */
  readonly once?: boolean
  readonly signal?: AbortSignal | undefined
  readonly onRetry?: ((retry: Retry) => void) | undefined
}

/** Tries in all. Somebody who answers is worth one more than somebody who is silent. */
const TRIES_SILENT = 3
const TRIES_ANSWERED = 4
/** Milliseconds: before the second try 150 to 300, doubled for each one after it. */
const FIRST_DELAY = 300

/**
 * Our own retry, above an SDK that tries once: throttling, faults of the service and silence are tried again, bounded
 * by the time that `patience` leaves. A try is told how many milliseconds it may take.
 *
 * @throws what the last try threw; the signal's reason where it was aborted between two tries
 */
export async function withRetries<Result>(
  attempt: (milliseconds: number) => Promise<Result>,
  {clock, patience, once = false, signal, onRetry}: RetryOptions,
): Promise<Result> {
  const deadline = patience.deadline(clock.now())
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted()
    const startedAt = clock.now()
    try {
      const result = await attempt(timeFor(tries, deadline - startedAt, once))
      patience.heard()
      return result
    } catch (error) {
      if (!isAwsFailure(error)) throw error
      if (error.kind === 'network') patience.heardNothing(startedAt)
      else patience.heard()
      const delay = FIRST_DELAY * 2 ** (tries - 1) * (0.5 + Math.random() / 2)
      const most = error.kind === 'network' ? TRIES_SILENT : TRIES_ANSWERED
      error.tries = tries
      if (once || tries >= most || !isWorthRetrying(error) || clock.now() + delay >= deadline) throw error
      onRetry?.({failure: error, tries, delay})
      await clock.sleep(delay, signal)
    }
  }
}

/** The first try gets half of the time, later ones half of what is left, the last one the rest. */
function timeFor(tries: number, left: number, once: boolean): number {
  return once || tries >= TRIES_SILENT ? left : left / 2
}

/**
 * Codes that say "later": MTurk and STS `ThrottlingException`, IAM `Throttling`, and their relatives in other
 * services.
 */
const THROTTLING = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown)/

export function isThrottling({httpStatus, said: {code, turkErrorCode}}: AwsFailure): boolean {
  return httpStatus === 429 || THROTTLING.test(code ?? '') || /\.(Throttl|RequestThrottled)/.test(turkErrorCode ?? '')
}

/** IAM is still busy with an earlier change: HTTP 409, and the same call works a moment later (botocore's model). */
export function isBusy({said: {code}}: AwsFailure): boolean {
  return code === 'ConcurrentModification' || code === 'EntityTemporarilyUnmodifiable'
}

export function isFault({httpStatus, said: {code}}: AwsFailure): boolean {
  return (httpStatus !== undefined && httpStatus >= 500) || code === 'ServiceFault' || code === 'ServiceFailure'
}

function isWorthRetrying(failure: AwsFailure): boolean {
  if (failure.kind === 'network') return !isCertificateProblem(failure.code)
  return isThrottling(failure) || isFault(failure) || isBusy(failure)
}

/** Node's names for a certificate that does not fit; trying again changes nothing. */
export function isCertificateProblem(code = ''): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)
}

/**
 * How long a command bears silence. A call may take 7.5 seconds, so that a command that makes four ends within ten;
 * once one call has used that up without hearing anything, the next ones in the same command get a short last chance
 * only. Any answer from anybody restores the full patience.
 */
export class Patience {
  readonly #budget: number
  readonly #lastChance: number
  #silentSince: number | undefined

  /** Milliseconds. */
  constructor(budget = 7500, lastChance = 600) {
    this.#budget = budget
    this.#lastChance = lastChance
  }

  deadline(now: number): number {
    if (this.#silentSince === undefined) return now + this.#budget
    return Math.max(this.#silentSince + this.#budget, now + this.#lastChance)
  }

  heard(): void {
    this.#silentSince = undefined
  }

  heardNothing(since: number): void {
    this.#silentSince ??= since
  }
}
