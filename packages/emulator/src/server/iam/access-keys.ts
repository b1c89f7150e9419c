import type {AccessKey, User} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import {frontEndError} from '../protocols/front-end-errors.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUserOrCaller} from './targets.js'
import {accessKeyId, keyStatus, optionalUserName} from './validation.js'

const MAX_KEYS = 2

export function createAccessKey(context: OperationContext, parameters: Parameters): object {
  const {account, now} = context
  const user = permittedUserOrCaller(context, 'iam:CreateAccessKey', optionalUserName(parameters))
  if (account.keysOf(user).length >= MAX_KEYS) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`)
  }
  const {newKeyDelayMs: delayMs, newKeyAnswers: answers} = account
  const key = account.addKey(user, {delayMs, answers, createdAt: now})
  return {
    AccessKey: {
      UserName: user?.userName,
      AccessKeyId: key.accessKeyId,
      Status: key.status,
      SecretAccessKey: key.secretAccessKey,
      CreateDate: isoSeconds(key.createdAt),
    },
  }
}

export function listAccessKeys(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserOrCaller(context, 'iam:ListAccessKeys', optionalUserName(parameters))
  const {items, end} = pageOf(parameters, context.account.keysOf(user), (key) => key.accessKeyId)
  const AccessKeyMetadata = items.map((key) => ({
    UserName: user?.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: isoSeconds(key.createdAt),
  }))
  return {AccessKeyMetadata, ...end}
}

/** Takes effect at once: the next request with a key that was made inactive is refused. */
export function updateAccessKey(context: OperationContext, parameters: Parameters): undefined {
  const status = keyStatus(parameters)
  const {key} = permittedKey(context, 'iam:UpdateAccessKey', parameters)
  key.status = status
}

export function deleteAccessKey(context: OperationContext, parameters: Parameters): undefined {
  const {user, key} = permittedKey(context, 'iam:DeleteAccessKey', parameters)
  const keys = context.account.keysOf(user)
  keys.splice(keys.indexOf(key), 1)
}

/** Names no user, and knows no error of its own (botocore's model has none): an id that nobody has is access denied. */
export function getAccessKeyLastUsed({account, caller, authorize}: OperationContext, parameters: Parameters): object {
  const id = accessKeyId(parameters)
  const key = account.findKey(id)
  const action = 'iam:GetAccessKeyLastUsed'
  const owner = key === undefined ? account.arnOf('user', '*') : (key.user?.arn ?? account.rootArn)
  authorize(action, {arn: owner, shownAs: `access key ${id}`})
  if (key === undefined) {
    const text = `User: ${caller.arn} is not authorized to perform: ${action} on resource: access key ${id}`
    throw frontEndError('accessDenied', 'query', text)
  }
  return {UserName: key.user?.userName, AccessKeyLastUsed: lastUsedShape(key)}
}

/**
 * IAM tells the minute, not the second; and "N/A" for a key that was never used (GetAccessKeyLastUsed, API reference).
 */
function lastUsedShape({lastUsed}: AccessKey): object {
  if (lastUsed === null) return {ServiceName: 'N/A', Region: 'N/A'}
  const minute = Math.floor(lastUsed.at / 60_000) * 60_000
  return {LastUsedDate: isoSeconds(minute), ServiceName: lastUsed.service, Region: lastUsed.region}
}

function permittedKey(
  context: OperationContext,
  action: string,
  parameters: Parameters,
): {user: User | null; key: AccessKey} {
  const id = accessKeyId(parameters)
  const user = permittedUserOrCaller(context, action, optionalUserName(parameters))
  const key = context.account.keysOf(user).find((candidate) => candidate.accessKeyId === id)
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`)
  return {user, key}
}
