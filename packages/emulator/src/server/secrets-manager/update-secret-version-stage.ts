import type {Secret, SecretVersion} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {invalidParameter, valueNotFound} from './errors.js'
import {permittedLivingSecret} from './secrets.js'
import {nameShape} from './shapes.js'
import {attach, CURRENT, holderOf} from './stages.js'
import {versionId, versionStage} from './validation.js'

/** Moves a label from one version to another, gives it to one, or takes it away. */
export function updateSecretVersionStage(context: OperationContext, parameters: Parameters): object {
  const stage = versionStage(parameters)
  const to = versionId(parameters, 'MoveToVersionId')
  const from = versionId(parameters, 'RemoveFromVersionId')
  const secret = permittedLivingSecret(context, 'UpdateSecretVersionStage', parameters)
  if (to === undefined) remove(secret, stage, from)
  else move(secret, stage, from, knownVersion(secret, to))
  secret.lastChangedAt = context.now
  return nameShape(secret)
}

/** The first text is AWS's (terraform-provider-aws#19943), the second one is in floci#3247. */
function move(secret: Secret, stage: string, from: string | undefined, to: SecretVersion): void {
  const holder = holderOf(secret, stage)
  if (from === undefined && holder !== undefined && holder !== to) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ` +
        `${holder.versionId}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  }
  if (from !== undefined && from !== holder?.versionId) {
    throw invalidParameter(
      `When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that ` +
        `currently has the staging label ${stage}.`,
    )
  }
  attach(secret, stage, to)
}

function remove(secret: Secret, stage: string, from: string | undefined): void {
  // What AWS says where neither version is named, or the label is not at the one that is, nobody published.
  if (from === undefined) throw invalidParameter('You must provide MoveToVersionId or RemoveFromVersionId.')
  const version = knownVersion(secret, from)
  if (stage === CURRENT) {
    // Word for word, apostrophe and all: terraform-provider-aws, service/secretsmanager/secret_version.go.
    throw invalidParameter(
      `You can only move staging label ${CURRENT} to a different secret version. It can’t be completely removed.`,
    )
  }
  if (!version.stages.delete(stage)) {
    throw invalidParameter(`Staging label ${stage} is not attached to version ${from}.`)
  }
}

/** That this is the text here too is a guess; GetSecretValue has it. */
function knownVersion(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.get(id)
  if (version === undefined) throw valueNotFound('VersionId', id)
  return version
}
