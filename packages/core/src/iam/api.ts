import {isAwsFailure} from '../aws/index.js'
import type {AccessKey} from '../credentials/index.js'

export interface IamUser {
  readonly userName: string
  readonly arn: string
  readonly path: string
  /** Unlike the name it is never given to another user. */
  readonly userId: string
  readonly createdAt: Date | null
}

export interface ListedAccessKey {
  readonly accessKeyId: string
  readonly status: string
  readonly createdAt: Date | null
}

export interface KeyUse {
  /** To the minute; null where it was never used, as far as IAM knows: what was used just now may not show yet. */
  readonly at: Date | null
  /** `sts`, `iam`, …; null where it was never used. */
  readonly service: string | null
}

/** The calls to IAM that we make, in our words. Each throws an `AwsFailure`; lists are complete, whatever the pages. */
export interface IamApi {
  createUser(user: {
    userName: string
    path: string
    permissionsBoundary?: string | undefined
    tags: Readonly<Record<string, string>>
  }): Promise<IamUser>
  /** null where there is none. */
  getUser(userName: string): Promise<IamUser | null>
  listUsers(): Promise<readonly IamUser[]>
  listUserTags(userName: string): Promise<Readonly<Record<string, string>>>
  deleteUser(userName: string): Promise<void>
  attachUserPolicy(userName: string, policyArn: string): Promise<void>
  detachUserPolicy(userName: string, policyArn: string): Promise<void>
  listAttachedUserPolicies(userName: string): Promise<readonly string[]>
  putUserPolicy(userName: string, policyName: string, document: string): Promise<void>
  deleteUserPolicy(userName: string, policyName: string): Promise<void>
  listUserPolicies(userName: string): Promise<readonly string[]>
  /** Names of the users and groups that have the policy attached; as a boundary it gives nobody anything. */
  listEntitiesForPolicy(
    policyArn: string,
  ): Promise<{readonly users: readonly string[]; readonly groups: readonly string[]}>
  /** Names of the users in a group. */
  listGroupMembers(groupName: string): Promise<readonly string[]>
  /** Names. */
  listGroupsForUser(userName: string): Promise<readonly string[]>
  /** Whether there is a password for the console. */
  hasLoginProfile(userName: string): Promise<boolean>
  /** Serial numbers. */
  listMfaDevices(userName: string): Promise<readonly string[]>
  /** Ids. */
  listSshPublicKeys(userName: string): Promise<readonly string[]>
  /** Ids. */
  listSigningCertificates(userName: string): Promise<readonly string[]>
  /** The services that they are for. */
  listServiceSpecificCredentials(userName: string): Promise<readonly string[]>
  /** Goes out once, without any retry: the secret comes once, and a second try would make a second key. */
  createAccessKey(userName: string): Promise<AccessKey>
  /** null: of whoever signs, the root user included. */
  listAccessKeys(userName: string | null): Promise<readonly ListedAccessKey[]>
  updateAccessKey(userName: string, accessKeyId: string, status: 'Active' | 'Inactive'): Promise<void>
  getAccessKeyLastUsed(accessKeyId: string): Promise<KeyUse>
  /** The name of the user whose key it is; null where it is the root user's. IAM refuses an id that is nobody's here. */
  getAccessKeyOwner(accessKeyId: string): Promise<string | null>
  deleteAccessKey(userName: string, accessKeyId: string): Promise<void>
}

/** Did IAM refuse with this very code (`NoSuchEntity`, `DeleteConflict`, …)? */
export function hasCode(error: unknown, code: string): boolean {
  return isAwsFailure(error) && error.said.code === code
}
