import {queryProtocol} from '../protocols/query.js'
import type {Operation, Service} from '../service.js'
import {createAccessKey, deleteAccessKey, getAccessKeyLastUsed, listAccessKeys, updateAccessKey} from './access-keys.js'
import {attachUserPolicy, detachUserPolicy, listAttachedUserPolicies} from './attached-policies.js'
import {deleteUserPolicy, getUserPolicy, listUserPolicies, putUserPolicy} from './inline-policies.js'
import {listUserTags, tagUser} from './tags.js'
import {createUser, deleteUser, getUser, listUsers} from './users.js'

export const IAM_VERSION = '2010-05-08'

/** IAM is one for the whole world, and signed for us-east-1. */
export const iam: Service = {
  name: 'iam',
  signingName: 'iam',
  region: 'us-east-1',
  version: IAM_VERSION,
  protocol: queryProtocol(`https://iam.amazonaws.com/doc/${IAM_VERSION}/`),
  operations: new Map<string, Operation>([
    ['AttachUserPolicy', attachUserPolicy],
    ['CreateAccessKey', createAccessKey],
    ['CreateUser', createUser],
    ['DeleteAccessKey', deleteAccessKey],
    ['DeleteUser', deleteUser],
    ['DeleteUserPolicy', deleteUserPolicy],
    ['DetachUserPolicy', detachUserPolicy],
    ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
    ['GetUser', getUser],
    ['GetUserPolicy', getUserPolicy],
    ['ListAccessKeys', listAccessKeys],
    ['ListAttachedUserPolicies', listAttachedUserPolicies],
    ['ListUserPolicies', listUserPolicies],
    ['ListUsers', listUsers],
    ['ListUserTags', listUserTags],
    ['PutUserPolicy', putUserPolicy],
    ['TagUser', tagUser],
    ['UpdateAccessKey', updateAccessKey],
  ]),
}
