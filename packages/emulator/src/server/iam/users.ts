import type {Account, User} from '../account/account.js'
import {isoSeconds} from '../clock.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {deleteConflict, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser, permittedUserOrCaller} from './targets.js'
import {mergeTags, tagsShape} from './tags.js'
import {
  existingUserName,
  optionalUserName,
  path,
  pathPrefix,
  permissionsBoundary,
  tags,
  userName,
} from './validation.js'

export function createUser({account, authorize, now}: OperationContext, parameters: Parameters): object {
  const name = userName(parameters)
  const added = {
    userName: name,
    path: path(parameters),
    tags: mergeTags([], tags(parameters)),
    permissionsBoundary: permissionsBoundary(parameters),
  }
  const arn = account.userArn(name, added.path)
  authorize('iam:CreateUser', {arn, shownAs: arn})
  if (added.tags.length > 0) authorize('iam:TagUser', {arn, shownAs: arn})
  // Names are unique without regard to case (CreateUser, API reference).
  if ([...account.users.keys()].some((taken) => taken.toLowerCase() === name.toLowerCase())) {
    throw new ServiceError('EntityAlreadyExists', 409, `User with name ${name} already exists.`)
  }
  const {permissionsBoundary: boundary} = added
  if (boundary !== null && !account.policies.has(boundary)) {
    throw noSuchEntity(`Scope ARN: ${boundary} does not exist or is not attachable.`)
  }
  return {User: {...userShape(account.addUser(added, now)), ...detailsShape({...added})}}
}

export function getUser(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserOrCaller(context, 'iam:GetUser', optionalUserName(parameters))
  return {User: user === null ? rootShape(context.account) : {...userShape(user), ...detailsShape(user)}}
}

/** A list shows neither tags nor permissions boundaries (ListUsers, API reference). */
export function listUsers({account, authorize}: OperationContext, parameters: Parameters): object {
  const prefix = pathPrefix(parameters)
  const arn = account.userArn('', prefix)
  authorize('iam:ListUsers', {arn, shownAs: arn})
  const users = [...account.users.values()].filter((user) => user.path.startsWith(prefix))
  const {items, end} = pageOf(parameters, users, (user) => user.userName)
  return {Users: items.map(userShape), ...end}
}

export function deleteUser(context: OperationContext, parameters: Parameters): undefined {
  const user = permittedUser(context, 'iam:DeleteUser', existingUserName(parameters))
  if (user.accessKeys.length > 0) throw deleteConflict('delete access keys')
  if (user.attachedPolicies.size > 0) throw deleteConflict('detach all policies')
  if (user.inlinePolicies.size > 0) throw deleteConflict('delete policies')
  context.account.users.delete(user.userName)
}

function userShape({path: Path, userName: UserName, userId: UserId, arn: Arn, createdAt}: User) {
  return {Path, UserName, UserId, Arn, CreateDate: isoSeconds(createdAt)}
}

function detailsShape({permissionsBoundary: boundary, tags: given}: Pick<User, 'permissionsBoundary' | 'tags'>) {
  return {
    PermissionsBoundary:
      boundary === null
        ? undefined
        : {PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary},
    Tags: given.length > 0 ? tagsShape(given) : undefined,
  }
}

/** Asked by a root key without a name, GetUser describes root, which has neither name nor path. */
function rootShape(account: Account) {
  const createdAt = Math.min(...account.rootKeys.map((key) => key.createdAt))
  return {UserId: account.id, Arn: account.rootArn, CreateDate: isoSeconds(createdAt)}
}
