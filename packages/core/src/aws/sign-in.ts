import {isMturkError, usageError} from '../errors.js'
import type {Endpoint, Endpoints} from './endpoints.js'
import {failureOf} from './exchange.js'
import {AwsFailure, cleanWord, type SignInService} from './failure.js'

/** A request of the SDK's own clients, as far as it matters here. */
interface Request {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

interface Handler {
  handle(request: Request, options?: object): Promise<{readonly response: {readonly statusCode: number}}>
}

interface Extensible {
  httpHandler(): Handler
  setHttpHandler(handler: Handler): void
}

/** The only operations that the SDK's credential providers ask for, by their paths (models of SSO, SSO OIDC, Signin). */
const OPERATIONS: readonly {readonly path: string; readonly service: SignInService; readonly operation: string}[] = [
  {path: '/federation/credentials', service: 'sso', operation: 'GetRoleCredentials'},
  {path: '/v1/token', service: 'signin', operation: 'CreateOAuth2Token'},
  {path: '/token', service: 'sso-oidc', operation: 'CreateToken'},
]

/** Hosts of AWS's own where somebody signs in. */
const AWS_HOST = /\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|aws\.amazon\.com)$/

export interface SignInOptions {
  /** Of the profile that signs in. */
  readonly endpoints: Endpoints
  readonly secrets: Set<string>
}

/**
 * Watches over the clients that the SDK makes for itself when a profile signs in. They choose their addresses
 * themselves, and in another order than Boto; with each request goes a token. So no request leaves that does not go to
 * where our own resolver says, and what came back is kept: the SDK's errors do not tell silence from a refusal.
 */
export class SignIn {
  /** What went wrong last on the way, where it did. */
  trouble: Error | undefined
  /** What was answered last. */
  answered: {readonly service: SignInService; readonly operation: string; readonly httpStatus: number} | undefined
  readonly #options: SignInOptions

  constructor(options: SignInOptions) {
    this.#options = options
  }

  /** For `clientConfig` of a credential provider. */
  get clientConfig(): object {
    return {
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      maxAttempts: 3,
      // Milliseconds, for each try.
      requestHandler: {connectionTimeout: 2200, requestTimeout: 7500, throwOnRequestTimeout: true},
      extensions: [{configure: (client: Extensible) => client.setHttpHandler(this.#watched(client.httpHandler()))}],
    }
  }

  #watched(handler: Handler): Handler {
    return new Proxy(handler, {
      get: (target, name) => {
        if (name === 'handle') return (request: Request, options?: object) => this.#send(target, request, options)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  }

  async #send(handler: Handler, request: Request, options?: object) {
    const {service, operation} = OPERATIONS.find(({path}) => request.path.endsWith(path)) ?? {
      service: 'sso' as const,
      operation: request.path,
    }
    const {endpoints, secrets} = this.#options
    const token = request.headers['x-amz-sso_bearer_token']
    if (token) secrets.add(token)
    this.trouble = undefined
    let endpoint: Endpoint | undefined
    try {
      endpoint = await endpoints.of(service)
      refuseOtherAddress(request, endpoint, service)
      const result = await handler.handle(request, options)
      const httpStatus = result.response.statusCode
      this.answered = {service, operation, httpStatus}
      const question = {service, operation, host: request.hostname, overriddenBy: endpoint.overriddenBy}
      if (httpStatus >= 500) this.trouble = new AwsFailure({kind: 'answer', ...question, httpStatus, message: ''})
      return result
    } catch (error) {
      if (!endpoint || isMturkError(error)) this.trouble = error as Error
      else {
        const question = {service, operation, host: request.hostname, overriddenBy: endpoint.overriddenBy, secrets}
        this.trouble = failureOf(error, question, {})
      }
      throw error
    }
  }
}

/** @throws MturkError `usage` where the SDK goes its own way */
function refuseOtherAddress({protocol, hostname, port}: Request, endpoint: Endpoint, service: SignInService): void {
  const asked = URL.parse(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`)
  if (asked && endpoint.overriddenBy !== null) {
    const meant = new URL(endpoint.url)
    if (asked.protocol === meant.protocol && asked.host === meant.host) return
  } else if (asked?.protocol === 'https:' && AWS_HOST.test(asked.hostname)) return
  const variable = `AWS_ENDPOINT_URL_${service.replace('-', '_').toUpperCase()}`
  throw usageError(
    `The AWS SDK would sign in at ${cleanWord(`${protocol}//${hostname}`)}, and mturk reads ${endpoint.url}${endpoint.overriddenBy === null ? '' : ` in ${endpoint.overriddenBy}`}. Nothing was sent. Set ${variable} to say which is meant.`,
  )
}
