import type {Environment} from './account/account.js'
import {isoSeconds} from './clock.js'
import type {Call} from './identify.js'
import type {Parameters, ServiceName} from './service.js'

/** A request to one of the services, from its arrival on. */
export interface RecordedRequest {
  readonly service: ServiceName
  /** Only MTurk has one. */
  readonly environment?: Environment
  readonly operation: string
  /** As the request claims it, proved or not. */
  readonly accessKeyId: string | null
  /** As they were sent, without Action and Version; what could be a secret is hidden. */
  readonly parameters: Parameters
  /** ISO 8601, by the emulator's clock. */
  readonly at: string
  /** HTTP status; null while there is no answer, and for ever where the connection was cut. */
  readonly status: number | null
  readonly errorCode?: string
}

/** What has been asked, and a way to wait for it. */
export class RequestLog {
  readonly requests: RecordedRequest[] = []
  readonly #waiting = new Set<() => void>()

  /** Notes an arrival; the function it returns notes the answer. */
  open(call: Call, now: number): (status: number, errorCode: string | undefined) => void {
    const {service, operation, accessKeyId, environment, parameters = {}} = call
    const request: RecordedRequest = {
      service: service.name,
      ...(service.name === 'mturk' ? {environment} : {}),
      operation,
      accessKeyId,
      parameters: withoutSecrets(parameters),
      at: isoSeconds(now),
      status: null,
    }
    const index = this.requests.push(request) - 1
    this.#tell()
    return (status, errorCode) => {
      this.requests[index] = {...request, status, ...(errorCode === undefined ? {} : {errorCode})}
      this.#tell()
    }
  }

  /** See `Emulator.waitForRequest`. */
  async waitFor(
    predicate: (request: RecordedRequest) => boolean,
    {timeoutMs = 10_000}: {readonly timeoutMs?: number} = {},
  ): Promise<RecordedRequest> {
    const {promise, resolve, reject} = Promise.withResolvers<RecordedRequest>()
    const look = () => {
      const found = this.requests.find(predicate)
      if (found !== undefined) resolve(found)
    }
    const timer = setTimeout(() => reject(new Error(this.#noneWithin(timeoutMs))), timeoutMs)
    this.#waiting.add(look)
    try {
      look()
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(look)
    }
  }

  #noneWithin(timeoutMs: number): string {
    const seen = this.requests.map(({service, operation}) => `${service}:${operation}`).join(', ') || 'none'
    return `No such request within ${timeoutMs} ms. Requests so far: ${seen}.`
  }

  #tell(): void {
    for (const look of this.#waiting) look()
  }
}

/** Their names sound like secrets, and they are names and ids. */
const HARMLESS: readonly string[] = ['SecretId', 'ClientRequestToken', 'NextToken']

/** Passwords, codes and values of the operations that are here, and of those that a client may call too. */
function withoutSecrets(parameters: Parameters): Parameters {
  const hide = (name: string, value: unknown) =>
    /password|secret|token/i.test(name) && !HARMLESS.includes(name) ? '(hidden)' : value
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, hide(name, value)]))
}
