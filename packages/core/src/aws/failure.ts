import {stripVTControlCharacters} from 'node:util'

export type AwsService = 'mturk' | 'mturk-sandbox' | 'iam' | 'sts' | 'secrets-manager'

export interface AwsFailureInit {
  /**
   * `network`: no answer came. `answer`: AWS (or somebody in its place) answered. `client`: it failed before anything
   * was sent.
   */
  readonly kind: 'network' | 'answer' | 'client'
  readonly service: AwsService
  readonly operation: string
  /** With a port where it is not the usual one. */
  readonly host: string
  readonly httpStatus?: number
  /** `AccessDenied`, `RequestError`, …; for `network` what Node calls it: `ENOTFOUND`, `ECONNREFUSED`, `TIMEOUT`, … */
  readonly code?: string
  readonly turkErrorCode?: string
  /** For `answer` AWS's own words, cleaned by `cleanMessage`, and empty where there were none. */
  readonly message: string
  readonly requestId?: string
  /**
   * How far this computer's clock is ahead of AWS's (negative: behind), where the answer said what time it is there.
   */
  readonly clockOffsetSeconds?: number
}

/**
 * Whatever went wrong with a call to AWS, in one shape. It is made from the answer itself and never carries what the
 * SDK threw: that drags along the request with its Authorization header, and sometimes a piece of the body.
 */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure'
  readonly kind: AwsFailureInit['kind']
  readonly service: AwsService
  readonly operation: string
  readonly host: string
  declare readonly httpStatus?: number
  declare readonly code?: string
  declare readonly turkErrorCode?: string
  declare readonly requestId?: string
  declare readonly clockOffsetSeconds?: number

  constructor({message, kind, service, operation, host, ...rest}: AwsFailureInit) {
    super(message)
    this.kind = kind
    this.service = service
    this.operation = operation
    this.host = host
    Object.assign(this, rest)
  }
}

export function isAwsFailure(error: unknown): error is AwsFailure {
  return error instanceof AwsFailure
}

const LONGEST_MESSAGE = 600

/**
 * AWS's words, fit for a terminal: control characters, escape sequences and direction marks gone, blanks folded, the
 * trailing ` (1631094715163)` or ` (5934433916915 s)` of Mechanical Turk cut off (Dallinger#3331), and nothing
 * of the canonical request, which quotes the session token. `secrets` are replaced wherever they stand.
 */
export function cleanMessage(text: string, secrets: readonly string[] = []): string {
  let clean = cleanWord(text, secrets)
  const quotedRequest = clean.search(/\s*The Canonical String for this request/i)
  if (quotedRequest !== -1) clean = clean.slice(0, quotedRequest)
  clean = clean.replace(/\s*\(\d{9,} ?s?\)$/, '')
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean
}

/** The same for anything short: a code, a request id. */
export function cleanWord(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '[secret]')
  return stripVTControlCharacters(clean)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}
