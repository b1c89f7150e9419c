import type {Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import type {MturkKey} from '../credentials/index.js'
import {classify, environmentWords, getBalance, type At, type MturkEnvironment} from '../mturk/index.js'
import {linkCheck, type LinkCheck} from './link-check.js'
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

/**
 * The link check; what is not linked is shown, then waited for, and then all is asked again.
 *
 * @param minutes for each environment; 0: nobody waits
 */
export async function linkCheckWaiting(
  tools: WaitTools,
  key: MturkKey,
  environments: readonly MturkEnvironment[],
  {minutes, ...known}: At & {readonly minutes: number},
): Promise<LinkCheck> {
  const check = () => linkCheck(tools.aws, key, environments, known)
  const first = await check()
  const unlinked = first.environments.filter(({verdict}) => verdict === 'not_linked')
  if (minutes === 0 || unlinked.length === 0) return first
  for (const {environment: name, remedy} of unlinked) {
    const environment = environments.find((each) => each.name === name) as MturkEnvironment
    // The last step of the remedy is what is being done already.
    tools.presenter.show({
      mark: 'open',
      title: name,
      message: 'not linked',
      remedy: remedy.filter(({kind}) => kind !== 'run'),
    })
    await waitForLink(tools, key, environment, minutes)
  }
  return check()
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
