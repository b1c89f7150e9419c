import type {AdminCredentials} from '../aws/index.js'
import {findKeyPlaces, type Location} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {openJournal, type Journal} from '../journal/index.js'
import {changedNothing} from './changed-nothing.js'
import {deletions, type DeleteUserState} from './delete-user-steps.js'
import {adding, administrationExplainer, type Administrator} from './explain.js'
import {findHalfDeletedUser, halfDeletedUser} from './half-deleted-user.js'
import {iamApi} from './iam-api.js'
import {DELETE_USER} from './delete-user-format.js'
import {deleteAgain, planDeletion, type DeletionPlan, type DeletionTools} from './plan-deletion.js'
import {identityOf} from './provision-user.js'

export interface DeleteTools extends DeletionTools {
  readonly signal?: AbortSignal | undefined
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
}

export interface DeletionRequest {
  readonly userName: string
  /** `--admin-profile`, for the command that goes on. */
  readonly adminProfile?: string | undefined
  /** Returns where the plan may be carried out, and throws where it may not. Not asked about what an earlier run began. */
  readonly agree: (plan: DeletionPlan) => Promise<void>
}

export interface DeletedUser {
  readonly userName: string
  readonly arn: string
  readonly deletedKeys: readonly string[]
  /** Places on this machine that still hold one of them. */
  readonly leftIn: readonly Location[]
  /** What could not be found out. */
  readonly notes: readonly string[]
}

const NOTHING_WAS_CHANGED = 'Nothing was changed.'

/**
 * Deletes a user that has nothing but Mechanical Turk, with its keys, after `agree` was shown what goes. Under a journal:
 * what an earlier run began is finished without another question, for the very user that it was about.
 *
 * @throws MturkError of what stood in the way where nothing was changed; `interrupted` where something was
 */
export async function deleteUser(
  tools: DeleteTools,
  admin: AdminCredentials,
  request: DeletionRequest,
): Promise<DeletedUser> {
  const {userName} = request
  const administrator = await whoDeletes(tools, admin, userName)
  tools.signal?.throwIfAborted()
  const journal = await openDeletion(tools, admin, administrator, request)
  try {
    if (journal.resumed && !(await isTheSameUser(tools, admin, administrator, journal))) {
      // The one that the earlier run was about is gone, and somebody else has its name.
      await journal.close()
      return await deleteUser(tools, admin, request)
    }
    await carryOut(tools, admin, administrator, journal)
    const {arn, accessKeyIds} = journal.state
    const {places, notAsked} = await findKeyPlaces(tools.sources, accessKeyIds)
    await journal.close()
    const leftIn = places.map(({location}) => location)
    return {userName, arn, deletedKeys: accessKeyIds, leftIn, notes: accessKeyIds.length === 0 ? [] : notAsked}
  } finally {
    await journal.release()
  }
}

/** Whose credentials delete. Dead ones cannot finish what an earlier run began any more than missing ones. */
export async function whoDeletes(
  {aws, dataDirectory}: Pick<DeletionTools, 'aws' | 'dataDirectory'>,
  admin: AdminCredentials,
  userName: string,
): Promise<Administrator> {
  try {
    return {identity: await identityOf(aws, admin), origin: admin.origin}
  } catch (error) {
    const gone = isMturkError(error) && (error.exit === Exit.credentials || error.exit === Exit.badKey)
    const left = gone ? await findHalfDeletedUser(dataDirectory, userName) : null
    throw left ? left.cannotGoOn(error) : error
  }
}

function openDeletion(
  tools: DeleteTools,
  admin: AdminCredentials,
  administrator: Administrator,
  {userName, adminProfile, agree}: DeletionRequest,
): Promise<Journal<DeleteUserState>> {
  const {account} = administrator.identity
  return openJournal(tools.dataDirectory, DELETE_USER, {account, user: userName}, async () => {
    const plan = await planDeletion(tools, admin, {administrator, userName})
    await agree(plan)
    tools.signal?.throwIfAborted()
    const {user, policies, keys} = plan
    const namesOf = (kind: string) => policies.flatMap((each) => (each.kind === kind ? (each.name ?? []) : []))
    return {
      userName,
      userId: user.userId,
      arn: user.arn,
      policies: namesOf('policy'),
      inlinePolicies: namesOf('inline-policy'),
      accessKeyIds: keys.map(({accessKeyId}) => accessKeyId),
      adminProfile,
    }
  })
}

/** True also where the user is gone: then the earlier run had come to its end, but for the journal. */
async function isTheSameUser(
  {aws}: DeleteTools,
  admin: AdminCredentials,
  administrator: Administrator,
  {state}: Journal<DeleteUserState>,
): Promise<boolean> {
  try {
    const user = await iamApi(aws, admin).getUser(state.userName)
    return user === null || user.userId === state.userId
  } catch (error) {
    const explained = administrationExplainer(administrator)(error)
    throw halfDeletedUser(administrator.identity.account, state).cannotGoOn(explained)
  }
}

async function carryOut(
  tools: DeleteTools,
  admin: AdminCredentials,
  administrator: Administrator,
  journal: Journal<DeleteUserState>,
): Promise<void> {
  const {aws, clock, signal} = tools
  const explain = administrationExplainer(administrator, deleteAgain(journal.state.userName))
  let changed = journal.resumed
  try {
    for (const {title, does} of deletions({iam: iamApi(aws, admin), clock}, journal)) {
      signal?.throwIfAborted()
      await tools.progress(title, does)
      changed = true
    }
  } catch (error) {
    if (!changed && (signal?.aborted || changedNothing(error))) {
      await journal.close()
      throw signal?.aborted ? error : adding(explain(error), NOTHING_WAS_CHANGED)
    }
    const why = signal?.aborted ? new Error('Stopped between two steps.') : explain(error)
    throw halfDeletedUser(administrator.identity.account, journal.state).cannotGoOn(why)
  }
}
