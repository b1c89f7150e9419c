import {timingSafeEqual} from 'node:crypto'
import {isoBasic} from '../clock.js'
import {headerOf, type HeaderList} from '../http/answer.js'
import {frontEndError, type Dialect} from '../protocols/front-end-errors.js'
import type {ServiceError} from '../protocols/service-error.js'
import {parseAuthorization, type Authorization} from './authorization.js'
import type {SignedRequest} from './canonical-request.js'
import {signatureOf, TERMINATOR} from './signature.js'

export interface Expectation {
  /** The name a signature for this service carries: `mturk-requester`, `iam`, `sts`. */
  readonly service: string
  /** The only region that is right, or null where every region is. */
  readonly region: string | null
  readonly dialect: Dialect
  /** Milliseconds. */
  readonly now: number
}

const WINDOW = 5 * 60_000

/**
 * Checks who signed a request, and answers with the key that did and the region it was signed for.
 * `findKey` knows only keys that work at this moment, temporary ones by their session token too; those that have expired
 * are still among them.
 *
 * @throws ServiceError in AWS's words for a wrong secret, a wrong region, a clock behind or ahead, an unknown key, an
 *   expired one
 */
export function verifySignature<Key extends {readonly secretAccessKey: string; readonly expiresAt?: number}>(
  request: SignedRequest,
  expected: Expectation,
  findKey: (accessKeyId: string, sessionToken: string | undefined) => Key | undefined,
): {key: Key; region: string} {
  const {dialect, now} = expected
  const header = headerOf(request.headers, 'authorization')
  if (header === undefined) throw frontEndError('missingToken', dialect)
  const authorization = parseAuthorization(header)
  if (typeof authorization === 'string') throw frontEndError('incompleteSignature', dialect, authorization)
  const timestamp = timestampOf(request.headers)
  if (timestamp === undefined) {
    const text = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    throw frontEndError('incompleteSignature', dialect, text)
  }

  // AWS refuses a long-lived key that comes with a session token, and a temporary one without its own.
  const key = findKey(authorization.accessKeyId, headerOf(request.headers, 'x-amz-security-token'))
  if (key === undefined) throw frontEndError('unknownKey', dialect)
  if (key.expiresAt !== undefined && key.expiresAt <= now) throw frontEndError('expiredToken', dialect)

  const complaint = scopeComplaint(authorization, expected, timestamp) ?? windowComplaint(timestamp, now)
  if (complaint !== undefined) throw frontEndError('badSignature', dialect, complaint)
  if (!isSignedWith(key.secretAccessKey, request, authorization, timestamp)) throw wrongSecret(dialect)
  return {key, region: authorization.region}
}

function wrongSecret(dialect: Dialect): ServiceError {
  return frontEndError('badSignature', dialect)
}

function isSignedWith(
  secretAccessKey: string,
  request: SignedRequest,
  authorization: Authorization,
  timestamp: string,
) {
  const {signedHeaders, signature} = authorization
  const right = Buffer.from(signatureOf({request, signedHeaders, scope: authorization, timestamp, secretAccessKey}))
  const given = Buffer.from(signature)
  return given.length === right.length && timingSafeEqual(given, right)
}

function scopeComplaint(authorization: Authorization, expected: Expectation, timestamp: string): string | undefined {
  const {date, region, service, terminator} = authorization
  const complaints: string[] = []
  if (expected.region !== null && region !== expected.region) {
    complaints.push(`Credential should be scoped to a valid region, not '${region}'.`)
  }
  if (service !== expected.service) {
    complaints.push(`Credential should be scoped to correct service: '${expected.service}'.`)
  }
  if (terminator !== TERMINATOR) {
    complaints.push(`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.`)
  }
  if (date !== timestamp.slice(0, 8)) {
    const day = timestamp.slice(0, 8)
    complaints.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${timestamp}'.`,
    )
  }
  return complaints.length > 0 ? complaints.join(' ') : undefined
}

function windowComplaint(timestamp: string, now: number): string | undefined {
  const signedAt = millisecondsOf(timestamp)
  if (signedAt < now - WINDOW) {
    return `Signature expired: ${timestamp} is now earlier than ${isoBasic(now - WINDOW)} (${isoBasic(now)} - 5 min.)`
  }
  if (signedAt > now + WINDOW) {
    return `Signature not yet current: ${timestamp} is still later than ${isoBasic(now + WINDOW)} (${isoBasic(now)} + 5 min.)`
  }
  return undefined
}

/** X-Amz-Date, or Date in either form; undefined where neither is there or can be read. */
function timestampOf(headers: HeaderList): string | undefined {
  const text = headerOf(headers, 'x-amz-date') ?? headerOf(headers, 'date')
  if (text === undefined) return undefined
  if (Number.isFinite(millisecondsOf(text))) return text
  const parsed = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(parsed) ? isoBasic(parsed) : undefined
}

function millisecondsOf(timestamp: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(timestamp)
  return parts ? Date.parse(timestamp.replace(/^(.{4})(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')) : Number.NaN
}
