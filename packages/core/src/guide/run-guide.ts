import {maskAccessKeyId, type Location} from '../credentials/index.js'
import {Exit, type ExitCode} from '../exit-codes.js'
import type {FormerOwner} from '../iam/index.js'
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
  /** A key was handed over, used and not stored. */
  readonly usedAdministrator: boolean
  /** The key that this run put another one in the place of, unless AWS refuses it. */
  readonly replaced: ReplacedKey | null
  /** It was a rehearsal: nothing was changed. */
  readonly dryRun: boolean
  readonly warnings: readonly string[]
  readonly exit: ExitCode
}

export interface ReplacedKey {
  readonly accessKeyId: string
  /** Where it stood. */
  readonly location: Location | null
  /** AWS took it in this run; otherwise nobody asked. */
  readonly isActive: boolean
  /** Whose it is. */
  readonly owner: FormerOwner
}

/**
 * Goes through the steps in order: finds out, does or explains what is open, finds out again. A second run on a finished
 * set-up changes nothing, because nothing is open.
 */
export async function runGuide(guide: Guide): Promise<GuideResult> {
  const {presenter, options, found} = guide
  const results: StepResult[] = []
  let changed = false
  for (const step of steps) {
    guide.signal?.throwIfAborted()
    let state = await presenter.during(step.question, () => step.check(guide))
    if (state.state === 'open' && options.dryRun) state = await planned(guide, step, state)
    else if (state.state === 'open' && step.perform) {
      await step.perform(guide, state)
      state = await presenter.during(step.question, () => step.check(guide))
      changed ||= state.state === 'done'
      await lookBack(guide, results)
    }
    showStep(guide, step, state)
    results.push({id: step.id, title: step.title, ...state})
  }
  const {key, identity, administrator} = found
  return {
    profile: options.profile,
    steps: results,
    accessKeyId: key?.accessKeyId ?? null,
    userName: (key && identity?.userName) || null,
    storedIn: key?.location ? [key.location] : [],
    changed,
    usedAdministrator: administrator?.key !== undefined || wasHandedOver(guide, found.created !== undefined),
    replaced: replacedBy(guide),
    dryRun: options.dryRun,
    warnings: warningsOf(guide, results),
    exit: exitOf(results),
  }
}

function showStep({presenter}: Guide, {title}: Step, state: StepState): void {
  const {message, remedy = [], also} = state
  presenter.show({mark: markOf(state), title, message, remedy})
  if (also) presenter.show({mark: 'done', ...also})
}

/** What the step would do stands below how it is; then it is no failure that it is open. */
async function planned(guide: Guide, step: Step, state: StepState): Promise<StepState> {
  const plan = await step.plan?.(guide, state)
  return plan ? {state: 'open', message: `${state.message}\nWould ${plan}`, exit: Exit.ok} : state
}

/** A key was handed over in a file, and this run `did` something with it beside storing it. */
function wasHandedOver({options: {csv}}: Guide, did: boolean): boolean {
  return csv !== undefined && did
}

/** What was replaced is gone from the disk, and a root key among others should not be forgotten. */
function replacedBy({found: {created, formerKey, formerOwner: owner = {kind: 'unknown'}}}: Guide): ReplacedKey | null {
  if (!created || created.replaced === null) return null
  const {replaced: accessKeyId, storedIn} = created
  const former = formerKey?.accessKeyId === accessKeyId ? formerKey : null
  return former?.isRefused ? null : {accessKeyId, location: storedIn[0] ?? null, isActive: former !== null, owner}
}

/** A key that is handed over is not needed where there is one already; nobody should believe that it was taken. */
function warningsOf({options: {csv, profile}, found}: Guide, results: readonly StepResult[]): string[] {
  const {key, administrator, created} = found
  if (!csv || !key || administrator || created || csv.accessKeyId === key.accessKeyId) return []
  // One that AWS refuses is none; its step has told so.
  if (results.some(({id, state}) => id === 'access-keys' && state !== 'done')) return []
  const where = key.location?.display ?? `the profile ${profile}`
  return [
    `The key that you handed over was not used: there is one already, ${maskAccessKeyId(key.accessKeyId)} from ${where}. To set up beside it, name a new profile: --profile OTHER`,
  ]
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
