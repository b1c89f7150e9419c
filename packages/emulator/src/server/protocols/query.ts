import type {Answer} from '../http/answer.js'
import type {Protocol} from './protocol.js'
import {xmlOf, type XmlValue} from './xml.js'

/**
 * The query protocol of IAM and STS: a form with Action and Version goes in, XML comes out.
 * Source: botocore 1.43, data/iam/2010-05-08 and data/sts/2011-06-15 (`protocols: ['query']`), and what botocore, the
 * AWS CLI and the JavaScript SDK 3 were seen to send.
 */
export function queryProtocol(namespace: string): Protocol {
  return {
    dialect: 'query',
    success(operation, result, requestId) {
      const body = xmlOf({
        ...(result === undefined ? {} : {[`${operation}Result`]: result as XmlValue}),
        ResponseMetadata: {RequestId: requestId},
      })
      return answer(200, requestId, `<${operation}Response xmlns="${namespace}">${body}</${operation}Response>`)
    },
    failure({code, message, status}, requestId) {
      const Type = status < 500 ? 'Sender' : 'Receiver'
      const body = xmlOf({Error: {Type, Code: code, Message: message}, RequestId: requestId})
      return answer(status, requestId, `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`)
    },
  }
}

function answer(status: number, requestId: string, body: string): Answer {
  return {status, headers: {'x-amzn-RequestId': requestId, 'Content-Type': 'text/xml'}, body: `${body}\n`}
}
