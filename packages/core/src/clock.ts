import {setTimeout as delay} from 'node:timers/promises'

/** Time as core sees it, so that a test can bring its own. Milliseconds. */
export interface Clock {
  now(): number
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? {signal} : {}),
}
