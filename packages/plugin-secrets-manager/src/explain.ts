import {
  backendError,
  describeRemedy,
  Exit,
  isBackendError,
  isMturkError,
  MturkError,
  run,
  type BackendError,
} from '@mturk-cli/core'
import {describeFailure, describeSkew, isAwsFailure, isFault, isThrottling, type AwsFailure} from '@mturk-cli/core/aws'

/** Which secret was asked for; undefined where it was all of them. */
export interface Asked {
  readonly region: string
  readonly name?: string | undefined
  /** The profile that asks, where a setting names it: for commands to type. */
  readonly askedAs?: string | undefined
  /** Where one may be made: the KMS key that the settings name. */
  readonly kmsKey?: string | undefined
}

/** Whatever a call ended with, as an error of the contract; each kind in words of its own. */
export function explain(error: unknown, asked: Asked): BackendError {
  if (isBackendError(error)) return error
  if (isAwsFailure(error)) return ofFailure(error, asked)
  if (!isMturkError(error)) throw error
  const remedy = describeRemedy(error.remedy)
  return backendError('unavailable', error.message, {...(remedy === null ? {} : {remedy}), cause: error})
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

export function scheduledForDeletion(code: 'not_found' | 'not_writable', asked: Asked): BackendError {
  return backendError(code, `The secret ${asked.name} in ${asked.region} is scheduled for deletion.`, {
    remedy: `To have it back: ${restoring(asked)}`,
  })
}

/** A secret that mturk leaves as it is. */
export function howToFit({name, region}: Asked): string {
  return `To let it hold one key: aws secretsmanager put-secret-value --secret-id ${name} --region ${region} --secret-string file://FILE, with {"aws_access_key_id": …, "aws_secret_access_key": …} in FILE. Or keep the key under another profile name.`
}

/** The command that brings a secret back. */
export function restoring({name = '', region, askedAs}: Asked): string {
  const profile = askedAs === undefined ? [] : ['--profile', askedAs]
  return run('aws secretsmanager restore-secret', '--secret-id', name, '--region', region, ...profile).command
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
  if (isScheduledForDeletion(failure)) return scheduledForDeletion('not_found', asked)
  if (code === 'ResourceNotFoundException') return notThere(asked)
  if (isAboutKms(code, message)) {
    const isMade = failure.operation === 'CreateSecret' && asked.kmsKey !== undefined
    const which = isMade
      ? `The KMS key ${asked.kmsKey} (secrets-manager.kms-key) cannot be used`
      : `The KMS key of ${name ?? 'the secrets'} cannot be used`
    return backendError('denied', `${sentence(what)} ${which}.`, {
      remedy: `Whoever asks needs kms:Decrypt on that key, and kms:GenerateDataKey to store; it must be there, in ${region}, and enabled.`,
      cause: new MturkError({code: 'no_policy', exit: Exit.notPermitted, message: what}),
    })
  }
  const [kind, words, remedy] = meaningOf(failure, asked)
  // What it ends with is what AWS said.
  const cause = code === 'LimitExceededException' ? {} : {cause: failure}
  return backendError(kind, words === '' ? what : `${sentence(what)} ${words}`, {remedy, ...cause})
}

/** To this secret or its KMS key; whoever asks may well be allowed others. */
export function isAboutRights(error: unknown): boolean {
  if (!isAwsFailure(error)) return false
  const {code = '', message} = error.said
  return code.startsWith('AccessDenied') || isAboutKms(code, message)
}

function isAboutKms(code: string, message: string): boolean {
  return (
    /^(DecryptionFailure|EncryptionFailure)$/.test(code) ||
    (code.startsWith('AccessDenied') && /\bKMS\b/i.test(message))
  )
}

/** The kind of error, what is to be said after AWS's own words, and what to do. */
type Meaning = readonly [kind: 'denied' | 'unavailable', words: string, remedy: string]

function meaningOf(failure: AwsFailure, {region}: Asked): Meaning {
  const {code = '', message} = failure.said
  if (code.startsWith('AccessDenied'))
    return ['denied', '', `The policy of whoever asks must allow secretsmanager:${failure.operation}.`]
  if (isThrottling(failure) || code === 'LimitExceededException')
    return ['unavailable', 'It takes no more requests for now.', `Wait a minute; then ${AGAIN}`]
  const isRegion = code === 'InvalidSignatureException' && /scoped to a valid region/i.test(message)
  if (isRegion || (failure.kind === 'network' && /ENOTFOUND|EAI_AGAIN/.test(failure.code ?? '')))
    return [
      'unavailable',
      '',
      `Is ${region} the right region? Another one: mturk config set secrets-manager.region REGION`,
    ]
  if (code === 'UnrecognizedClientException')
    return [
      'denied',
      '',
      `Either those credentials are no longer good, or the region ${region} is not enabled in the account.`,
    ]
  if (code.startsWith('ExpiredToken'))
    return ['denied', 'The credentials that ask have expired.', `Sign in again (\`aws sso login\`); then ${AGAIN}`]
  if (/^Signature (expired|not yet current)/.test(message) || /^Request(Expired|TimeTooSkewed|InTheFuture)$/.test(code))
    return ['denied', clockWords(failure), `Set the clock; then ${AGAIN}`]
  if (failure.kind === 'network') return ['unavailable', '', howToReach(failure)]
  if (isFault(failure)) return ['unavailable', 'The fault is on its side.', `Wait a few minutes; then ${AGAIN}`]
  return ['unavailable', '', 'mturk config list shows what it was asked with: region, prefix, kms-key and tags.']
}

const AGAIN = 'the same command once more.'

function clockWords({clockOffsetSeconds: offset}: AwsFailure): string {
  const clock = offset ? describeSkew(offset) : "this computer's clock is wrong"
  return `AWS takes a signature for five minutes only, and ${clock}.`
}

function howToReach({overriddenBy}: AwsFailure): string {
  return overriddenBy === undefined
    ? `Check the network, a VPN, a proxy or a firewall; then ${AGAIN}`
    : `${overriddenBy} sends the requests there: start what is to answer, or take that setting away; then ${AGAIN}`
}

/** AWS does not always end with a full stop. */
function sentence(words: string): string {
  return /[.!?…]"?$/.test(words) ? words : `${words}.`
}
