import {backendError, describeRemedy, isBackendError, isMturkError, type BackendError} from '@mturk-cli/core'
import {describeFailure, isAwsFailure, isThrottling, type AwsFailure} from '@mturk-cli/core/aws'

/** Which secret was asked for; undefined where it was all of them. */
export interface Asked {
  readonly region: string
  readonly name?: string | undefined
}

/** Whatever a call ended with, as an error of the contract; each kind in words of its own. */
export function explain(error: unknown, asked: Asked): BackendError {
  if (isBackendError(error)) return error
  if (isAwsFailure(error)) return ofFailure(error, asked)
  if (!isMturkError(error)) throw error
  const remedy = describeRemedy(error.remedy)
  return backendError('unavailable', error.message, remedy === null ? {} : {remedy})
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return isAwsFailure(error) && codes.includes(error.said.code ?? '')
}

/** Both are InvalidRequestException; only the words tell (AWS's texts, terraform-provider-aws). */
export function isScheduledForDeletion(error: unknown): boolean {
  return (
    isCode(error, 'InvalidRequestException') &&
    isAwsFailure(error) &&
    /scheduled for deletion|marked (for deletion|deleted)/i.test(error.said.message)
  )
}

export function scheduledForDeletion(code: 'not_found' | 'not_writable', {name, region}: Asked): BackendError {
  return backendError(code, `The secret ${name} in ${region} is scheduled for deletion.`, {
    remedy: `To have it back: aws secretsmanager restore-secret --secret-id ${name} --region ${region}`,
  })
}

/** A secret that mturk leaves as it is. */
export function howToFit({name, region}: Asked): string {
  return `To let it hold one key: aws secretsmanager put-secret-value --secret-id ${name} --region ${region} --secret-string file://FILE, with {"aws_access_key_id": …, "aws_secret_access_key": …} in FILE. Or keep the key under another profile name.`
}

export function notThere({name, region}: Asked): BackendError {
  return backendError('not_found', `There is no secret ${name} in ${region}.`, {
    remedy: 'If it is in another region: mturk config set secrets-manager.region REGION',
  })
}

function ofFailure(failure: AwsFailure, asked: Asked): BackendError {
  const {code = '', message} = failure.said
  const {region, name} = asked
  const what = describeFailure(failure)
  const remedyFor = (text: string) => ({remedy: text})
  if (isScheduledForDeletion(failure)) return scheduledForDeletion('not_found', asked)
  if (code === 'ResourceNotFoundException') return notThere(asked)
  if (
    /^(DecryptionFailure|EncryptionFailure)$/.test(code) ||
    (code.startsWith('AccessDenied') && /\bKMS\b/i.test(message))
  ) {
    return backendError(
      'denied',
      `${what} The KMS key of ${name ?? 'the secrets'} cannot be used.`,
      remedyFor('Whoever asks needs kms:Decrypt on that key, and kms:GenerateDataKey to store; it must be enabled.'),
    )
  }
  if (code.startsWith('AccessDenied')) {
    return backendError(
      'denied',
      what,
      remedyFor(`The policy of whoever asks must allow secretsmanager:${failure.operation}.`),
    )
  }
  if (isThrottling(failure) || code === 'LimitExceededException') {
    return backendError('unavailable', `${what} It takes no more requests for now; try again in a minute.`)
  }
  const isRegion = code === 'InvalidSignatureException' && /scoped to a valid region/i.test(message)
  if (isRegion || (failure.kind === 'network' && /ENOTFOUND|EAI_AGAIN/.test(failure.code ?? ''))) {
    return backendError(
      'unavailable',
      what,
      remedyFor(`Is ${region} the right region? Another one: mturk config set secrets-manager.region REGION`),
    )
  }
  if (code === 'UnrecognizedClientException') {
    const hint = `Either those credentials are no longer good, or the region ${region} is not enabled in the account.`
    return backendError('denied', what, remedyFor(hint))
  }
  return backendError('unavailable', what)
}
