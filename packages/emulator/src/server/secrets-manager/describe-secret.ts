import type {OperationContext, Parameters} from '../service.js'
import {permittedSecret} from './secrets.js'
import {detailsShape, stagesByVersion} from './shapes.js'

/** Also of a secret whose deletion is scheduled. */
export function describeSecret(context: OperationContext, parameters: Parameters): object {
  const secret = permittedSecret(context, 'DescribeSecret', parameters)
  const stages = stagesByVersion(secret)
  return {...detailsShape(secret), ...(stages === undefined ? {} : {VersionIdsToStages: stages})}
}
