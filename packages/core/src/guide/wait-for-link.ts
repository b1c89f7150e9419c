import type {Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import type {MturkKey} from '../credentials/index.js'
import {classify, environmentWords, getBalance, type MturkEnvironment} from '../mturk/index.js'
import type {Presenter} from './presenter.js'

export interface WaitTools {
  readonly aws: Aws
  readonly clock: Clock
  readonly presenter: Presenter
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits until an environment answers something else than "not linked": the moment the link is there, or a reason why waiting
 * is of no use. Asks soon at first and then less often, so that a quick person does not wait and a slow one does no harm.
 */
export async function waitForLink(
  {aws, clock, presenter, signal}: WaitTools,
  key: MturkKey,
  environment: MturkEnvironment,
  minutes: number,
): Promise<void> {
  const end = clock.now() + minutes * 60_000
  for (const pause of pauses()) {
    const left = end - clock.now()
    if (left <= 0) return
    signal?.throwIfAborted()
    const title = `Waiting for the link in ${environmentWords({environment})}`
    const answer = await presenter.wait(Math.min(pause, left), title, left)
    if (answer === 'stop' || !(await isUnlinked(aws, key, environment))) return
  }
}

async function isUnlinked(aws: Aws, key: MturkKey, environment: MturkEnvironment): Promise<boolean> {
  try {
    await getBalance(aws, key, environment)
    return false
  } catch (error) {
    return classify(error) === 'not_linked'
  }
}

/** Milliseconds: 2 s, growing by half to 15 s. */
function* pauses(): Generator<number> {
  for (let pause = 2000; ; pause = Math.min(pause * 1.5, 15_000)) yield pause
}
