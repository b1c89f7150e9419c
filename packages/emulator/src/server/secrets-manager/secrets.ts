import {secretsAt, type Secret} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {invalidRequest, secretNotFound} from './errors.js'
import {secretId} from './validation.js'

type Place = Pick<OperationContext, 'account' | 'region'>

/** Without the six characters that AWS adds. */
export function partialArn({account, region}: Place, name: string): string {
  return `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}`
}

/** Secrets of the region that was asked. */
export function secretsHere({account, region, now}: Pick<OperationContext, 'account' | 'region' | 'now'>): Secret[] {
  return secretsAt(account, now).filter((secret) => secret.region === region)
}

/**
 * By name, by ARN, or by an ARN without its six characters; but what looks as if it had them is taken for a whole one
 * (AWS, "Finding a secret from a partial ARN").
 */
export function findSecret(context: OperationContext, id: string): Secret | undefined {
  const isPartial = id.startsWith('arn:') && !/-[A-Za-z0-9]{6}$/.test(id)
  return secretsHere(context).find(
    ({name, arn}) => id === name || id === arn || (isPartial && id === partialArn(context, name)),
  )
}

/**
 * The secret that a request is about, for an action that the caller may do with it; also one whose deletion is scheduled.
 * Its refusal names what was sent (awscdk-resources-mongodbatlas#207, le-tf-infra-aws#874). Permission comes first, also
 * for a secret that is not there (aws-secrets-manager-credentials-provider-plugin#65); nobody published what a policy is
 * then held against: here it is the ARN without the six characters.
 */
export function permittedSecret(context: OperationContext, operation: string, parameters: Parameters): Secret {
  const id = secretId(parameters)
  const secret = findSecret(context, id)
  authorizeFor(context, operation, id, secret)
  if (secret === undefined) throw secretNotFound()
  return secret
}

/** As `permittedSecret`, and its deletion is not scheduled. */
export function permittedLivingSecret(context: OperationContext, operation: string, parameters: Parameters): Secret {
  const secret = permittedSecret(context, operation, parameters)
  if (secret.deletionDate === null) return secret
  throw markedForDeletion()
}

export function authorizeFor(context: OperationContext, operation: string, id: string, secret: Secret | undefined) {
  const arn = secret?.arn ?? (id.startsWith('arn:') ? id : partialArn(context, id))
  context.authorize(`secretsmanager:${operation}`, {arn, shownAs: id})
}

export function markedForDeletion() {
  return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
}
