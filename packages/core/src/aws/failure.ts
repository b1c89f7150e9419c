import {stripVTControlCharacters} from 'node:util'
import {redact} from '../credentials/redact.js'

export type AwsService = 'mturk' | 'mturk-sandbox' | 'iam' | 'sts' | 'secrets-manager' | SignInService

/** Those that the AWS SDK asks for a profile that signs in; each has its endpoint variable, as every service. */
export type SignInService = 'sso' | 'sso-oidc' | 'signin'

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
  /** What sent the request there instead of to AWS. */
  readonly overriddenBy?: string | null
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
  /** Where `code`, `turkErrorCode` and `message` had to be changed to be shown: what they were. */
  readonly said?: AwsWords
}

/** AWS's own words, in which a secret may stand: for decisions, never for anybody's eyes. */
export interface AwsWords {
  readonly code?: string | undefined
  readonly turkErrorCode?: string | undefined
  readonly message: string
}

/**
 * Whatever went wrong with a call to AWS, in one shape. It is made from the answer itself and never carries what the
 * SDK threw: that drags along the request with its Authorization header, and sometimes a piece of the body. What it
 * shows of itself holds no secret; `said` is the answer as it came, since a secret that happens to be a piece of an error
 * code must not turn a known answer into an unknown one.
 */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure'
  readonly kind: AwsFailureInit['kind']
  readonly service: AwsService
  readonly operation: string
  readonly host: string
  declare readonly overriddenBy?: string
  declare readonly httpStatus?: number
  declare readonly code?: string
  declare readonly turkErrorCode?: string
  declare readonly requestId?: string
  declare readonly clockOffsetSeconds?: number
  /** How often it was asked, where that is known: whoever asks again says so. */
  declare tries?: number
  readonly #said: AwsWords

  constructor({message, kind, service, operation, host, overriddenBy, said, ...rest}: AwsFailureInit) {
    super(message)
    this.kind = kind
    this.service = service
    this.operation = operation
    this.host = host
    this.#said = said ?? {code: rest.code, turkErrorCode: rest.turkErrorCode, message}
    Object.assign(this, rest, overriddenBy ? {overriddenBy} : {})
  }

  /** Private, so that neither `inspect` nor JSON shows it. */
  get said(): AwsWords {
    return this.#said
  }
}

export function isAwsFailure(error: unknown): error is AwsFailure {
  return error instanceof AwsFailure
}

const LONGEST_MESSAGE = 600

/**
 * AWS's words, fit for a terminal: control characters, escape sequences and direction marks gone, blanks folded, the
 * trailing ` (1631094715163)` or ` (5934433916915 s)` of Mechanical Turk cut off (Dallinger#3331), and nothing
 * of the canonical request, which quotes the session token. `secrets` are replaced as `redact` does.
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
  const clean = stripVTControlCharacters(redact(text, secrets))
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
  // Once more: marks that cannot be seen may have stood in the middle of a secret.
  return redact(clean, secrets)
}
