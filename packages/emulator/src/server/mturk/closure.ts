import type {Closure} from '../account/account.js'
import type {Answer} from '../http/answer.js'

const NO_LONGER_SUPPORTED =
  'This Requester API is no longer supported. Please use the latest API using the official AWS SDK. ' +
  'https://aws.amazon.com/getting-started/tools-sdks'

/**
 * How a closed MTurk answers, whoever asks. Nobody has seen the real thing yet: `gone` is what HTTP has for it,
 * `forbidden` is how MTurk's older API went (simple-amt#27, psiTurk#348).
 */
export const closedAnswers: Readonly<Record<Closure, Answer>> = {
  gone: {
    status: 410,
    headers: {'Content-Type': 'application/x-amz-json-1.1'},
    body: JSON.stringify({message: NO_LONGER_SUPPORTED}),
  },
  forbidden: {
    status: 403,
    headers: {'Content-Type': 'text/xml'},
    body: `<?xml version="1.0"?>\n<Response><Errors><Error><Code>Forbidden</Code><Message>${NO_LONGER_SUPPORTED}</Message></Error></Errors></Response>\n`,
  },
}
