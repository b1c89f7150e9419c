import type {OperationContext, Parameters} from '../service.js'
import {invalidParameter, secretNotFound} from './errors.js'
import {authorizeFor, findSecret, markedForDeletion, partialArn, permittedSecret} from './secrets.js'
import {nameShape, seconds} from './shapes.js'
import {flag, secretId, wholeNumber} from './validation.js'

const DAY = 86_400_000

/**
 * With ForceDeleteWithoutRecovery a secret is gone at once (at AWS it takes a moment), also one that is scheduled, and
 * one that is not there is no error (DeleteSecret, Secrets Manager API reference).
 */
export function deleteSecret(context: OperationContext, parameters: Parameters): object {
  const {account, now} = context
  const id = secretId(parameters)
  const days = wholeNumber(parameters, 'RecoveryWindowInDays')
  const isForced = flag(parameters, 'ForceDeleteWithoutRecovery')
  checkWindow(days, isForced)
  const secret = findSecret(context, id)
  authorizeFor(context, 'DeleteSecret', id, secret)

  if (isForced) {
    if (secret !== undefined) account.secrets.splice(account.secrets.indexOf(secret), 1)
    const name = id.startsWith('arn:') ? id.split(':').slice(6).join(':') : id
    const shape = secret === undefined ? {ARN: partialArn(context, name), Name: name} : nameShape(secret)
    return {...shape, DeletionDate: seconds(now)}
  }
  if (secret === undefined) throw secretNotFound()
  if (secret.deletionDate !== null) throw markedForDeletion()
  secret.deletionDate = now + (days ?? 30) * DAY
  secret.lastChangedAt = now
  return {...nameShape(secret), DeletionDate: seconds(secret.deletionDate)}
}

/** The texts are moto's. */
function checkWindow(days: number | undefined, isForced: boolean): void {
  if (days === undefined) return
  if (isForced) {
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
  }
  if (days >= 7 && days <= 30) return
  throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
}

/** Of a secret that nobody wanted to delete it changes nothing. */
export function restoreSecret(context: OperationContext, parameters: Parameters): object {
  const secret = permittedSecret(context, 'RestoreSecret', parameters)
  if (secret.deletionDate !== null) secret.lastChangedAt = context.now
  secret.deletionDate = null
  return nameShape(secret)
}
