import type {OperationContext, Parameters} from '../service.js'
import {authorizeKms} from './kms.js'
import {permittedLivingSecret} from './secrets.js'
import {nameShape} from './shapes.js'
import {optionalValue} from './value.js'
import {clientRequestToken, description, kmsKeyId} from './validation.js'
import {addVersion, tokenInUse} from './versions.js'

/** A token that was used before is an error here, whatever the value (UpdateSecret, Secrets Manager API reference). */
export function updateSecret(context: OperationContext, parameters: Parameters): object {
  const {now} = context
  const token = clientRequestToken(parameters)
  const value = optionalValue(parameters)
  const newDescription = description(parameters)
  const newKey = kmsKeyId(parameters)
  const secret = permittedLivingSecret(context, 'UpdateSecret', parameters)
  if (value !== undefined && secret.versions.has(token)) throw tokenInUse(secret, token)
  if (value !== undefined || newKey !== undefined) {
    authorizeKms(context, newKey === undefined ? secret.kmsKeyId : newKey, 'kms:GenerateDataKey', 'kms:Decrypt')
  }

  if (newDescription !== undefined) secret.description = newDescription
  if (newKey !== undefined) {
    secret.kmsKeyId = newKey
    for (const version of secret.versions.values()) if (version.stages.size > 0) version.kmsKeyId = newKey
  }
  secret.lastChangedAt = now
  if (value === undefined) return nameShape(secret)
  return {...nameShape(secret), VersionId: addVersion(secret, {token, value, now}).versionId}
}
