import {kindOfAccessKeyId, Secret, type AccessKey, type Location} from '../credentials/index.js'
import {interrupted, messageOf} from '../errors.js'
import type {Journal} from '../journal/index.js'
import {verdictError} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {hasCode} from './api.js'
import {
  madeNothing,
  nameIsTaken,
  placeOfKey,
  steps,
  storeKey,
  type CreateUserState,
  type CreateUserTools,
} from './create-user-steps.js'
import {MTURK_POLICY_ARN, type MturkPolicy} from './policies.js'

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
}

export interface CreatedUser {
  readonly userName: string
  readonly arn: string
  readonly accessKeyId: string
  readonly policyArn: string
  readonly selfRotation: boolean
  readonly storedIn: readonly Location[]
  readonly profile: string
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
  try {
    for (const step of steps) {
      tools.signal?.throwIfAborted()
      if (!step.wanted(journal.state.request)) continue
      await tools.progress(step.title, () => step.does(tools, journal))
    }
    tools.signal?.throwIfAborted()
    const storedIn = await tools.progress('Storing the key', () => storeKey(tools, journal))
    return resultOf(journal.state, storedIn)
  } catch (error) {
    if (tools.signal?.aborted) throw stoppedBetweenSteps(journal, error)
    if (madeNothing(journal, error)) await journal.close()
    else await undo(tools, journal, error)
    throw hasCode(error, 'EntityAlreadyExists') ? nameIsTaken(journal.state.request.userName) : error
  }
}

async function undo(tools: CreateUserTools, journal: Journal<CreateUserState>, cause: unknown): Promise<void> {
  try {
    for (const step of steps.toReversed()) await step.undo?.(tools, journal)
  } catch (error) {
    throw interrupted(
      `${messageOf(verdictError(cause))} Undoing it failed too: ${messageOf(verdictError(error))} ${whatIsLeft(journal.state)}`,
      goOn(journal.state),
      cause,
    )
  }
  await journal.close()
}

function stoppedBetweenSteps(journal: Journal<CreateUserState>, cause: unknown): Error {
  return interrupted(
    `Stopped between two steps. Nothing is lost. ${whatIsLeft(journal.state)}`,
    goOn(journal.state),
    cause,
  )
}

/** Names what may be in the account now, so that a person can look. */
export function whatIsLeft({request, key}: CreateUserState, account?: string): string {
  const where = account === undefined ? 'the account' : `account ${account}`
  const withKey = key ? ` and its access key ${key.accessKeyId}` : ''
  return `The IAM user ${request.userName}${withKey} may be half-made in ${where}; mturk keeps what it needs to go on.`
}

export function goOn({request}: CreateUserState) {
  return [
    say(
      'The next run finishes it, with the same administrator credentials: add --admin-profile, or give `mturk init` the same --from-csv.',
    ),
    run(
      `mturk iam create-user ${request.userName}${request.profile === 'default' ? '' : ` --profile ${request.profile}`}`,
    ),
  ]
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
    selfRotation: request.selfRotation,
    storedIn: [storedIn],
    profile: request.profile,
    key: {accessKeyId: key.accessKeyId, secretAccessKey: new Secret(key.secretAccessKey)},
  }
}
