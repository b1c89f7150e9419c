import type {OperationContext, Parameters} from '../service.js'
import {permittedUser} from './targets.js'
import {checkBoundary} from './users.js'
import {requiredPermissionsBoundary, userName} from './validation.js'

export function putUserPermissionsBoundary(context: OperationContext, parameters: Parameters): undefined {
  const arn = requiredPermissionsBoundary(parameters)
  const user = permittedUser(context, 'iam:PutUserPermissionsBoundary', userName(parameters))
  checkBoundary(context.account, arn)
  user.permissionsBoundary = arn
}

/** Where there is none, nothing happens; what AWS says then nobody published. */
export function deleteUserPermissionsBoundary(context: OperationContext, parameters: Parameters): undefined {
  const user = permittedUser(context, 'iam:DeleteUserPermissionsBoundary', userName(parameters))
  user.permissionsBoundary = null
}
