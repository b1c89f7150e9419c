import {setTimeout as delay} from 'node:timers/promises'

import type {Emulator} from '../server/emulator.js'

/** Milliseconds that the person in this play needs to sign in and to press the button. */
const AT_THE_BROWSER = 1500

/**
 * Plays the person in the browser: whenever an environment answers that the account is not linked, the link is made a
 * moment later, as if somebody had signed in there and chosen "Link your AWS Account".
 */
export async function playPerson(emulator: Emulator, tell: (text: string) => void, signal: AbortSignal): Promise<void> {
  for (const environment of ['production', 'sandbox'] as const) {
    await emulator.waitForRequest(
      (request) =>
        request.environment === environment && request.operation === 'GetAccountBalance' && request.status === 400,
      {timeoutMs: 60_000},
    )
    await delay(AT_THE_BROWSER, undefined, {signal})
    emulator.link(environment)
    tell(`[the person in the browser links the account in ${environment}]`)
  }
}
