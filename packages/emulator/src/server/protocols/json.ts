import type {Answer} from '../http/answer.js'
import type {Protocol} from './protocol.js'

/**
 * AWS JSON 1.1, as MTurk and Secrets Manager speak it. Errors of the service itself have `Message` (and MTurk's a
 * `TurkErrorCode`: Dallinger#3331 has a complete body), those of the front end a small `message`.
 *
 * @param ownErrors names of the errors in the service's own model
 */
export function jsonProtocol(ownErrors: readonly string[]): Protocol {
  return {
    dialect: 'json',
    success(_operation, result, requestId) {
      return answer(200, requestId, result ?? {})
    },
    failure({code, message, status, turkErrorCode}, requestId) {
      const ofService = turkErrorCode !== undefined || ownErrors.includes(code)
      const text = ofService ? {Message: message, TurkErrorCode: turkErrorCode} : {message}
      return answer(status, requestId, {__type: code, ...text})
    },
  }
}

function answer(status: number, requestId: string, body: object): Answer {
  return {
    status,
    headers: {'x-amzn-requestid': requestId, 'Content-Type': 'application/x-amz-json-1.1'},
    body: JSON.stringify(body),
  }
}
