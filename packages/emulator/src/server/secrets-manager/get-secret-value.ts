import type {Secret, SecretVersion} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {invalidRequest, valueNotFound} from './errors.js'
import {authorizeKms} from './kms.js'
import {permittedLivingSecret} from './secrets.js'
import {nameShape, seconds} from './shapes.js'
import {CURRENT, holderOf, stagesOf} from './stages.js'
import {optionalVersionStage, versionId} from './validation.js'

const DAY = 86_400_000

export function getSecretValue(context: OperationContext, parameters: Parameters): object {
  const id = versionId(parameters, 'VersionId')
  const stage = optionalVersionStage(parameters)
  const secret = permittedLivingSecret(context, 'GetSecretValue', parameters)
  const version = versionOf(secret, id, stage)
  authorizeKms(context, version.kmsKeyId, 'kms:Decrypt')
  version.lastAccessedAt = Math.floor(context.now / DAY) * DAY
  return {
    ...nameShape(secret),
    VersionId: version.versionId,
    ...version.value,
    ...(version.stages.size > 0 ? {VersionStages: stagesOf(version)} : {}),
    CreatedDate: seconds(version.createdAt),
  }
}

/** Where both are named they must agree (LocalStack's recorded tests, test_get_secret_value_errors). */
function versionOf(secret: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  if (id === undefined) {
    const version = holderOf(secret, stage ?? CURRENT)
    if (version === undefined) throw valueNotFound('staging label', stage ?? CURRENT)
    return version
  }
  const version = secret.versions.get(id)
  if (version === undefined) throw valueNotFound('VersionId', id)
  if (stage === undefined || version.stages.has(stage)) return version
  throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.')
}
