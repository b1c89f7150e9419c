import type {Answer} from '../http/answer.js'
import type {Protocol} from './protocol.js'

/**
 * AWS JSON 1.1, as MTurk speaks it. Errors of the service itself have `Message` and `TurkErrorCode`, those of the front
 * end a small `message` (a complete body of the first kind: Dallinger#3331).
 */
export const jsonProtocol: Protocol = {
  dialect: 'json',
  success(_operation, result, requestId) {
    return answer(200, requestId, result ?? {})
  },
  failure({code, message, status, turkErrorCode}, requestId) {
    const ofService = turkErrorCode !== undefined || code === 'RequestError' || code === 'ServiceFault'
    const text = ofService ? {Message: message, TurkErrorCode: turkErrorCode} : {message}
    return answer(status, requestId, {__type: code, ...text})
  },
}

function answer(status: number, requestId: string, body: object): Answer {
  return {
    status,
    headers: {'x-amzn-requestid': requestId, 'Content-Type': 'application/x-amz-json-1.1'},
    body: JSON.stringify(body),
  }
}
