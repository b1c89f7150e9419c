import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Answer, HeaderList} from './answer.js'

/** What a listener hands on: a request with a sound Host header and a bounded body. */
export interface Received {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly body: Buffer
}

export interface Reply {
  /** `null`: say nothing; `'cut'`: close the connection. */
  readonly answer: Answer | 'cut' | null
  /** For the Date header, in milliseconds. */
  readonly at: number
}

export interface Listener {
  readonly port: number
  /** Cuts every connection and frees the port. */
  close(): Promise<void>
}

const MAX_BODY = 1024 * 1024

/** AWS names no limit for these requests; ours only keeps a stray upload from filling the memory. */
const tooLarge: Answer = {
  status: 413,
  headers: {'Content-Type': 'application/json', Connection: 'close'},
  body: JSON.stringify({
    __type: 'RequestEntityTooLargeException',
    message: `A request holds at most ${MAX_BODY} bytes.`,
  }),
}

/** A page that a browser was lured to through a foreign name for 127.0.0.1 gets no further than this. */
const foreignHost: Answer = {
  status: 403,
  headers: {'Content-Type': 'application/json'},
  body: JSON.stringify({message: 'This server answers to 127.0.0.1 and localhost only.'}),
}

/**
 * Listens on 127.0.0.1; port 0 takes a free one.
 *
 * @throws Error with Node's code (EADDRINUSE, EACCES) where the port cannot be had
 */
export async function listen(
  port: number,
  now: () => number,
  answer: (received: Received) => Promise<Reply>,
): Promise<Listener> {
  // A request without Host is refused below, with the emulator's Date.
  const server = createServer({requireHostHeader: false}, (request, response) => {
    response.on('error', () => response.destroy()) // the client has gone: nobody to tell
    void serve(request, portOf(server), answer, now)
      .catch(() => ({answer: 'cut', at: now()}) as const)
      .then((reply) => send(response, reply))
  })
  server.on('clientError', (_error, socket) => {
    const date = new Date(now()).toUTCString()
    if (socket.writable)
      socket.end(`HTTP/1.1 400 Bad Request\r\nDate: ${date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    else socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {port: portOf(server), close: () => close(server)}
}

async function serve(
  request: IncomingMessage,
  port: number,
  answer: (received: Received) => Promise<Reply>,
  now: () => number,
): Promise<Reply> {
  const {host} = request.headers
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return {answer: foreignHost, at: now()}
  const body = await readBody(request)
  if (body === undefined) return {answer: tooLarge, at: now()}
  return answer({method: request.method ?? '', target: request.url ?? '/', headers: pairsOf(request.rawHeaders), body})
}

/** Undefined where it is too large; it is read to its end, so that the client gets to see the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) chunks.length = 0
    else chunks.push(chunk)
  }
  return size > MAX_BODY ? undefined : Buffer.concat(chunks)
}

function send(response: ServerResponse, {answer, at}: Reply): void {
  if (answer === null) return
  if (answer === 'cut') {
    response.destroy()
    return
  }
  const {status, headers, body} = answer
  response.sendDate = false // Node's own clock is not the emulator's
  response.writeHead(status, {
    Date: new Date(at).toUTCString(),
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

function pairsOf(rawHeaders: readonly string[]): HeaderList {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
