import {cleanWord, type AwsFailure, type AwsService} from './failure.js'
import type {Retry} from './retry.js'

const NAMES: Readonly<Record<AwsService, string>> = {
  mturk: 'Mechanical Turk (production)',
  'mturk-sandbox': 'Mechanical Turk (sandbox)',
  iam: 'IAM',
  sts: 'STS',
  'secrets-manager': 'Secrets Manager',
  sso: 'IAM Identity Center (SSO)',
  'sso-oidc': 'IAM Identity Center (SSO OIDC)',
  signin: 'AWS Sign-In',
}

interface Whom {
  readonly service: AwsService
  readonly host: string
  /** What sends the request there instead of to AWS. */
  readonly overriddenBy?: string | null
}

/** `STS`, or where it is not AWS that is asked `STS at 127.0.0.1:4566 (from AWS_ENDPOINT_URL)`. */
function describeWhom({service, host, overriddenBy}: Whom): string {
  return overriddenBy ? `${NAMES[service]} at ${host} (from ${overriddenBy})` : NAMES[service]
}

/**
 * `Mechanical Turk (sandbox) answered GetAccountBalance with HTTP 400 RequestError AWS.AccountNotLinked: "…"`
 *
 * @param profile whose key it was asked with
 */
export function describeFailure(failure: AwsFailure, profile?: string): string {
  const {kind, httpStatus, code, turkErrorCode, message} = failure
  const whom = describeWhom(failure)
  const operation = profile === undefined ? failure.operation : `${failure.operation} for the profile ${profile}`
  if (kind !== 'answer') return `${whom} was asked for ${operation}. ${message}`
  const status = httpStatus === undefined ? undefined : describeStatus(httpStatus, failure)
  // A good status and still a failure: the body was no answer of AWS's.
  if (httpStatus !== undefined && httpStatus < 300 && message === '')
    return `${whom} answered ${operation} with HTTP ${httpStatus}, and with nothing that mturk can read.`
  const what = [status, code, turkErrorCode === code ? undefined : turkErrorCode].filter(Boolean).join(' ')
  return cleanWord(`${whom} answered ${operation} with ${what}${message === '' ? '.' : `: "${message}"`}`)
}

/** An answer that says nothing else at all has at least the name of its status. */
function describeStatus(httpStatus: number, {code, turkErrorCode, message}: AwsFailure): string {
  const isSilent = httpStatus >= 300 && code === undefined && turkErrorCode === undefined && message === ''
  // Not by `import`, which would build all of undici.
  const name = isSilent ? process.getBuiltinModule('node:http').STATUS_CODES[httpStatus] : undefined
  return name === undefined ? `HTTP ${httpStatus}` : `HTTP ${httpStatus} (${name})`
}

/** For a person who waits: what came back, and when it is tried again. */
export function describeRetry({failure, delay}: Retry): string {
  return `${describeFailure(failure)} Trying again in ${(delay / 1000).toFixed(1)} s.`
}

/** For a person who waits longer than a second. */
export function describeWait(whom: Whom): string {
  return `Waiting for an answer from ${describeWhom(whom)} …`
}
