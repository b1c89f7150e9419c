import {isoSeconds} from '../clock.js'
import type {AccessKey, Account, Closure, Environment, KeyStatus, User} from './account.js'

export interface AccessKeySnapshot {
  readonly accessKeyId: string
  readonly status: KeyStatus
  /** ISO 8601, whole seconds. */
  readonly createdAt: string
  readonly lastUsed: {readonly at: string; readonly service: string; readonly region: string} | null
}

export interface UserSnapshot {
  readonly userName: string
  readonly path: string
  readonly arn: string
  readonly createdAt: string
  readonly tags: Readonly<Record<string, string>>
  /** ARNs. */
  readonly attachedPolicies: readonly string[]
  /** Documents by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>
  readonly permissionsBoundary: string | null
  readonly accessKeys: readonly AccessKeySnapshot[]
}

/** Everything in the account but the secrets, as plain data. */
export interface AccountSnapshot {
  readonly accountId: string
  readonly users: readonly UserSnapshot[]
  readonly rootKeys: readonly AccessKeySnapshot[]
  readonly links: Readonly<Record<Environment, boolean>>
  readonly balances: Readonly<Record<Environment, {readonly available: string; readonly onHold: string | null}>>
  readonly closure: Closure | null
}

export function snapshotOf(account: Account): AccountSnapshot {
  const {production, sandbox} = account.requesters
  return {
    accountId: account.id,
    users: [...account.users.values()].map(userSnapshot),
    rootKeys: account.rootKeys.map(keySnapshot),
    links: {production: production.linked, sandbox: sandbox.linked},
    balances: {
      production: {available: production.available, onHold: production.onHold},
      sandbox: {available: sandbox.available, onHold: sandbox.onHold},
    },
    closure: account.closure,
  }
}

function userSnapshot(user: User): UserSnapshot {
  return {
    userName: user.userName,
    path: user.path,
    arn: user.arn,
    createdAt: isoSeconds(user.createdAt),
    tags: Object.fromEntries(user.tags.map(({key, value}) => [key, value])),
    attachedPolicies: [...user.attachedPolicies],
    inlinePolicies: Object.fromEntries(user.inlinePolicies),
    permissionsBoundary: user.permissionsBoundary,
    accessKeys: user.accessKeys.map(keySnapshot),
  }
}

function keySnapshot({accessKeyId, status, createdAt, lastUsed}: AccessKey): AccessKeySnapshot {
  return {
    accessKeyId,
    status,
    createdAt: isoSeconds(createdAt),
    lastUsed: lastUsed && {...lastUsed, at: isoSeconds(lastUsed.at)},
  }
}
