import type {User} from '../account/user.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity, noSuchUser} from './errors.js'
import {groupsPage} from './groups.js'
import {permittedGroup, permittedUser} from './targets.js'
import {existingUserName, groupName} from './validation.js'

const MAX_GROUPS = 10

/** The right to it is one on the group. A second time changes nothing and is no error. */
export function addUserToGroup(context: OperationContext, parameters: Parameters): undefined {
  const name = existingUserName(parameters)
  const group = permittedGroup(context, 'iam:AddUserToGroup', groupName(parameters))
  const user = existingUser(context, name)
  if (!group.members.has(user) && context.account.groupsOf(user).length >= MAX_GROUPS) {
    throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS}`)
  }
  group.members.add(user)
}

/** For a user who is not in it nobody published AWS's words; NoSuchEntity is the only code that its model offers. */
export function removeUserFromGroup(context: OperationContext, parameters: Parameters): undefined {
  const name = existingUserName(parameters)
  const group = permittedGroup(context, 'iam:RemoveUserFromGroup', groupName(parameters))
  if (!group.members.delete(existingUser(context, name))) {
    throw noSuchEntity(`User ${name} not in group ${group.groupName}`)
  }
}

export function listGroupsForUser(context: OperationContext, parameters: Parameters): object {
  const user = permittedUser(context, 'iam:ListGroupsForUser', existingUserName(parameters))
  return groupsPage(parameters, context.account.groupsOf(user))
}

function existingUser({account}: OperationContext, userName: string): User {
  const user = account.users.get(userName)
  if (user === undefined) throw noSuchUser(userName)
  return user
}
