import {isAwsFailure} from '../aws/index.js'
import type {AccessKey} from '../credentials/index.js'

export interface IamUser {
  readonly userName: string
  readonly arn: string
  readonly path: string
}

export interface ListedAccessKey {
  readonly accessKeyId: string
  readonly status: string
  readonly createdAt: Date | null
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
  listUserTags(userName: string): Promise<Readonly<Record<string, string>>>
  deleteUser(userName: string): Promise<void>
  attachUserPolicy(userName: string, policyArn: string): Promise<void>
  detachUserPolicy(userName: string, policyArn: string): Promise<void>
  listAttachedUserPolicies(userName: string): Promise<readonly string[]>
  putUserPolicy(userName: string, policyName: string, document: string): Promise<void>
  deleteUserPolicy(userName: string, policyName: string): Promise<void>
  listUserPolicies(userName: string): Promise<readonly string[]>
  /** Goes out once, without any retry: the secret comes once, and a second try would make a second key. */
  createAccessKey(userName: string): Promise<AccessKey>
  listAccessKeys(userName: string): Promise<readonly ListedAccessKey[]>
  deleteAccessKey(userName: string, accessKeyId: string): Promise<void>
}

/** Did IAM refuse with this very code (`NoSuchEntity`, `DeleteConflict`, …)? */
export function hasCode(error: unknown, code: string): boolean {
  return isAwsFailure(error) && error.said.code === code
}
