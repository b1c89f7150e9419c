import type {SecretVersion} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {pageOf} from './page.js'
import {permittedSecret} from './secrets.js'
import {nameShape, seconds} from './shapes.js'
import {stagesOf} from './stages.js'
import {flag} from './validation.js'

/** Oldest first. Versions without labels only where they are asked for. */
export function listSecretVersionIds(context: OperationContext, parameters: Parameters): object {
  const withDeprecated = flag(parameters, 'IncludeDeprecated')
  const secret = permittedSecret(context, 'ListSecretVersionIds', parameters)
  const ids = [...secret.versions.keys()]
  const versions = [...secret.versions.values()].filter(({stages}) => withDeprecated || stages.size > 0)
  const position = ({versionId}: SecretVersion) => String(ids.indexOf(versionId)).padStart(6, '0')
  const {items, end} = pageOf(parameters, versions, position)
  return {Versions: items.map(versionShape), ...end, ...nameShape(secret)}
}

function versionShape(version: SecretVersion): object {
  const {versionId, stages, lastAccessedAt, createdAt, kmsKeyId} = version
  return {
    VersionId: versionId,
    ...(stages.size > 0 ? {VersionStages: stagesOf(version)} : {}),
    ...(lastAccessedAt === null ? {} : {LastAccessedDate: seconds(lastAccessedAt)}),
    CreatedDate: seconds(createdAt),
    KmsKeyIds: [kmsKeyId ?? 'DefaultEncryptionKey'],
  }
}
