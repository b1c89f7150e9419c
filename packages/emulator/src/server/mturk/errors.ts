import type {Environment} from '../account/account.js'
import {ServiceError} from '../protocols/service-error.js'

const developerPages: Record<Environment, string> = {
  production: 'https://requester.mturk.com/developer',
  sandbox: 'https://requestersandbox.mturk.com/developer',
}

/**
 * MTurk's words for the sandbox (nodeGame#132, ParlAI#1062); for production with its own page, which nobody published.
 */
export function accountNotLinked(environment: Environment, now: number): ServiceError {
  return requestError(
    'AWS.AccountNotLinked',
    'To use the MTurk API, you will need an Amazon Web Services (AWS) Account. Your AWS account must be linked to your ' +
      `Amazon Mechanical Turk Account. Visit ${developerPages[environment]} to get started.`,
    now,
  )
}

/** MTurk ends its own messages with the time in milliseconds (Dallinger#3331). HTTP 400 follows from the protocol. */
function requestError(turkErrorCode: string, message: string, now: number): ServiceError {
  return new ServiceError('RequestError', 400, `${message} (${now})`, turkErrorCode)
}
