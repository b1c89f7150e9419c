import {isAwsFailure, isCertificateProblem, isFault, type AwsFailure} from '../aws/index.js'

/** Nobody was there to be asked: the request never left. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
])

/**
 * Is it certain that a call which failed so has made nothing? A refusal in AWS's own words is, and a request that could
 * not be sent. Silence, a fault of the service and somebody else's answer are not: the call may have been carried out.
 */
export function changedNothing(error: unknown): boolean {
  if (!isAwsFailure(error)) return false
  if (error.kind === 'network') return NEVER_SENT.has(error.code ?? '') || isCertificateProblem(error.code)
  return error.kind === 'answer' && isRefusal(error)
}

function isRefusal(failure: AwsFailure): boolean {
  const {httpStatus = 0, code} = failure
  return httpStatus >= 400 && httpStatus < 500 && code !== undefined && !isFault(failure)
}
