import {createHmac} from 'node:crypto'
import {canonicalRequest, sha256, type SignedRequest} from './canonical-request.js'

/** What a signature is good for: one day, one region, one service. */
interface CredentialScope {
  /** `20150830` */
  readonly date: string
  readonly region: string
  readonly service: string
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'
export const TERMINATOR = 'aws4_request'

export interface SigningInput {
  readonly request: SignedRequest
  /** Lower-case names, sorted, as in the Authorization header. */
  readonly signedHeaders: readonly string[]
  readonly scope: CredentialScope
  /** `20150830T123600Z` */
  readonly timestamp: string
  readonly secretAccessKey: string
}

/** The hexadecimal signature of a request, Signature Version 4. */
export function signatureOf({request, signedHeaders, scope, timestamp, secretAccessKey}: SigningInput): string {
  const {date, region, service} = scope
  const stringToSign = [
    ALGORITHM,
    timestamp,
    `${date}/${region}/${service}/${TERMINATOR}`,
    sha256(canonicalRequest(request, signedHeaders)),
  ].join('\n')
  const key = [date, region, service, TERMINATOR].reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`)
  return hmac(key, stringToSign).toString('hex')
}

function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
