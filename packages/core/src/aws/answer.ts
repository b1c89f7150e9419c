/** What an error answer of AWS says, whatever protocol it came in. */
export interface ErrorAnswer {
  readonly code?: string
  readonly turkErrorCode?: string
  readonly message: string
  readonly requestId?: string
}

export interface Answer {
  readonly status: number
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/**
 * Reads an error answer by its shape: JSON as Mechanical Turk sends it (`Message`, front-end errors `message`), XML
 * as IAM and STS do, and as the old Mechanical Turk API did. A page of somebody else's (a proxy, a captive portal)
 * gives its title. We do not ask the SDK: on a body that it does not expect it throws away what was said.
 */
export function readErrorAnswer({status, headers, body}: Answer): ErrorAnswer {
  const fromBody = readJson(body) ?? readXml(body) ?? {message: status >= 300 ? titleOf(body) : ''}
  const header = headers['x-amzn-errortype']
  const code = nameOf(header) ?? fromBody.code
  const requestId = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? fromBody.requestId
  return {...fromBody, ...(code === undefined ? {} : {code}), ...(requestId === undefined ? {} : {requestId})}
}

function readJson(body: string): ErrorAnswer | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const text = (...names: string[]) => {
    const values = names.map((name) => (parsed as Readonly<Record<string, unknown>>)[name])
    return values.find((value): value is string => typeof value === 'string')
  }
  const code = nameOf(text('__type', 'code', 'Code'))
  const turkErrorCode = text('TurkErrorCode')
  return {
    ...(code === undefined ? {} : {code}),
    ...(turkErrorCode === undefined ? {} : {turkErrorCode}),
    message: text('Message', 'message', 'errorMessage') ?? '',
  }
}

function readXml(body: string): ErrorAnswer | undefined {
  const code = element(body, 'Code')
  const message = element(body, 'Message')
  if (code === undefined && message === undefined) return undefined
  const requestId = element(body, 'RequestI[dD]')
  return {
    ...(code === undefined ? {} : {code}),
    message: message ?? '',
    ...(requestId === undefined ? {} : {requestId}),
  }
}

function element(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found === undefined ? undefined : decodeEntities(found.trim())
}

/** The title of an HTML page, or else the beginning of what can be read. */
function titleOf(body: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]
  const text = title ?? body.replaceAll(/<[^>]*>/g, ' ')
  return decodeEntities(text.replaceAll(/\s+/g, ' ').trim()).slice(0, 200)
}

/** `com.amazonaws.mturk#RequestError` and `RequestError:http://…` are both `RequestError`. */
function nameOf(type: string | undefined): string | undefined {
  return type?.replace(/^.*#/, '').replace(/[:,].*$/, '') || undefined
}

const ENTITIES: Readonly<Record<string, string>> = {lt: '<', gt: '>', quot: '"', apos: "'", amp: '&'}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name: string | undefined) => {
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    if (name !== undefined) return ENTITIES[name] ?? whole
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
}
