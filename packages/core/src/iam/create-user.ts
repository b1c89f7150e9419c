import {kindOfAccessKeyId, Secret, type AccessKey, type Location} from '../credentials/index.js'
import type {Journal} from '../journal/index.js'
import {adoptedIsGone, isStillThere, type Adopted} from './adopt-user.js'
import {hasCode} from './api.js'
import {changedNothing} from './changed-nothing.js'
import {
  findOurUser,
  placeOfKey,
  steps,
  storeKey,
  type CreateUserState,
  type CreateUserTools,
  type StepId,
} from './create-user-steps.js'
import {adding, AS_IT_WAS, NOTHING_IS_LEFT, NOTHING_WAS_MADE} from './explain.js'
import {UserInUse} from './in-use.js'
import {nameIsTaken} from './name-is-taken.js'
import {MTURK_POLICY_ARN, type MturkPolicy} from './policies.js'
import {undo} from './undo.js'
import {cannotGoOn, stoppedBetweenSteps} from './what-is-left.js'

export interface CreateUserRequest {
  readonly userName: string
  /** IAM path: `/` where nobody asks for another. */
  readonly path: string
  readonly policy: MturkPolicy
  /** Adds the inline policy that lets the user rotate their own keys. */
  readonly selfRotation: boolean
  readonly permissionsBoundary?: string | undefined
  /** Where the new key goes. */
  readonly profile: string
  readonly backend: string
  /** The key that the place may hold now and that is to be replaced; null where it must be free. */
  readonly expect: string | null
  /** `--admin-profile`, for the command that goes on. */
  readonly adminProfile?: string | undefined
  /** Absolute path of the CSV file with the administrator's key; null: handed over by hand. For the command that goes on. */
  readonly adminKeyFile?: string | null | undefined
  /** The user is there already, and is taken over: only what it lacks is added, and nothing else is ever undone. */
  readonly adopted?: Adopted | undefined
}

export interface CreatedUser {
  readonly userName: string
  readonly arn: string
  readonly accessKeyId: string
  readonly policyArn: string
  readonly selfRotation: boolean
  /** What no policy of the user goes beyond. */
  readonly permissionsBoundary?: string | undefined
  readonly storedIn: readonly Location[]
  readonly profile: string
  /** The key that stood in the place before. It is as active as it was. */
  readonly replaced: string | null
  /** The key itself, for the checks that follow. */
  readonly key: AccessKey
}

/**
 * Makes the user, gives it its policies and a key, waits until the key works, and stores it. All or nothing: what fails
 * for good is undone in reverse, exactly what this run made and nothing else. What is killed is found in the journal by
 * the next run, which goes on: every step can be done again.
 *
 * @throws MturkError of the step that failed, after it was undone; `interrupted` where undoing failed too
 */
export async function createUser(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<CreatedUser> {
  const result = (await alreadyStored(tools, journal)) ?? (await make(tools, journal))
  await journal.close()
  return result
}

/** An earlier run was killed when all was done but to forget the journal: nothing is asked of IAM then. */
async function alreadyStored({sources}: CreateUserTools, {resumed, state}: Journal<CreateUserState>) {
  const place = resumed ? await placeOfKey(sources, state) : null
  return place && resultOf(state, place)
}

async function make(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<CreatedUser> {
  await assertStillThere(tools, journal)
  const {adopted} = journal.state.request
  const begunBefore = journal.resumed ? journal.state.begun : []
  const at: {step?: StepId} = {}
  try {
    await goThrough(tools, journal, (step) => (at.step = step))
    tools.signal?.throwIfAborted()
    const storedIn = await tools.progress('Storing the key', () => storeKey(tools, journal))
    return resultOf(journal.state, storedIn)
  } catch (error) {
    if (error instanceof UserInUse) throw error
    const {step} = at
    const failure = hasCode(error, 'EntityAlreadyExists') ? nameIsTaken(journal.state.request) : error
    // What was refused outright is not there to be undone, unless an earlier run had done it.
    const refused = step !== undefined && changedNothing(error) && !begunBefore.includes(step)
    const begun = journal.state.begun.filter((each) => !(refused && each === step))
    if (begun.length === 0) {
      await journal.close()
      throw adding(tools.explain(failure), NOTHING_WAS_MADE)
    }
    if (tools.signal?.aborted) throw stoppedBetweenSteps(journal.state, error)
    // Beyond its first step this process made the user itself, or has seen its tag.
    const isOurs = step === 'user' ? async () => (await findOurUser(tools.iam, journal)) !== null : async () => true
    const undone = await undo(tools, journal, {begun, isOurs, cause: failure})
    throw adding(tools.explain(failure), undone ? (adopted ? AS_IT_WAS : NOTHING_IS_LEFT) : NOTHING_WAS_MADE)
  }
}

/** What an earlier run was to take over may be gone by now, and with it all that it did. */
async function assertStillThere(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  const {userName, adopted} = journal.state.request
  if (!journal.resumed || !adopted) return
  const isThere = await isStillThere(tools.iam, userName, adopted).catch((error: unknown) => {
    throw cannotGoOn(journal.state, tools.explain(error))
  })
  if (isThere) return
  await journal.close()
  throw adoptedIsGone(userName)
}

async function goThrough(
  tools: CreateUserTools,
  journal: Journal<CreateUserState>,
  enter: (step: StepId) => void,
): Promise<void> {
  const wanted = steps.filter((step) => step.wanted(journal.state.request))
  for (const [index, step] of wanted.entries()) {
    tools.signal?.throwIfAborted()
    enter(step.id)
    const made = await tools.progress(step.title, () => step.does(tools, journal))
    const next = wanted[index + 1]
    const announced = next?.undo && !journal.state.begun.includes(next.id) ? [next.id] : []
    if (announced.length === 0 && Object.keys(made).length === 0) continue
    // One write tells what this step made, and that the next one may make something.
    await journal.record({...journal.state, ...made, begun: [...journal.state.begun, ...announced]})
  }
}

function resultOf({request, arn, key}: CreateUserState, storedIn: Location): CreatedUser {
  if (!arn || !key || kindOfAccessKeyId(key.accessKeyId) !== 'long-lived') {
    throw new Error('create-user ended without user or key') // every step has run, so this is a bug
  }
  return {
    userName: request.userName,
    arn,
    accessKeyId: key.accessKeyId,
    policyArn: MTURK_POLICY_ARN[request.policy],
    selfRotation: request.selfRotation || request.adopted?.hasSelfRotation === true,
    permissionsBoundary: request.permissionsBoundary,
    storedIn: [storedIn],
    profile: request.profile,
    replaced: request.expect,
    key: {accessKeyId: key.accessKeyId, secretAccessKey: new Secret(key.secretAccessKey)},
  }
}
