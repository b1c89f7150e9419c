import {parsePolicy} from '../policies/document.js'
import {parseTrustPolicy} from '../policies/trust.js'
import type {Account} from './account.js'
import {give, type Belonging} from './belongings.js'
import type {PolicyHolder} from './policy-holder.js'
import type {User} from './user.js'

/** What users, groups and roles are declared with. */
interface NewHolder {
  /** Names of AWS managed policies, or ARNs of any known one. */
  readonly policies?: readonly string[]
  /** Documents by policy name. */
  readonly inlinePolicies?: Readonly<Record<string, object>>
  /** `/` where nothing is said. */
  readonly path?: string
}

export interface NewUser extends NewHolder {
  readonly tags?: Readonly<Record<string, string>>
  /** ARN of a known policy. */
  readonly permissionsBoundary?: string
  /** Names of groups that are there. */
  readonly groups?: readonly string[]
  /** What else it has; one of a kind each time it is named. */
  readonly has?: readonly Belonging[]
}

export interface NewGroup extends NewHolder {
  /** Names of users that are there. */
  readonly members?: readonly string[]
}

export interface NewRole extends NewHolder {
  /** Who may assume it; where nothing is said whoever in this account may by their own policies. */
  readonly trustPolicy?: object
  /** ARN of a known policy. */
  readonly permissionsBoundary?: string
  /** 3600 where nothing is said. */
  readonly maxSessionSeconds?: number
}

/** @throws Error where the name is taken, or a policy or a group unknown */
export function createUser(account: Account, userName: string, wanted: NewUser): {userName: string; arn: string} {
  const {path = '/', tags = {}, permissionsBoundary, groups = [], has = []} = wanted
  if (account.users.has(userName)) throw new Error(`There is a user ${userName} already.`)
  const policies = knownPolicies(account, wanted)
  const joined = groups.map((name) => account.groups.get(name) ?? unknown('group', name))
  const user = account.addUser({
    userName,
    path,
    tags: Object.entries(tags).map(([key, value]) => ({key, value})),
    permissionsBoundary: permissionsBoundary === undefined ? null : knownPolicy(account, permissionsBoundary),
  })
  addPolicies(user, policies)
  for (const {members} of joined) members.add(user)
  for (const belonging of has) give(account, user, belonging)
  return {userName, arn: user.arn}
}

/** @throws Error where the name is taken, or a policy or a member unknown */
export function createGroup(account: Account, groupName: string, wanted: NewGroup): {groupName: string; arn: string} {
  if (account.groups.has(groupName)) throw new Error(`There is a group ${groupName} already.`)
  const {path = '/', members = []} = wanted
  const policies = knownPolicies(account, wanted)
  const users = members.map((name) => knownUser(account, name))
  const group = account.addGroup({groupName, path})
  addPolicies(group, policies)
  for (const user of users) group.members.add(user)
  return {groupName, arn: group.arn}
}

/** @throws Error where the name is taken, a policy unknown, or the trust policy none */
export function createRole(account: Account, roleName: string, wanted: NewRole): {roleName: string; arn: string} {
  if ([...account.roles.values()].some((role) => role.roleName === roleName)) {
    throw new Error(`There is a role ${roleName} already.`)
  }
  const {path = '/', permissionsBoundary, maxSessionSeconds = 3600} = wanted
  const trustPolicy = JSON.stringify(wanted.trustPolicy ?? trustIn(account.rootArn))
  parseTrustPolicy(trustPolicy)
  const policies = knownPolicies(account, wanted)
  const boundary = permissionsBoundary === undefined ? null : knownPolicy(account, permissionsBoundary)
  const role = account.addRole({roleName, path, permissionsBoundary: boundary, trustPolicy, maxSessionSeconds})
  addPolicies(role, policies)
  return {roleName, arn: role.arn}
}

/** @throws Error where there is no such user */
export function knownUser(account: Account, userName: string): User {
  return account.users.get(userName) ?? unknown('user', userName)
}

/** @throws ServiceError where it is none */
export function checkedDocument(document: object): string {
  const text = JSON.stringify(document)
  parsePolicy(text)
  return text
}

type Policies = Pick<PolicyHolder, 'attachedPolicies' | 'inlinePolicies'>

/** Looked up before anybody is made, so that a mistake leaves nothing behind. */
function knownPolicies(account: Account, {policies = [], inlinePolicies = {}}: NewHolder): Policies {
  return {
    attachedPolicies: new Set(policies.map((policy) => knownPolicy(account, policy))),
    inlinePolicies: new Map(
      Object.entries(inlinePolicies).map(([name, document]) => [name, checkedDocument(document)]),
    ),
  }
}

function addPolicies(holder: PolicyHolder, {attachedPolicies, inlinePolicies}: Policies): void {
  for (const arn of attachedPolicies) holder.attachedPolicies.add(arn)
  for (const [name, document] of inlinePolicies) holder.inlinePolicies.set(name, document)
}

function knownPolicy(account: Account, nameOrArn: string): string {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::aws:policy/${nameOrArn}`
  return account.policies.has(arn) ? arn : unknown('policy', nameOrArn)
}

function trustIn(arn: string): object {
  return {Version: '2012-10-17', Statement: [{Effect: 'Allow', Principal: {AWS: arn}, Action: 'sts:AssumeRole'}]}
}

function unknown(kind: string, name: string): never {
  throw new Error(`There is no ${kind} ${name}.`)
}
