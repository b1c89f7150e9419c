import type {Location} from '../credentials/index.js'
import {Exit, type ExitCode} from '../exit-codes.js'
import {accessKeys} from './access-keys.js'
import {awsAccount} from './aws-account.js'
import {iamUser} from './iam-user.js'
import {prepaidBalance} from './prepaid-balance.js'
import {region} from './region.js'
import {requesterAccount, sandboxAccount} from './requester-accounts.js'
import type {Guide, Step, StepState} from './step.js'
import {tools} from './tools.js'

/** AWS's own guide, in its order, as far as a command can check it. */
export const steps: readonly Step[] = [
  awsAccount,
  accessKeys,
  iamUser,
  requesterAccount,
  sandboxAccount,
  region,
  prepaidBalance,
  tools,
]

export type StepResult = StepState & Pick<Step, 'id' | 'title'>

export interface GuideResult {
  readonly profile: string
  readonly steps: readonly StepResult[]
  readonly accessKeyId: string | null
  readonly userName: string | null
  readonly storedIn: readonly Location[]
  /** A step did something. */
  readonly changed: boolean
  /** A key with more rights was handed over and used. */
  readonly usedAdministrator: boolean
  readonly exit: ExitCode
}

/**
 * Goes through the steps in order: finds out, does or explains what is open, finds out again. A second run on a finished
 * set-up changes nothing, because nothing is open.
 */
export async function runGuide(guide: Guide): Promise<GuideResult> {
  const results: StepResult[] = []
  let changed = false
  for (const step of steps) {
    guide.signal?.throwIfAborted()
    let state = await guide.presenter.during(step.question, () => step.check(guide))
    if (state.state === 'open' && step.perform && !guide.options.dryRun) {
      await step.perform(guide, state)
      state = await step.check(guide)
      changed ||= state.state === 'done'
      await lookBack(guide, results)
    }
    guide.presenter.show({
      mark: markOf(state),
      title: step.title,
      message: state.message,
      ...(state.remedy ? {remedy: state.remedy} : {}),
    })
    results.push({id: step.id, title: step.title, ...state})
  }
  const {key, identity} = guide.found
  return {
    profile: guide.options.profile,
    steps: results,
    accessKeyId: key?.accessKeyId ?? null,
    userName: (key && identity?.userName) || null,
    storedIn: key?.location ? [key.location] : [],
    changed,
    usedAdministrator: guide.found.administrator !== undefined,
    exit: exitOf(results),
  }
}

/** What a step did may have settled an earlier one: a key that was handed over answers whether there is an account. */
async function lookBack(guide: Guide, results: StepResult[]): Promise<void> {
  for (const [index, {id, title, state}] of results.entries()) {
    const step = steps.find((candidate) => candidate.id === id)
    if (step && state !== 'done') results[index] = {id, title, ...(await step.check(guide))}
  }
}

/** The first step that is not done decides; what was skipped only followed from an earlier one. */
function exitOf(results: readonly StepState[]): ExitCode {
  const first = results.find(({state, exit}) => (state === 'open' || state === 'unknown') && exit !== Exit.ok)
  return first ? (first.exit ?? Exit.needsMending) : Exit.ok
}

function markOf({state, exit}: StepState) {
  return state === 'open' && exit === Exit.ok ? 'warning' : state
}
