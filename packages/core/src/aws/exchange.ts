import type {IncomingMessage} from 'node:http'
import type {AwsService} from './failure.js'
import {AwsFailure, cleanMessage, cleanWord} from './failure.js'
import {readErrorAnswer, type Answer, type ErrorAnswer} from './answer.js'
import {isCertificateProblem} from './retry.js'
import type {SdkHandler, SdkResponse} from './sdk.js'

/** What is being asked; `secrets` must not come back in any message. */
export interface Question {
  readonly service: AwsService
  readonly operation: string
  readonly host: string
  /** What sends the request there instead of to AWS. */
  readonly overriddenBy: string | null
  readonly secrets: ReadonlySet<string>
}

const LONGEST_ANSWER = 8 * 1024 * 1024

/**
 * Listens in on one call, just above the wire, and keeps the answer as it came: its status, its headers, its body.
 * That is enough to say what went wrong, whatever the SDK makes of it.
 */
export class Exchange {
  answer: Answer | undefined

  readonly middleware =
    (next: SdkHandler): SdkHandler =>
    async (args) => {
      const result = await next(args)
      const response = result.response as SdkResponse
      const body = await readAll(response.body as IncomingMessage)
      this.answer = {status: response.statusCode, headers: response.headers, body: body.toString('utf8')}
      // The SDK reads it once more, from here.
      response.body = new Uint8Array(body)
      return result
    }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LONGEST_ANSWER) throw Object.assign(new Error('too long'), {code: 'ANSWER_TOO_LONG'})
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Turns what was thrown, and what was heard before, into the one shape. */
export function failureOf(
  error: unknown,
  question: Question,
  {answer, offsetSeconds}: {answer?: Answer | undefined; offsetSeconds?: number | undefined},
): AwsFailure {
  const {secrets: known, ...asked} = question
  const secrets = [...known]
  const clock = offsetSeconds === undefined ? {} : {clockOffsetSeconds: offsetSeconds}
  if (answer) {
    // A good answer that the SDK could not read may be the one that holds a new secret: nothing of its body is kept.
    const read: ErrorAnswer = answer.status < 300 ? {message: ''} : readErrorAnswer(answer)
    return new AwsFailure({
      kind: 'answer',
      ...asked,
      httpStatus: answer.status,
      ...wordsOf(read, secrets),
      ...(read.requestId === undefined ? {} : {requestId: cleanWord(read.requestId, secrets)}),
      said: wordsOf(read, []),
      ...clock,
    })
  }
  const code = networkCode(error)
  if (code === undefined) {
    const name = error instanceof Error ? error.name : typeof error
    return new AwsFailure({
      kind: 'client',
      ...asked,
      message: `The AWS SDK could not send ${asked.operation} (${name}).`,
    })
  }
  return new AwsFailure({kind: 'network', ...asked, code, message: describeSilence(code, asked.host)})
}

/** What is fit to be shown, and with no secrets to look for: what is fit to be understood. */
function wordsOf({code, turkErrorCode, message}: ErrorAnswer, secrets: readonly string[]) {
  return {
    ...(code === undefined ? {} : {code: cleanWord(code, secrets)}),
    ...(turkErrorCode === undefined ? {} : {turkErrorCode: cleanWord(turkErrorCode, secrets)}),
    message: cleanMessage(message, secrets),
  }
}

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  // The SDK gives this name to a connection that was reset too, so a code of Node's goes before it.
  if (code === undefined && error.name === 'TimeoutError') return 'TIMEOUT'
  // ERR_INVALID_… are complaints of Node about what we wanted to send.
  return code?.startsWith('ERR_INVALID_') || code?.startsWith('ERR_HTTP_') ? undefined : code
}

const SILENCE: Readonly<Record<string, (host: string) => string>> = {
  ENOTFOUND: (host) => `The host name ${host} was not found.`,
  EAI_AGAIN: (host) =>
    `The host name ${host} could not be looked up: there is no network, or its name server is silent.`,
  ECONNREFUSED: (host) => `${host} refused the connection.`,
  ECONNRESET: (host) => `${host} closed the connection without an answer.`,
  EPIPE: (host) => `${host} closed the connection without an answer.`,
  TIMEOUT: (host) => `${host} did not answer in time.`,
  ETIMEDOUT: (host) => `${host} did not answer in time.`,
  ENETUNREACH: (host) => `There is no way to ${host}: the network is down.`,
  EHOSTUNREACH: (host) => `There is no way to ${host}.`,
  ANSWER_TOO_LONG: (host) => `${host} sent more than any answer of AWS is long.`,
}

function describeSilence(code: string, host: string): string {
  if (isCertificateProblem(code)) return `${host} showed a certificate that this computer does not trust (${code}).`
  return SILENCE[code]?.(host) ?? `The connection to ${host} failed (${code}).`
}
