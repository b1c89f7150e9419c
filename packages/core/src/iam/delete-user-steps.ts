import type {Clock} from '../clock.js'
import type {Journal} from '../journal/index.js'
import {usageError} from '../errors.js'
import {hasCode, type IamApi} from './api.js'
import {belongingText, listBelongings} from './belongings.js'
import {unlessGone} from './create-user-steps.js'

/** What the journal keeps of a deletion. There is no secret in it. */
export interface DeleteUserState {
  readonly userName: string
  /** The name may be given to another user meanwhile; this never is. */
  readonly userId: string
  readonly arn: string
  /** ARNs. */
  readonly policies: readonly string[]
  readonly inlinePolicies: readonly string[]
  /** Of all keys that are or were to be deleted. */
  readonly accessKeyIds: readonly string[]
  /** `--admin-profile`, for the command that goes on. */
  readonly adminProfile?: string | undefined
}

export interface DeleteUserTools {
  readonly iam: IamApi
  readonly clock: Clock
}

/** One request. It can be sent again: what is gone already is no failure. */
export interface Deletion {
  readonly title: string
  readonly does: () => Promise<void>
}

/**
 * Everything that has to go, in the order in which it goes. IAM deletes no user that carries anything; and for as long as
 * possible all can be put right by hand: the keys are switched off first, then the user loses its rights and so cannot make
 * another key, and only then the keys are deleted, which nothing brings back.
 */
export function deletions(tools: DeleteUserTools, journal: Journal<DeleteUserState>): readonly Deletion[] {
  const {iam} = tools
  const {userName, policies, inlinePolicies, accessKeyIds} = journal.state
  return [
    ...accessKeyIds.map((id) => ({
      title: 'Switching its keys off',
      does: () => unlessGone(iam.updateAccessKey(userName, id, 'Inactive')),
    })),
    ...inlinePolicies.map((name) => ({
      title: 'Taking away the right to rotate its keys',
      does: () => unlessGone(iam.deleteUserPolicy(userName, name)),
    })),
    ...policies.map((arn) => ({
      title: 'Taking away the Mechanical Turk policy',
      does: () => unlessGone(iam.detachUserPolicy(userName, arn)),
    })),
    ...accessKeyIds.map((id) => ({
      title: 'Deleting its keys',
      does: () => unlessGone(iam.deleteAccessKey(userName, id)),
    })),
    {title: 'Deleting the IAM user', does: () => deleteBareUser(tools, journal)},
  ]
}

const TRIES = 5

async function deleteBareUser({iam, clock}: DeleteUserTools, journal: Journal<DeleteUserState>): Promise<void> {
  const {userName} = journal.state
  for (let tries = 1; ; tries++) {
    try {
      return await unlessGone(iam.deleteUser(userName))
    } catch (error) {
      if (!hasCode(error, 'DeleteConflict') || tries === TRIES) throw error
    }
    await refuseOthers(iam, userName)
    // What was just taken away may show for a while yet; and a key may have been made before its owner lost the right.
    await clock.sleep(1000)
    const late = (await iam.listAccessKeys(userName)).map(({accessKeyId}) => accessKeyId)
    await journal.record({
      ...journal.state,
      accessKeyIds: [...new Set([...journal.state.accessKeyIds, ...late])],
    })
    for (const id of late) await unlessGone(iam.deleteAccessKey(userName, id))
  }
}

/** @throws MturkError `usage` where the user carries anything but Mechanical Turk */
async function refuseOthers(iam: IamApi, userName: string): Promise<void> {
  const {beyondMturk} = await listBelongings(iam, userName)
  if (beyondMturk.length > 0) {
    throw usageError(`The IAM user ${userName} now has ${beyondMturk.map(belongingText).join(', ')}.`)
  }
}
