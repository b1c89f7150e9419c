import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {createServer as createTcpServer, type AddressInfo, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {inspect} from 'node:util'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {asMturkKey, wrapKey, type MturkKey} from '../credentials/index.js'
import {adminFromKey} from './admin-credentials.js'
import {createAws, type AwsOptions} from './clients.js'
import {describeFailure, describeRetry, describeWait} from './describe.js'
import {endpointResolver} from './endpoints.js'
import {AwsFailure} from './failure.js'
import {isThrottling, Patience} from './retry.js'

const ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const KEY: MturkKey = asMturkKey(wrapKey({accessKeyId: ID, secretAccessKey: SECRET}), null)
const ADMIN = adminFromKey(wrapKey({accessKeyId: ID, secretAccessKey: SECRET}))

interface Heard {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Reply = (response: ServerResponse, request: IncomingMessage) => void

const servers: Server[] = []

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
      return new Promise((resolve) => server.close(resolve))
    }),
  )
})

async function listening(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that gives these replies, one a request, and the last of them for ever after. */
async function serverWith(...replies: Reply[]): Promise<{url: string; heard: Heard[]}> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      heard.push({headers: request.headers, body})
      replies[Math.min(heard.length, replies.length) - 1]?.(response, request)
    })
  })
  return {url: await listening(server), heard}
}

const says =
  (status: number, body: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, headers).end(body)

const BALANCE = says(200, '{"AvailableBalance":"10000.00"}')
const WHO = says(
  200,
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
)

/** No pauses between tries, and little patience where a test waits for silence. */
function awsAt(url: string, options: Partial<AwsOptions> = {}) {
  const env = {AWS_ENDPOINT_URL: url, MTURK_SANDBOX_ENDPOINT_URL: url}
  const clock = {now: Date.now, sleep: async () => {}}
  return createAws({endpoints: endpointResolver({env}), clock, ...options})
}

const balance = (url: string, options: Partial<AwsOptions> = {}) =>
  awsAt(url, options).mturk(KEY, 'mturk').call('GetAccountBalance', {})

async function failureOf(call: Promise<unknown>): Promise<AwsFailure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AwsFailure)
  return error as AwsFailure
}

describe('a request', () => {
  it('is signed for us-east-1 and mturk-requester, whatever the environment and the files say', async () => {
    const {url, heard} = await serverWith(BALANCE)
    const home = await mkdtemp(path.join(tmpdir(), 'mturk-home-'))
    await mkdir(path.join(home, '.aws'))
    await writeFile(
      path.join(home, '.aws', 'config'),
      '[default]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\nmax_attempts = 7\n',
    )
    vi.stubEnv('HOME', home)
    vi.stubEnv('AWS_REGION', 'eu-central-1')
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true')
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true')
    vi.stubEnv('AWS_ENDPOINT_URL_MTURK', 'http://127.0.0.1:1')
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-token-of-somebody-else')
    expect(await balance(url)).toMatchObject({AvailableBalance: '10000.00'})
    expect(heard[0]?.headers.authorization).toMatch(
      new RegExp(`Credential=${ID}/\\d{8}/us-east-1/mturk-requester/aws4_request`),
    )
    expect(heard[0]?.headers['x-amz-security-token']).toBeUndefined()
    await rm(home, {recursive: true})
  })

  it('to IAM and STS is signed for their names, with the session token of an administrator', async () => {
    const {url, heard} = await serverWith(
      WHO,
      says(200, '<ListUsersResponse><ListUsersResult><Users/></ListUsersResult></ListUsersResponse>'),
    )
    const aws = awsAt(url)
    expect(await aws.sts(KEY).call('GetCallerIdentity', {})).toMatchObject({Account: '123456789012'})
    const temporary = adminFromKey(wrapKey({accessKeyId: ID, secretAccessKey: SECRET, sessionToken: 'token-of-a-role'}))
    await aws.iam(temporary).call('ListUsers', {})
    expect(heard.map(({headers}) => /us-east-1\/(\w+)/.exec(headers.authorization ?? '')?.[1])).toEqual(['sts', 'iam'])
    expect(heard.map(({headers}) => headers['x-amz-security-token'])).toEqual([undefined, 'token-of-a-role'])
  })

  it('to Mechanical Turk takes no credentials of an administrator', () => {
    // Whether this compiles is the test: `npm run typecheck` fails where one of the three is allowed.
    const mixed = ({mturk, iam}: ReturnType<typeof awsAt>) => [
      // @ts-expect-error two types that never mix
      mturk(ADMIN, 'mturk'),
      // @ts-expect-error an unchecked key may be temporary
      mturk(wrapKey({accessKeyId: ID, secretAccessKey: SECRET}), 'mturk'),
      // @ts-expect-error a key for Mechanical Turk does not administer by accident
      iam(KEY),
    ]
    expect(mixed).toBeTypeOf('function')
  })

  it('is not made at all where the endpoint is refused', async () => {
    await expect(balance('http://elsewhere.example')).rejects.toMatchObject({code: 'usage', exit: 2})
  })
})

describe('an answer', () => {
  it('of a fault is asked for again, and the person sees why they wait', async () => {
    const {url, heard} = await serverWith(
      says(503, ''),
      says(400, '{"__type":"ThrottlingException","message":"Rate exceeded"}'),
      BALANCE,
    )
    const codes: unknown[] = []
    const answer = await balance(url, {onRetry: ({failure}) => codes.push(failure.code ?? failure.httpStatus)})
    expect(answer.AvailableBalance).toBe('10000.00')
    expect(codes).toEqual([503, 'ThrottlingException'])
    expect(heard).toHaveLength(3)
  })

  it.each(['CreateAccessKey', 'CreateUser'] as const)('to %s is never asked for twice', async (operation) => {
    const {url, heard} = await serverWith(
      says(500, '<ErrorResponse><Error><Code>ServiceFailure</Code></Error></ErrorResponse>'),
    )
    const failure = await failureOf(awsAt(url).iam(ADMIN).call(operation, {UserName: 'x'}))
    expect(failure).toMatchObject({kind: 'answer', httpStatus: 500, code: 'ServiceFailure', operation})
    expect(heard).toHaveLength(1)
    expect(heard[0]?.headers.connection).toBe('close')
  })

  it('with an error comes out in one shape', async () => {
    const body =
      '{"__type":"RequestError","Message":"To use the MTurk API\\u001b[31m, you will need (1631094715163)","TurkErrorCode":"AWS.AccountNotLinked"}'
    const {url} = await serverWith(says(400, body, {'x-amzn-requestid': 'r-1', date: 'Sat, 21 Nov 2026 12:00:00 GMT'}))
    const noon = Date.parse('2026-11-21T12:06:00Z')
    expect(await failureOf(balance(url, {clock: {now: () => noon, sleep: async () => {}}}))).toMatchObject({
      kind: 'answer',
      service: 'mturk',
      operation: 'GetAccountBalance',
      host: new URL(url).host,
      httpStatus: 400,
      code: 'RequestError',
      turkErrorCode: 'AWS.AccountNotLinked',
      message: 'To use the MTurk API, you will need',
      requestId: 'r-1',
      clockOffsetSeconds: 360,
    })
  })

  it('tells the time there, also when all is well, and the SDK does not correct ours behind our back', async () => {
    const {url, heard} = await serverWith(
      says(200, '{"AvailableBalance":"1"}', {date: new Date(Date.now() + 3_600_000).toUTCString()}),
    )
    const aws = awsAt(url)
    expect(aws.clockOffsetSeconds()).toBeUndefined()
    await aws.mturk(KEY, 'mturk').call('GetAccountBalance', {})
    await aws.mturk(KEY, 'mturk').call('GetAccountBalance', {})
    expect(aws.clockOffsetSeconds()).toBeLessThan(-3590)
    const signed = String(heard[1]?.headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')
    expect(Math.abs(Date.parse(signed) - Date.now())).toBeLessThan(60_000)
  })

  it.each([
    [
      'an HTML page with status 200',
      says(200, '<html><title>Sign in</title></html>', {'content-type': 'text/html'}),
      200,
    ],
    ['half a JSON object', says(200, '{"AvailableBalance":"10'), 200],
    ['a redirect', says(302, '', {location: 'https://portal.example/'}), 302],
    ['a page of a proxy', says(407, '<html><title>Proxy Authentication Required</title></html>'), 407],
    ['an empty error', says(400, ''), 400],
    [
      'an XML error where JSON was due',
      says(403, '<Error><Code>Forbidden</Code><Message>This Requester API is no longer supported.</Message></Error>'),
      403,
    ],
    ['binary rubbish', (response) => void response.writeHead(400).end(Buffer.from([0, 255, 27, 91, 51])), 400],
  ] as readonly [string, Reply, number][])('that is %s is a failure and no crash', async (_, reply, status) => {
    const {url} = await serverWith(reply)
    expect(await failureOf(balance(url))).toMatchObject({kind: 'answer', httpStatus: status})
  })

  it.each(['a', ' ', 'Throttling', 'is', 'Exception'])(
    'is understood although the secret is %j, a piece of what was said',
    async (secretAccessKey) => {
      const {url} = await serverWith(
        says(400, '{"__type":"ThrottlingException","message":"Throttling Exception is on."}'),
      )
      const key = asMturkKey(wrapKey({accessKeyId: ID, secretAccessKey}), null)
      const failure = await failureOf(awsAt(url).mturk(key, 'mturk').call('GetAccountBalance', {}))
      expect(isThrottling(failure)).toBe(true)
      expect(failure.said).toMatchObject({code: 'ThrottlingException', message: 'Throttling Exception is on.'})
      expect(failure.code).toBe('ThrottlingException')
    },
  )

  it('without a word is described by the name of its status', async () => {
    const {url} = await serverWith(says(503, ''))
    const lines: string[] = []
    const failure = await failureOf(balance(url, {onRetry: (retry) => lines.push(describeRetry(retry))}))
    const {host} = new URL(url)
    const words = `Mechanical Turk (production) at ${host} (from AWS_ENDPOINT_URL) answered GetAccountBalance with HTTP 503 (Service Unavailable).`
    expect(describeFailure(failure)).toBe(words)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^Mechanical Turk .* \(Service Unavailable\)\. Trying again in 0\.[123] s\.$/)
  })

  it('that is slow is announced once, and one that is quick is not', async () => {
    const slow = await serverWith((response) => void setTimeout(() => response.end('{"AvailableBalance":"1"}'), 1300))
    const waits: string[] = []
    await balance(slow.url, {onWait: (whom) => waits.push(describeWait(whom))})
    expect(waits).toEqual([
      `Waiting for an answer from Mechanical Turk (production) at ${new URL(slow.url).host} (from AWS_ENDPOINT_URL) …`,
    ])
    await balance((await serverWith(BALANCE)).url, {onWait: () => waits.push('again')})
    expect(waits).toHaveLength(1)
  })

  it('keeps what an unexpected error says', async () => {
    const {url} = await serverWith(
      says(403, '<Error><Code>Forbidden</Code><Message>This Requester API is no longer supported.</Message></Error>'),
    )
    expect(await failureOf(balance(url))).toMatchObject({
      code: 'Forbidden',
      message: 'This Requester API is no longer supported.',
    })
  })
})

describe('silence', () => {
  const impatient = () => ({patience: new Patience(400, 50)})

  it('of a port that nobody listens on', async () => {
    const {url} = await serverWith(BALANCE)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await failureOf(balance(url))).toMatchObject({
      kind: 'network',
      code: 'ECONNREFUSED',
      message: `${new URL(url).host} refused the connection.`,
    })
  })

  it.each([
    ['closes the connection at once', (response) => void response.destroy()],
    [
      'closes it in the middle of the answer',
      (response) => void response.writeHead(200, {'content-length': '99'}).write('{', () => response.destroy()),
    ],
  ] as readonly [string, Reply][])('of a server that %s', async (_, reply) => {
    const {url, heard} = await serverWith(reply)
    expect(await failureOf(balance(url))).toMatchObject({kind: 'network', code: 'ECONNRESET'})
    expect(heard).toHaveLength(3)
  })

  it.each([
    ['never answers', () => {}],
    ['never ends its answer', (response) => void response.writeHead(200).write('{')],
  ] as readonly [string, Reply][])('of a server that %s ends in time', async (_, reply) => {
    const {url} = await serverWith(reply)
    const start = Date.now()
    expect(await failureOf(balance(url, impatient()))).toMatchObject({kind: 'network', code: 'TIMEOUT'})
    expect(Date.now() - start).toBeLessThan(3000)
  })

  it('of something that speaks no HTTP', async () => {
    const url = await listening(
      createTcpServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n', () => socket.destroy())),
    )
    expect(await failureOf(balance(url))).toMatchObject({kind: 'network', code: expect.stringMatching(/^HPE_/)})
  })

  it('of a server that speaks no TLS', async () => {
    const {url} = await serverWith(BALANCE)
    expect(await failureOf(balance(url.replace('http:', 'https:')))).toMatchObject({
      kind: 'network',
      host: new URL(url).host,
    })
  })

  it('of a host name that does not exist', async () => {
    expect(await failureOf(balance('https://mturk.invalid'))).toMatchObject({
      kind: 'network',
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
      message: expect.stringContaining('mturk.invalid'),
    })
  })

  it('is ended by Ctrl-C at once', async () => {
    const controller = new AbortController()
    const {url, heard} = await serverWith(() => controller.abort(new Error('stopped')))
    await expect(balance(url, {signal: controller.signal})).rejects.toThrow('stopped')
    expect(heard).toHaveLength(1)
  })
})

describe('a secret', () => {
  /** Everything that DEBUG, a crash report or `inspect` could show of an error. */
  const everything = (error: unknown) => inspect(error, {depth: Infinity, showHidden: true}) + JSON.stringify(error)

  it.each([
    ['a refusal', says(403, '{"__type":"AccessDeniedException","Message":"no"}')],
    [
      'an answer that sends it back',
      says(400, `{"__type":"${SECRET}","Message":"your secret is ${SECRET}","TurkErrorCode":"x ${SECRET}"}`),
    ],
    ['an answer that nobody understands', says(200, SECRET)],
    ['a broken connection', (response) => void response.destroy()],
  ] as readonly [string, Reply][])(
    'is in no error about %s, and neither is the Authorization header',
    async (_, reply) => {
      const {url} = await serverWith(reply)
      const shown = everything(await failureOf(balance(url)))
      expect(shown).not.toContain(SECRET)
      expect(shown).not.toContain('AWS4-HMAC-SHA256')
    },
  )

  it('of another key that was asked with in the same run is in no error either', async () => {
    const other = 'oThErSeCrEtOtHeRsEcReToThErSeCrEt1234567'
    const {url} = await serverWith(BALANCE, says(400, `{"__type":"x","message":"the other one is ${other}"}`))
    const secrets = new Set<string>()
    const key = asMturkKey(wrapKey({accessKeyId: ID, secretAccessKey: other}), null)
    await awsAt(url, {secrets}).mturk(key, 'mturk').call('GetAccountBalance', {})
    const failure = await failureOf(balance(url, {secrets}))
    expect(failure.message).toBe('the other one is [secret]')
    expect(everything(failure)).not.toContain(other)
  })

  it('that AWS just made is not shown when its answer cannot be read', async () => {
    const made = 'nEwSeCrEtNeWsEcReTnEwSeCrEtNeWsEcReT1234'
    const {url} = await serverWith(
      says(200, `<CreateAccessKeyResponse><CreateAccessKeyResult><SecretAccessKey>${made}</Secr`),
    )
    const shown = everything(await failureOf(awsAt(url).iam(ADMIN).call('CreateAccessKey', {UserName: 'x'})))
    expect(shown).not.toContain(made)
  })
})
