import {newSecretSuffix} from '../account/identifiers.js'
import type {Secret} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {invalidParameter, invalidRequest, resourceExists} from './errors.js'
import {authorizeKms} from './kms.js'
import {partialArn, secretsHere} from './secrets.js'
import {nameShape} from './shapes.js'
import {optionalValue} from './value.js'
import {clientRequestToken, description, kmsKeyId, list, secretName, tags} from './validation.js'
import {addVersion, madeBefore} from './versions.js'

export function createSecret(context: OperationContext, parameters: Parameters): object {
  const {account, region, now} = context
  const name = secretName(parameters)
  const token = clientRequestToken(parameters)
  const value = optionalValue(parameters)
  const wanted = {
    description: description(parameters) ?? null,
    kmsKeyId: kmsKeyId(parameters) ?? null,
    tags: tags(parameters) ?? null,
  }
  if (list(parameters, 'AddReplicaRegions') !== undefined) throw invalidParameter('There are no replicas here.')

  const existing = secretsHere(context).find((secret) => secret.name === name)
  const arn = existing?.arn ?? `${partialArn(context, name)}-${newSecretSuffix()}`
  context.authorize('secretsmanager:CreateSecret', {arn, shownAs: name})
  if (wanted.tags !== null) context.authorize('secretsmanager:TagResource', {arn, shownAs: name})
  if (existing !== undefined) {
    const version = value && existing.deletionDate === null ? madeBefore(existing, token, value) : undefined
    if (version === undefined) throw taken(existing)
    return {...nameShape(existing), VersionId: version.versionId}
  }

  // Also where there is nothing to encrypt yet.
  authorizeKms(context, wanted.kmsKeyId, 'kms:GenerateDataKey', 'kms:Decrypt')
  const times = {createdAt: now, lastChangedAt: now, deletionDate: null}
  const secret: Secret = {name, arn, region, ...wanted, ...times, versions: new Map()}
  account.secrets.push(secret)
  if (value === undefined) return nameShape(secret)
  return {...nameShape(secret), VersionId: addVersion(secret, {token, value, now}).versionId}
}

function taken({name, deletionDate}: Secret) {
  return deletionDate === null
    ? resourceExists(`The operation failed because the secret ${name} already exists.`)
    : invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.")
}
