import type {AdminCredentials, Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import {usageError} from '../errors.js'
import {formatAccount} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import type {IamApi, IamUser} from './api.js'
import {belongingText, listBelongings, listKnownAccessKeys, type Belonging, type KnownAccessKey} from './belongings.js'
import type {CreateUserRequest} from './create-user.js'
import {administrationExplainer, type Administrator} from './explain.js'
import {findHalfDeletedUser} from './half-deleted-user.js'
import {iamApi} from './iam-api.js'
import {MTURK_POLICY_ARN, SELF_ROTATION_POLICY_NAME} from './policies.js'

/** How a user was before it was taken over: what it had then is never taken away again. Plain JSON, for the journal. */
export interface Adopted {
  /** The name may be given to another user meanwhile; this never is. */
  readonly userId: string
  readonly arn: string
  readonly hasPolicy: boolean
  readonly hasSelfRotation: boolean
  readonly accessKeyIds: readonly string[]
  /** By IAM's clock as far as it is known, ISO 8601. A key that is older is not of this change. */
  readonly since: string
}

/** What taking a user over would come to. */
export interface AdoptionPlan {
  readonly user: IamUser
  /** What it has already. */
  readonly policies: readonly Belonging[]
  readonly keys: readonly KnownAccessKey[]
  /** What it would get, beside a key. */
  readonly added: readonly Belonging[]
  readonly adopted: Adopted
}

export interface AdoptionTools {
  readonly aws: Aws
  readonly clock: Clock
  readonly dataDirectory: string
}

/** IAM lets a user have two (IAM user guide, quotas). */
const MOST_KEYS = 2

/** Milliseconds: IAM tells whole seconds, and the clocks are not one. */
const ABOUT_NOW = 5000

const USERS_PAGE = 'https://console.aws.amazon.com/iam/home#/users'

type Wanted = Pick<CreateUserRequest, 'userName' | 'policy' | 'selfRotation'>

/**
 * Looks at a user that is to be taken over, and refuses what must not be.
 *
 * @throws MturkError `usage` for a user that is not there, has more than Mechanical Turk, or has two keys already
 * @throws MturkError `interrupted` for one that is half deleted; the verdict of what AWS answered
 */
export async function planAdoption(
  tools: AdoptionTools,
  admin: AdminCredentials,
  administrator: Administrator,
  {userName, policy, selfRotation}: Wanted,
): Promise<AdoptionPlan> {
  const {account} = administrator.identity
  const halfDeleted = await findHalfDeletedUser(tools.dataDirectory, userName, account)
  if (halfDeleted) throw halfDeleted.cannotGoOn(new Error('A user that is being deleted is not taken over.'))
  const {user, belongings, keys} = await lookUp(tools.aws, admin, administrator, userName)
  const where = `in account ${formatAccount(account)}`
  if (!user) {
    throw usageError(`There is no IAM user ${userName} ${where} to take over.`, [
      say('Without --adopt it is made.'),
      run('mturk iam list-users'),
    ])
  }
  if (belongings.beyondMturk.length > 0) {
    const others = belongings.beyondMturk.map(belongingText).join(', ')
    throw usageError(
      `The IAM user ${userName} ${where} has more than Mechanical Turk: ${others}. It is not taken over.`,
      [open(USERS_PAGE), say('Take the rest away there, or choose another NAME.')],
    )
  }
  const accessKeyIds = keys.map(({accessKeyId}) => accessKeyId)
  if (accessKeyIds.length >= MOST_KEYS) throw twoKeys(userName, accessKeyIds)

  const {forMturk} = belongings
  const has = (wanted: Belonging) => forMturk.some(({kind, name}) => kind === wanted.kind && name === wanted.name)
  const mturk: Belonging = {kind: 'policy', name: MTURK_POLICY_ARN[policy]}
  const rotation: Belonging = {kind: 'inline-policy', name: SELF_ROTATION_POLICY_NAME}
  const added = [mturk, ...(selfRotation ? [rotation] : [])].filter((wanted) => !has(wanted))
  const {userId, arn} = user
  const since = new Date(tools.clock.now() - (tools.aws.clockOffsetSeconds() ?? 0) * 1000 - ABOUT_NOW).toISOString()
  const adopted = {userId, arn, hasPolicy: has(mturk), hasSelfRotation: has(rotation), accessKeyIds, since}
  return {user, policies: forMturk, keys, added, adopted}
}

async function lookUp(aws: Aws, admin: AdminCredentials, administrator: Administrator, userName: string) {
  const iam = iamApi(aws, admin)
  try {
    const user = await iam.getUser(userName)
    if (!user) return {user, belongings: {forMturk: [], beyondMturk: []}, keys: []}
    const [belongings, keys] = await Promise.all([listBelongings(iam, userName), listKnownAccessKeys(iam, userName)])
    return {user, belongings, keys}
  } catch (error) {
    const again = run('mturk iam create-user', userName, '--adopt', '--admin-profile', 'PROFILE')
    throw administrationExplainer(administrator, again)(error)
  }
}

function twoKeys(userName: string, accessKeyIds: readonly string[]): Error {
  return usageError(
    `The IAM user ${userName} has two access keys already, ${accessKeyIds.join(' and ')}, and IAM allows no third.`,
    [open(USERS_PAGE), say('Delete there the one that nothing uses any more, under "Security credentials".')],
  )
}

/** Is the user of that name still the one that was to be taken over? */
export async function isStillThere(iam: IamApi, userName: string, {userId}: Adopted): Promise<boolean> {
  return (await iam.getUser(userName))?.userId === userId
}

/** @throws always: nothing is left of the change, since it went with the user */
export function adoptedIsGone(userName: string): Error {
  return usageError(`The IAM user ${userName} that an earlier run was to take over has been deleted meanwhile.`, [
    say('What that run had done went with it. The same command again begins anew.'),
  ])
}

/**
 * Keys of a user being taken over that came from a lost answer: made since, never used, and not among those that it had.
 * Anything less certain is somebody's.
 *
 * @param held the key that the journal has
 */
export async function listOrphans(
  iam: IamApi,
  userName: string,
  {accessKeyIds, since}: Adopted,
  held?: string,
): Promise<readonly string[]> {
  const known = new Set([...accessKeyIds, ...(held === undefined ? [] : [held])])
  const unknown = (await iam.listAccessKeys(userName)).filter(
    ({accessKeyId, createdAt}) => !known.has(accessKeyId) && createdAt !== null && createdAt >= new Date(since),
  )
  const uses = await Promise.all(unknown.map(({accessKeyId}) => iam.getAccessKeyLastUsed(accessKeyId)))
  return unknown.flatMap(({accessKeyId}, index) => (uses[index]?.at === null ? [accessKeyId] : []))
}
