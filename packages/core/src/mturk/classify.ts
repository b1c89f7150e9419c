import {isAwsFailure, isBusy, isFault, isThrottling, type AwsFailure} from '../aws/index.js'
import {isMturkError} from '../errors.js'
import {isVerdictName, type VerdictName} from './verdicts.js'

/**
 * What an answer of AWS means: Mechanical Turk, STS and IAM alike. The order is part of the meaning: network, HTTP
 * 5xx, the front end's word on key and signature, permissions, Mechanical Turk's own code, the beginning of the
 * message. What nobody has seen before is `unknown`, and never "your keys are wrong" (psiTurk#370, Mephisto#759).
 *
 * @param error whatever a call threw; a `MturkError` that is a verdict already stays that verdict
 */
export function classify(error: unknown): VerdictName {
  if (isAwsFailure(error)) return verdictOfFailure(error)
  return isMturkError(error) && isVerdictName(error.code) ? error.code : 'unknown'
}

function verdictOfFailure(failure: AwsFailure): VerdictName {
  if (failure.kind === 'network') return 'unreachable'
  if (failure.kind === 'client') return 'unknown'
  const {
    httpStatus,
    said: {code = '', turkErrorCode = '', message},
  } = failure
  if (isFault(failure)) return 'service_fault'
  return (
    verdictOfHttp(httpStatus) ??
    (isThrottling(failure) ? 'throttled' : isBusy(failure) ? 'service_fault' : undefined) ??
    verdictOfSignature(code, message) ??
    verdictOfPermission(code, message) ??
    // The old Mechanical Turk API gave its own codes where others have `__type`.
    verdictOfTurkCode(turkErrorCode) ??
    verdictOfTurkCode(code) ??
    verdictOfMessage(message) ??
    'unknown'
  )
}

function verdictOfHttp(status: number | undefined): VerdictName | undefined {
  return status === 410 ? 'service_closed' : undefined
}

/** Codes of the front end, which looks at key and signature before the service is asked. */
function verdictOfSignature(code: string, message: string): VerdictName | undefined {
  switch (code) {
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
      return 'bad_key_id'
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      if (/^Signature (expired|not yet current)/.test(message)) return 'clock_skew'
      return message.startsWith('Credential should be scoped to a valid region') ? 'wrong_region' : 'bad_secret'
    case 'RequestExpired':
    case 'RequestTimeTooSkewed':
    case 'RequestInTheFuture':
      return 'clock_skew'
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return 'temporary_credentials'
    default:
      return undefined
  }
}

function verdictOfPermission(code: string, message: string): VerdictName | undefined {
  if (!/^AccessDenied(Exception)?$/.test(code)) return undefined
  // A refusal always names who may not do what; words that the service has ended are not about permission.
  if (!message.includes('is not authorized to perform') && saysClosed(message)) return 'service_closed'
  return /service control polic/i.test(message) ? 'denied_by_scp' : 'no_policy'
}

function verdictOfTurkCode(code: string): VerdictName | undefined {
  if (code.endsWith('.AccountNotLinked')) return 'not_linked'
  if (code.endsWith('.InsufficientFunds')) return 'insufficient_funds'
  if (code.endsWith('.BadClaimsSupplied')) return 'clock_skew'
  return code === 'AWS.NotAuthorized' || code === 'AWS.MechanicalTurk.PermissionDenied' ? 'not_authorized' : undefined
}

const BEGINNINGS: readonly (readonly [string, VerdictName])[] = [
  ['To use the MTurk API, you will need an Amazon Web Services (AWS) Account', 'not_linked'],
  ['This Requester has insufficient funds', 'insufficient_funds'],
  ['This user is not authorized to perform the requested operation', 'not_authorized'],
  ['The identity contained in the request is not authorized to use this AWSAccessKeyId', 'not_authorized'],
  ['The specified claims are invalid', 'clock_skew'],
  ['Credential should be scoped to a valid region', 'wrong_region'],
]

function verdictOfMessage(message: string): VerdictName | undefined {
  const known = BEGINNINGS.find(([beginning]) => message.startsWith(beginning))?.[1]
  return known ?? (saysClosed(message) ? 'service_closed' : undefined)
}

/** Somebody must say so: the calendar and a silent host prove nothing. */
function saysClosed(message: string): boolean {
  return (
    /\bno longer (supported|available|offered|in service)\b/i.test(message) ||
    /\b(is|are|was|were|been|is now|has) (permanently )?(discontinued|retired|closed|shut down)\b(?! for maintenance)/i.test(
      message,
    ) ||
    /\breached (its )?end of (life|support)\b/i.test(message)
  )
}
