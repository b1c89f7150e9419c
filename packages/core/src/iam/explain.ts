import {isAwsFailure, type AwsFailure} from '../aws/index.js'
import {backendError, isBackendError} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {isMturkError, MturkError, usageError} from '../errors.js'
import {classify, verdictError} from '../mturk/index.js'
import {open, say, type Remedy} from '../remedy.js'
import type {CreateUserRequest} from './create-user.js'
import {identityText, type Identity} from './identity.js'

export const NOTHING_WAS_MADE = 'Nothing was made in the account.'
export const NOTHING_IS_LEFT = 'What had been made before was undone: nothing is left in the account.'

export const AS_IT_WAS = 'What had been added before was taken away again: the user is as it was.'

const POLICIES_PAGE = 'https://console.aws.amazon.com/iam/home#/policies'

/** Who administers, for the words of a failure. */
export interface Administrator {
  readonly identity: Identity
  /** Where the credentials come from: `profile admin`. */
  readonly origin: string
}

/**
 * A failure of making a user, in words: whose credentials may not do what, which flag IAM does not take. What is no
 * failure of AWS stays as it is.
 */
export function explainer(administrator: Administrator, request: CreateUserRequest): (error: unknown) => Error {
  const explain = administrationExplainer(administrator)
  return (error) => {
    if (isAwsFailure(error) && isAboutBoundary(error, request)) return boundaryRefused(error, request)
    // Anybody else that is asked here is STS, about the new key.
    if (!isAwsFailure(error) || error.service !== 'iam') return verdictError(error, {userName: request.userName})
    return explain(error)
  }
}

/**
 * A failure of administration, in words: whose credentials may not do what.
 *
 * @param again the command that somebody who may do it should type; otherwise the remedy is to make a user
 */
export function administrationExplainer({identity, origin}: Administrator, again?: Remedy): (error: unknown) => Error {
  return (error) => {
    const {account, userName} = identity
    const explained = verdictError(error, {account, userName})
    const verdict = classify(error)
    if (isAwsFailure(error) && isShutOut(error, identity)) return federatedRefused(error, {identity, origin}, again)
    if (!isAwsFailure(error) || !ABOUT_RIGHTS.has(verdict)) return explained
    const named = adding(explained, `Asked as ${identityText(identity)}, with the credentials of ${origin}.`)
    if (!again || verdict !== 'no_policy' || !isMturkError(named)) return named
    const {code, exit, message} = named
    const remedy = [say('PROFILE is an AWS profile of an administrator of this account:'), again]
    return new MturkError({code, exit, message, remedy, cause: error})
  }
}

/**
 * IAM answers no federated user's calls, whatever the policies say (GetFederationToken, STS API reference), and what it says
 * then may be that the token is invalid: that is about no key.
 */
function isShutOut({service, kind, httpStatus}: AwsFailure, identity: Identity): boolean {
  return identity.kind === 'federated' && service === 'iam' && kind === 'answer' && httpStatus === 403
}

function federatedRefused(cause: AwsFailure, {identity, origin}: Administrator, again?: Remedy): Error {
  return new MturkError({
    code: 'not_authorized',
    exit: Exit.notPermitted,
    message: `The credentials of ${origin} are those of a federated user (${identityText(identity)}), and AWS lets these call nothing in IAM, whatever their policies allow. ${cause.message}`,
    remedy: [
      say('Administer with the key of an IAM user, with a role or with SSO instead.'),
      ...(again ? [say('PROFILE is an AWS profile that has them:'), again] : []),
    ],
    cause,
  })
}

/** Verdicts that make a person ask who it was that may not. */
export const ABOUT_RIGHTS: ReadonlySet<string> = new Set(['no_policy', 'denied_by_scp'])

/** The actions that whoever administers was not allowed, in IAM's words, each once. */
export function lackingRights(errors: readonly unknown[]): readonly string[] {
  const refused = errors.filter(
    (error) => isAwsFailure(error) && error.service === 'iam' && ABOUT_RIGHTS.has(classify(error)),
  ) as AwsFailure[]
  return [...new Set(refused.map(({operation, said}) => actionIn(said.message) ?? `iam:${operation}`))]
}

/** IAM names the action (`is not authorized to perform: iam:TagUser on resource: …`), which is not always the operation. */
function actionIn(message: string): string | undefined {
  return /not authorized to perform: (iam:[A-Za-z]+)/.exec(message)?.[1]
}

/** The same error, with a sentence more. */
export function adding(error: Error, sentence: string): Error {
  const message = `${error.message}\n${sentence}`
  if (isMturkError(error)) {
    const {code, exit, remedy} = error
    return new MturkError({code, exit, message, remedy, cause: error})
  }
  if (!isBackendError(error)) return new Error(message, {cause: error})
  const {code, remedy} = error
  return backendError(code, message, {cause: error, ...(remedy === undefined ? {} : {remedy})})
}

/** What IAM may say to a boundary that is no ARN, no policy, or not to be found (CreateUser, API reference). */
const REFUSED_BOUNDARY: ReadonlySet<string> = new Set(['NoSuchEntity', 'InvalidInput', 'ValidationError'])

function isAboutBoundary({operation, said}: AwsFailure, {permissionsBoundary}: CreateUserRequest): boolean {
  return permissionsBoundary !== undefined && operation === 'CreateUser' && REFUSED_BOUNDARY.has(said.code ?? '')
}

function boundaryRefused({message}: AwsFailure, {permissionsBoundary}: CreateUserRequest): Error {
  return usageError(`IAM does not take ${permissionsBoundary} as --permissions-boundary: "${message}"`, [
    open(POLICIES_PAGE),
    say('The ARN of a policy stands on its page there. It must be a policy of this account, or one of AWS’s.'),
  ])
}
