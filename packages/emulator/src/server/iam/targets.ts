import type {Account} from '../account/account.js'
import type {Group} from '../account/group.js'
import type {Principal} from '../account/principal.js'
import type {User} from '../account/user.js'
import {validationError} from '../parameters.js'
import type {Target} from '../policies/authorize.js'
import type {OperationContext} from '../service.js'
import {noSuchGroup, noSuchUser} from './errors.js'

/** A user as policies name it, and as IAM's refusals do: `user ana`. */
function userTarget(account: Account, userName: string): Target {
  const arn = account.users.get(userName)?.arn ?? account.arnOf('user', userName)
  return {arn, shownAs: `user ${userName}`}
}

/** The user of that name, after checking that the caller may do this to it. */
export function permittedUser({account, authorize}: OperationContext, action: string, userName: string): User {
  authorize(action, userTarget(account, userName))
  const user = account.users.get(userName)
  if (user === undefined) throw noSuchUser(userName)
  return user
}

/** The group of that name, after checking that the caller may do this to it. */
export function permittedGroup({account, authorize}: OperationContext, action: string, groupName: string): Group {
  const arn = account.groups.get(groupName)?.arn ?? account.arnOf('group', groupName)
  authorize(action, {arn, shownAs: `group ${groupName}`})
  const group = account.groups.get(groupName)
  if (group === undefined) throw noSuchGroup(groupName)
  return group
}

/** Without a name IAM takes the user who signed; for a root key that is root, which is null here. */
export function permittedUserOrCaller(
  context: OperationContext,
  action: string,
  userName: string | undefined,
): User | null {
  const {account, caller, authorize} = context
  const name = userName ?? nameOf(caller)
  if (name !== null) return permittedUser(context, action, name)
  authorize(action, {arn: account.rootArn, shownAs: account.rootArn})
  return null
}

/** As `permittedUserOrCaller`, for what root cannot have here. */
export function permittedUserNotRoot(context: OperationContext, action: string, userName: string | undefined): User {
  const user = permittedUserOrCaller(context, action, userName)
  if (user === null) throw mustSpecifyUserName()
  return user
}

/** null: the root user. */
function nameOf({identity}: Principal): string | null {
  if (identity.kind === 'role') throw mustSpecifyUserName()
  return identity.kind === 'user' ? identity.user.userName : null
}

function mustSpecifyUserName() {
  return validationError('Must specify userName when calling with non-User credentials')
}
