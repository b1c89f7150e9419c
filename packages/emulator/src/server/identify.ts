import type {Environment} from './account/account.js'
import {headerOf, type Answer, type HeaderList} from './http/answer.js'
import {IAM_VERSION, iam} from './iam/service.js'
import {mturk, MTURK_TARGET_PREFIX} from './mturk/service.js'
import {frontEndError} from './protocols/front-end-errors.js'
import {SECRETS_MANAGER_TARGET_PREFIX, secretsManager} from './secrets-manager/service.js'
import type {Parameters, Service} from './service.js'
import {claimedAccessKeyId, claimedService} from './signature/authorization.js'
import {sts, STS_VERSION} from './sts/service.js'

/** A request as it came in: which port, and every byte that a signature covers. */
export interface Incoming {
  readonly environment: Environment
  readonly method: string
  /** Path and query as they stood in the request line. */
  readonly target: string
  readonly headers: HeaderList
  readonly body: Buffer
}

/** What a request wants, before anything of it is believed. */
export interface Call {
  readonly service: Service
  readonly operation: string
  /** The `Version` of a query request; JSON services have it in the target. */
  readonly version: string | undefined
  readonly parameters: Parameters | undefined
  readonly environment: Environment
  readonly accessKeyId: string | null
}

/** What X-Amz-Target begins with. */
const JSON_SERVICES: readonly (readonly [prefix: string, Service])[] = [
  [MTURK_TARGET_PREFIX, mturk],
  [SECRETS_MANAGER_TARGET_PREFIX, secretsManager],
]

/**
 * Which service and operation a request is for: MTurk and Secrets Manager by X-Amz-Target, IAM and STS by Action and
 * Version in a form or in the query. Only MTurk lives at the sandbox port. Undefined where it is none of them.
 */
export function identify(incoming: Incoming): Call | undefined {
  const {environment, method, target, headers, body} = incoming
  const common = {environment, accessKeyId: claimedAccessKeyId(headers)}
  const amzTarget = headerOf(headers, 'x-amz-target')
  if (amzTarget !== undefined) {
    const [prefix, service] = JSON_SERVICES.find(([start]) => amzTarget.startsWith(start)) ?? []
    if (prefix === undefined || service === undefined || method !== 'POST') return undefined
    if (environment === 'sandbox' && service !== mturk) return undefined
    const operation = amzTarget.slice(prefix.length)
    return {...common, service, operation, version: undefined, parameters: jsonParameters(body)}
  }
  if (environment === 'sandbox' || !['GET', 'POST'].includes(method)) return undefined

  const query = target.split('?').slice(1).join('?')
  const fields = new URLSearchParams(method === 'POST' ? body.toString('utf8') : query)
  const {Action, Version, ...parameters} = Object.fromEntries(fields)
  if (Action === undefined) return undefined
  return {...common, service: queryService(Version, headers), operation: Action, version: Version, parameters}
}

/** For a request that is for no service here: what the host of a JSON service answers to a stranger. */
export function answerToStranger(requestId: string): Answer {
  return mturk.protocol.failure(frontEndError('unknownOperation', 'json'), requestId)
}

function queryService(version: string | undefined, headers: HeaderList): Service {
  if (version === IAM_VERSION) return iam
  if (version === STS_VERSION) return sts
  return claimedService(headers) === sts.signingName ? sts : iam
}

/** Undefined where the body is no JSON object. */
function jsonParameters(body: Buffer): Parameters | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parameters) : undefined
  } catch {
    return undefined
  }
}
