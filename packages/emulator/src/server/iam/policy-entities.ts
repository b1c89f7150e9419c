import type {PolicyHolder} from '../account/policy-holder.js'
import {oneOf} from '../parameters.js'
import type {OperationContext, Parameters} from '../service.js'
import {noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {pathPrefix, policyArn} from './validation.js'

interface Entity {
  readonly kind: 'User' | 'Group' | 'Role'
  readonly name: string
  readonly id: string
  readonly holder: PolicyHolder & {readonly permissionsBoundary?: string | null}
}

/** Who has a policy attached or for a boundary: users, groups and roles, on pages that count them together. */
export function listEntitiesForPolicy(context: OperationContext, parameters: Parameters): object {
  const arn = policyArn(parameters)
  const prefix = pathPrefix(parameters)
  const kinds = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const
  const kind = oneOf(parameters, 'EntityFilter', kinds)
  const usage = oneOf(parameters, 'PolicyUsageFilter', ['PermissionsPolicy', 'PermissionsBoundary'])
  context.authorize('iam:ListEntitiesForPolicy', {arn, shownAs: `policy ${arn}`})
  if (!context.account.policies.has(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)

  const uses = ({holder: {attachedPolicies, permissionsBoundary}}: Entity) =>
    (usage !== 'PermissionsBoundary' && attachedPolicies.has(arn)) ||
    (usage !== 'PermissionsPolicy' && permissionsBoundary === arn)
  const found = entitiesOf(context).filter(
    (entity) => (kind === undefined || kind === entity.kind) && entity.holder.path.startsWith(prefix) && uses(entity),
  )
  const {items, end} = pageOf(parameters, found, (entity) => `${entity.kind}:${entity.name}`)
  const shapes = (wanted: Entity['kind']) =>
    items
      .filter((entity) => entity.kind === wanted)
      .map(({name, id}) => ({[`${wanted}Name`]: name, [`${wanted}Id`]: id}))
  return {PolicyGroups: shapes('Group'), PolicyUsers: shapes('User'), PolicyRoles: shapes('Role'), ...end}
}

function entitiesOf({account}: OperationContext): Entity[] {
  const {users, groups, roles} = account
  return [
    ...[...users.values()].map((user) => ({kind: 'User' as const, name: user.userName, id: user.userId, holder: user})),
    ...[...groups.values()].map((group) => ({
      kind: 'Group' as const,
      name: group.groupName,
      id: group.groupId,
      holder: group,
    })),
    ...[...roles.values()].map((role) => ({kind: 'Role' as const, name: role.roleName, id: role.roleId, holder: role})),
  ]
}
