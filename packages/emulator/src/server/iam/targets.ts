import type {Account, User} from '../account/account.js'
import type {Target} from '../policies/authorize.js'
import type {OperationContext} from '../service.js'
import {noSuchUser} from './errors.js'

/** A user as policies name it, and as IAM's refusals do: `user ana`. */
function userTarget(account: Account, userName: string): Target {
  const arn = account.users.get(userName)?.arn ?? account.userArn(userName)
  return {arn, shownAs: `user ${userName}`}
}

/** The user of that name, after checking that the caller may do this to it. */
export function permittedUser({account, authorize}: OperationContext, action: string, userName: string): User {
  authorize(action, userTarget(account, userName))
  const user = account.users.get(userName)
  if (user === undefined) throw noSuchUser(userName)
  return user
}

/** Without a name IAM takes the user who signed; for a root key that is root, which is null here. */
export function permittedUserOrCaller(
  context: OperationContext,
  action: string,
  userName: string | undefined,
): User | null {
  const {account, caller, authorize} = context
  const name = userName ?? caller.user?.userName
  if (name !== undefined) return permittedUser(context, action, name)
  authorize(action, {arn: account.rootArn, shownAs: account.rootArn})
  return null
}
