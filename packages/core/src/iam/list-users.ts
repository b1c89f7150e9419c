import type {AdminCredentials, Aws} from '../aws/index.js'
import type {Remedy} from '../remedy.js'
import {run} from '../remedy.js'
import type {IamApi, IamUser} from './api.js'
import {listBelongings, listKnownAccessKeys, type Belonging, type KnownAccessKey} from './belongings.js'
import {RUN_TAG} from './create-user-steps.js'
import {administrationExplainer, type Administrator} from './explain.js'
import {iamApi} from './iam-api.js'
import {MTURK_POLICY_ARN, SELF_ROTATION_POLICY_NAME} from './policies.js'
import {identityOf} from './provision-user.js'

/** A policy for Mechanical Turk that a user has. */
export interface MturkPolicyHeld {
  readonly name: string
  /** null for our inline policy. */
  readonly arn: string | null
  /** The group through which the user has it; null where it is the user's own. */
  readonly group: string | null
}

export interface ListedUser {
  readonly userName: string
  readonly arn: string
  readonly createdAt: Date | null
  readonly policies: readonly MturkPolicyHeld[]
  readonly beyondMturk: readonly Belonging[]
  /** It carries the tag that mturk gives to a user at its creation. */
  readonly madeByMturk: boolean
  readonly keys: readonly KnownAccessKey[]
}

export interface MturkUsers {
  readonly administrator: Administrator
  /** Sorted by name. */
  readonly users: readonly ListedUser[]
  /** How many users were not looked at, because there are too many of them; they have none of AWS's policies. */
  readonly notLookedAt: number
}

/** Users at a time; about each there are some ten questions, which go out together. */
const AT_A_TIME = 2

/**
 * IAM tells who has a managed policy, but not who has an inline one: for that every other user has to be asked about. Up
 * to so many are.
 */
const MOST_OTHERS = 100

/**
 * The users that have one of AWS's policies for Mechanical Turk, their own or through a group, or our inline policy.
 *
 * @throws MturkError with the verdict of what AWS answered
 */
export async function listMturkUsers(aws: Aws, admin: AdminCredentials): Promise<MturkUsers> {
  const administrator = {identity: await identityOf(aws, admin), origin: admin.origin}
  try {
    return {administrator, ...(await findUsers(iamApi(aws, admin)))}
  } catch (error) {
    throw administrationExplainer(administrator, AGAIN)(error)
  }
}

const AGAIN: Remedy = run('mturk iam list-users --admin-profile PROFILE')

async function findUsers(iam: IamApi): Promise<Omit<MturkUsers, 'administrator'>> {
  const {default: pLimit} = await import('p-limit')
  const limit = pLimit(AT_A_TIME)
  const [all, held] = await Promise.all([iam.listUsers(), heldPolicies(iam)])
  const others = all.filter(({userName}) => !held.has(userName))
  const asked = others.length > MOST_OTHERS ? [] : others
  const own = await pLimit(MOST_AT_ONCE).map(asked, async ({userName}) => ({
    userName,
    has: (await iam.listUserPolicies(userName)).includes(SELF_ROTATION_POLICY_NAME),
  }))
  for (const {userName, has} of own) if (has) held.set(userName, [])
  const users = await limit.map(
    all.filter(({userName}) => held.has(userName)),
    (user) => lookAt(iam, user, held.get(user.userName) ?? []),
  )
  return {
    users: users.toSorted((one, other) => (one.userName < other.userName ? -1 : 1)),
    notLookedAt: others.length - asked.length,
  }
}

/** Requests. */
const MOST_AT_ONCE = 8

/** AWS's policies by the user who has them. */
async function heldPolicies(iam: IamApi): Promise<Map<string, MturkPolicyHeld[]>> {
  const held = new Map<string, MturkPolicyHeld[]>()
  const give = (userName: string, policy: MturkPolicyHeld) =>
    held.set(userName, [...(held.get(userName) ?? []), policy])
  await Promise.all(
    Object.values(MTURK_POLICY_ARN).map(async (arn) => {
      const name = arn.slice(arn.lastIndexOf('/') + 1)
      const {users, groups} = await iam.listEntitiesForPolicy(arn)
      for (const userName of users) give(userName, {name, arn, group: null})
      for (const group of groups) {
        for (const userName of await iam.listGroupMembers(group)) give(userName, {name, arn, group})
      }
    }),
  )
  return held
}

async function lookAt(iam: IamApi, user: IamUser, held: readonly MturkPolicyHeld[]): Promise<ListedUser> {
  const {userName, arn, createdAt} = user
  const [{forMturk, beyondMturk}, tags, keys] = await Promise.all([
    listBelongings(iam, userName),
    iam.listUserTags(userName),
    listKnownAccessKeys(iam, userName),
  ])
  const inline = forMturk.filter(({kind}) => kind === 'inline-policy')
  const policies = [...held, ...inline.map(({name}) => ({name: name ?? '', arn: null, group: null}))]
  return {userName, arn, createdAt, policies, beyondMturk, madeByMturk: RUN_TAG in tags, keys}
}
