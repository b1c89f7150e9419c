import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext} from '../service.js'

type KmsAction = 'kms:Decrypt' | 'kms:GenerateDataKey'

/**
 * Secrets Manager asks KMS in the name of the caller, and so the caller needs rights to the key. Everybody in the account
 * may use AWS's own key for Secrets Manager, unless a policy says no. There is no KMS here: every key that is named is
 * taken to exist, with the policy that leaves it to IAM; who holds an alias needs rights to all keys, since which key it
 * stands for nobody knows.
 *
 * @throws ServiceError AccessDeniedException, in AWS's words (external-secrets#390)
 */
export function authorizeKms(context: OperationContext, kmsKeyId: string | null, ...actions: KmsAction[]): void {
  const target = {arn: keyArn(context, kmsKeyId ?? 'alias/aws/secretsmanager'), isGranted: kmsKeyId === null}
  try {
    for (const action of actions) context.authorize(action, target)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw new ServiceError('AccessDeniedException', 400, 'Access to KMS is not allowed')
  }
}

/** Policies name keys, never aliases. */
function keyArn({account, region}: OperationContext, kmsKeyId: string): string {
  return kmsKeyId.startsWith('arn:') ? kmsKeyId : `arn:aws:kms:${region}:${account.id}:key/${kmsKeyId}`
}
