import type {Account} from '../account/account.js'
import type {User} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import type {OperationContext, Parameters} from '../service.js'
import {deleteConflict, entityAlreadyExists, noSuchEntity} from './errors.js'
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
  const arn = account.arnOf('user', name, added.path)
  authorize('iam:CreateUser', {arn, shownAs: arn})
  if (added.tags.length > 0) authorize('iam:TagUser', {arn, shownAs: arn})
  // Names are unique without regard to case (CreateUser, API reference).
  if ([...account.users.keys()].some((taken) => taken.toLowerCase() === name.toLowerCase())) {
    throw entityAlreadyExists(`User with name ${name} already exists.`)
  }
  if (added.permissionsBoundary !== null) checkBoundary(account, added.permissionsBoundary)
  return {User: {...userShape(account.addUser(added, now)), ...detailsShape({...added})}}
}

export function getUser(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserOrCaller(context, 'iam:GetUser', optionalUserName(parameters))
  return {User: user === null ? rootShape(context.account) : {...userShape(user), ...detailsShape(user)}}
}

/** A list shows neither tags nor permissions boundaries (ListUsers, API reference). */
export function listUsers({account, authorize}: OperationContext, parameters: Parameters): object {
  const prefix = pathPrefix(parameters)
  const arn = account.arnOf('user', '', prefix)
  authorize('iam:ListUsers', {arn, shownAs: arn})
  const users = [...account.users.values()].filter((user) => user.path.startsWith(prefix))
  const {items, end} = pageOf(parameters, users, (user) => user.userName)
  return {Users: items.map(userShape), ...end}
}

export function deleteUser(context: OperationContext, parameters: Parameters): undefined {
  const user = permittedUser(context, 'iam:DeleteUser', existingUserName(parameters))
  const whatFirst = whatIsInTheWay(context.account, user)
  if (whatFirst !== undefined) throw deleteConflict(whatFirst)
  context.account.users.delete(user.userName)
}

/**
 * IAM names one thing at a time: the password before the keys, and those before the MFA device (terraform#8621). About
 * the others nobody published an order; this is the one of the list in the API reference, attached policies before the
 * user's own as in moto. The words: aws-controllers-k8s#2229; certificates: aws-nuke#671; SSH keys: aws-nuke#522; groups:
 * terraform#3774. Those for service-specific credentials are taken to be those for SSH keys, which are as new.
 */
function whatIsInTheWay(account: Account, user: User): string | undefined {
  if (user.loginProfile !== null) return 'delete login profile'
  if (user.accessKeys.length > 0) return 'delete access keys'
  if (user.signingCertificates.length > 0) return 'delete certificates'
  if (user.sshPublicKeys.length > 0) return 'remove referenced objects'
  if (user.serviceSpecificCredentials.length > 0) return 'remove referenced objects'
  if (account.mfaDevicesOf(user).length > 0) return 'delete MFA device'
  if (user.attachedPolicies.size > 0) return 'detach all policies'
  if (user.inlinePolicies.size > 0) return 'delete policies'
  if (account.groupsOf(user).length > 0) return 'remove users from group'
  return undefined
}

/** @throws ServiceError where there is no such policy */
export function checkBoundary({policies}: Account, arn: string): void {
  if (!policies.has(arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
}

export function userShape({path: Path, userName: UserName, userId: UserId, arn: Arn, createdAt}: User) {
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
