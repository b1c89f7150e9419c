import {isoSeconds} from '../clock.js'
import type {Account, Closure, Environment} from './account.js'
import type {Group} from './group.js'
import type {PolicyHolder} from './policy-holder.js'
import type {Role} from './role.js'
import {secretsAt, type Secret} from './secret.js'
import type {AccessKey, KeyStatus, User} from './user.js'

export interface AccessKeySnapshot {
  readonly accessKeyId: string
  readonly status: KeyStatus
  /** ISO 8601, whole seconds. */
  readonly createdAt: string
  readonly lastUsed: {readonly at: string; readonly service: string; readonly region: string} | null
}

interface PolicyHolderSnapshot {
  readonly path: string
  readonly arn: string
  readonly createdAt: string
  /** ARNs. */
  readonly attachedPolicies: readonly string[]
  /** Documents by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>
}

export interface UserSnapshot extends PolicyHolderSnapshot {
  readonly userName: string
  readonly tags: Readonly<Record<string, string>>
  readonly permissionsBoundary: string | null
  readonly accessKeys: readonly AccessKeySnapshot[]
  /** Names. */
  readonly groups: readonly string[]
  readonly hasLoginProfile: boolean
  /** Serial numbers of those that are enabled. */
  readonly mfaDevices: readonly string[]
  /** Ids. */
  readonly sshPublicKeys: readonly string[]
  readonly signingCertificates: readonly string[]
  readonly serviceSpecificCredentials: readonly string[]
}

export interface GroupSnapshot extends PolicyHolderSnapshot {
  readonly groupName: string
  /** Names of users. */
  readonly members: readonly string[]
}

export interface RoleSnapshot extends PolicyHolderSnapshot {
  readonly roleName: string
  readonly trustPolicy: string
  readonly permissionsBoundary: string | null
}

/** A secret of Secrets Manager, without its values. */
export interface SecretSnapshot {
  readonly name: string
  readonly arn: string
  readonly region: string
  readonly description: string | null
  readonly kmsKeyId: string | null
  readonly tags: Readonly<Record<string, string>>
  /** ISO 8601, whole seconds; null where its deletion is not scheduled. */
  readonly deletionDate: string | null
  /** Staging labels by version id, oldest first, also of versions that have none. */
  readonly versions: Readonly<Record<string, readonly string[]>>
}

/** Everything in the account but the secrets, as plain data. */
export interface AccountSnapshot {
  readonly accountId: string
  readonly users: readonly UserSnapshot[]
  readonly groups: readonly GroupSnapshot[]
  readonly roles: readonly RoleSnapshot[]
  /** Serial numbers of all MFA devices, also of virtual ones that nobody has enabled. */
  readonly mfaDevices: readonly string[]
  readonly rootKeys: readonly AccessKeySnapshot[]
  /** Also those whose deletion is scheduled. */
  readonly secrets: readonly SecretSnapshot[]
  readonly links: Readonly<Record<Environment, boolean>>
  readonly balances: Readonly<Record<Environment, {readonly available: string; readonly onHold: string | null}>>
  readonly closure: Closure | null
}

export function snapshotOf(account: Account): AccountSnapshot {
  const {production, sandbox} = account.requesters
  return {
    accountId: account.id,
    users: [...account.users.values()].map((user) => userSnapshot(account, user)),
    groups: [...account.groups.values()].map(groupSnapshot),
    roles: [...account.roles.values()].map(roleSnapshot),
    mfaDevices: [...account.mfaDevices.keys()],
    rootKeys: account.rootKeys.map(keySnapshot),
    secrets: secretsAt(account, account.clock.now()).map(secretSnapshot),
    links: {production: production.linked, sandbox: sandbox.linked},
    balances: {
      production: {available: production.available, onHold: production.onHold},
      sandbox: {available: sandbox.available, onHold: sandbox.onHold},
    },
    closure: account.closure,
  }
}

function userSnapshot(account: Account, user: User): UserSnapshot {
  return {
    userName: user.userName,
    ...holderSnapshot(user),
    tags: Object.fromEntries(user.tags.map(({key, value}) => [key, value])),
    permissionsBoundary: user.permissionsBoundary,
    accessKeys: user.accessKeys.map(keySnapshot),
    groups: account.groupsOf(user).map(({groupName}) => groupName),
    hasLoginProfile: user.loginProfile !== null,
    mfaDevices: account.mfaDevicesOf(user).map(({serialNumber}) => serialNumber),
    sshPublicKeys: user.sshPublicKeys.map(({sshPublicKeyId}) => sshPublicKeyId),
    signingCertificates: user.signingCertificates.map(({certificateId}) => certificateId),
    serviceSpecificCredentials: user.serviceSpecificCredentials.map(
      (credential) => credential.serviceSpecificCredentialId,
    ),
  }
}

function groupSnapshot(group: Group): GroupSnapshot {
  return {
    groupName: group.groupName,
    ...holderSnapshot(group),
    members: [...group.members].map(({userName}) => userName),
  }
}

function roleSnapshot(role: Role): RoleSnapshot {
  const {roleName, trustPolicy, permissionsBoundary} = role
  return {roleName, ...holderSnapshot(role), trustPolicy, permissionsBoundary}
}

function secretSnapshot({
  name,
  arn,
  region,
  description,
  kmsKeyId,
  tags,
  deletionDate,
  versions,
}: Secret): SecretSnapshot {
  return {
    name,
    arn,
    region,
    description,
    kmsKeyId,
    tags: Object.fromEntries((tags ?? []).map(({key, value}) => [key, value])),
    deletionDate: deletionDate === null ? null : isoSeconds(deletionDate),
    versions: Object.fromEntries([...versions.values()].map(({versionId, stages}) => [versionId, [...stages].sort()])),
  }
}

function holderSnapshot(holder: PolicyHolder & {readonly createdAt: number}): PolicyHolderSnapshot {
  return {
    path: holder.path,
    arn: holder.arn,
    createdAt: isoSeconds(holder.createdAt),
    attachedPolicies: [...holder.attachedPolicies],
    inlinePolicies: Object.fromEntries(holder.inlinePolicies),
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
