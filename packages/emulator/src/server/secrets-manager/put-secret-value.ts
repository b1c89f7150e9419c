import type {OperationContext, Parameters} from '../service.js'
import {authorizeKms} from './kms.js'
import {permittedLivingSecret} from './secrets.js'
import {nameShape} from './shapes.js'
import {stagesOf} from './stages.js'
import {requiredValue} from './value.js'
import {clientRequestToken, versionStages} from './validation.js'
import {addVersion, madeBefore} from './versions.js'

/** The same request once more succeeds and changes nothing, its labels neither. */
export function putSecretValue(context: OperationContext, parameters: Parameters): object {
  const token = clientRequestToken(parameters)
  const value = requiredValue(parameters)
  const stages = versionStages(parameters)
  const secret = permittedLivingSecret(context, 'PutSecretValue', parameters)
  authorizeKms(context, secret.kmsKeyId, 'kms:GenerateDataKey', 'kms:Decrypt')
  const version = madeBefore(secret, token, value) ?? addVersion(secret, {token, value, now: context.now}, stages)
  return {...nameShape(secret), VersionId: version.versionId, VersionStages: stagesOf(version)}
}
