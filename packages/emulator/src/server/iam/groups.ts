import type {Group} from '../account/group.js'
import {isoSeconds} from '../clock.js'
import type {OperationContext, Parameters} from '../service.js'
import {deleteConflict, entityAlreadyExists} from './errors.js'
import {pageOf} from './page.js'
import {permittedGroup} from './targets.js'
import {userShape} from './users.js'
import {groupName, path, pathPrefix} from './validation.js'

export function createGroup({account, authorize, now}: OperationContext, parameters: Parameters): object {
  const wanted = {groupName: groupName(parameters), path: path(parameters)}
  const arn = account.arnOf('group', wanted.groupName, wanted.path)
  authorize('iam:CreateGroup', {arn, shownAs: arn})
  // Names are unique without regard to case (CreateGroup, API reference).
  if ([...account.groups.keys()].some((taken) => taken.toLowerCase() === wanted.groupName.toLowerCase())) {
    throw entityAlreadyExists(`Group with name ${wanted.groupName} already exists.`)
  }
  return {Group: groupShape(account.addGroup(wanted, now))}
}

/** The group and, page by page, its users. */
export function getGroup(context: OperationContext, parameters: Parameters): object {
  const group = permittedGroup(context, 'iam:GetGroup', groupName(parameters))
  const {items, end} = pageOf(parameters, [...group.members], (user) => user.userName)
  return {Group: groupShape(group), Users: items.map(userShape), ...end}
}

export function listGroups({account, authorize}: OperationContext, parameters: Parameters): object {
  const prefix = pathPrefix(parameters)
  const arn = account.arnOf('group', '', prefix)
  authorize('iam:ListGroups', {arn, shownAs: arn})
  return groupsPage(
    parameters,
    [...account.groups.values()].filter((group) => group.path.startsWith(prefix)),
  )
}

export function deleteGroup(context: OperationContext, parameters: Parameters): undefined {
  const group = permittedGroup(context, 'iam:DeleteGroup', groupName(parameters))
  if (group.members.size > 0) throw deleteConflict('remove users from group')
  if (group.attachedPolicies.size > 0) throw deleteConflict('detach all policies')
  if (group.inlinePolicies.size > 0) throw deleteConflict('delete policies')
  context.account.groups.delete(group.groupName)
}

/** What lists of groups answer with. */
export function groupsPage(parameters: Parameters, groups: readonly Group[]): object {
  const {items, end} = pageOf(parameters, groups, (group) => group.groupName)
  return {Groups: items.map(groupShape), ...end}
}

function groupShape({path: Path, groupName: GroupName, groupId: GroupId, arn: Arn, createdAt}: Group) {
  return {Path, GroupName, GroupId, Arn, CreateDate: isoSeconds(createdAt)}
}
