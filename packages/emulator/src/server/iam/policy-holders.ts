import type {PolicyHolder} from '../account/policy-holder.js'
import type {OperationContext, Parameters} from '../service.js'
import {permittedGroup, permittedUser} from './targets.js'
import {existingUserName, groupName, userName} from './validation.js'

/** What of IAM's policy operations differs between users and groups. */
export interface HolderKind {
  /** As in AttachUserPolicy, UserName and "The user policy with name …". */
  readonly noun: 'User' | 'Group'
  /** All inline policies together, without their blanks (IAM and STS quotas). */
  readonly maxInlineSize: number
  /** AttachUserPolicy and its sisters take shorter names than PutUserPolicy and hers (botocore). */
  readonly nameForAttached: (parameters: Parameters) => string
  readonly nameForInline: (parameters: Parameters) => string
  /** The one of that name, after checking that the caller may do this to it. */
  readonly permitted: (context: OperationContext, action: string, name: string) => PolicyHolder
}

export const userKind: HolderKind = {
  noun: 'User',
  maxInlineSize: 2048,
  nameForAttached: userName,
  nameForInline: existingUserName,
  permitted: permittedUser,
}

export const groupKind: HolderKind = {
  noun: 'Group',
  maxInlineSize: 5120,
  nameForAttached: groupName,
  nameForInline: groupName,
  permitted: permittedGroup,
}
