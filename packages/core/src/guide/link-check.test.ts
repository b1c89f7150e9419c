import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createAws, endpointResolver, Patience} from '../aws/index.js'
import {asMturkKey, wrapKey} from '../credentials/index.js'
import type {MturkKey} from '../credentials/index.js'
import {getBalance, PRODUCTION, SANDBOX} from '../mturk/index.js'
import {linkCheck, linkCheckExit} from './link-check.js'

const KEY = asMturkKey(
  wrapKey({accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}),
  null,
)

interface Said {
  readonly status?: number
  readonly body: string
  readonly date?: string
}

const TEN_THOUSAND: Said = {body: '{"AvailableBalance":"10000.00"}'}
const UNLINKED: Said = {
  status: 400,
  body: '{"__type":"RequestError","Message":"To use the MTurk API, … (1631094715163)","TurkErrorCode":"AWS.AccountNotLinked"}',
}
const ANN: Said = {
  body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/lab/ann</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
}
const FORBIDDEN: Said = {
  status: 403,
  body: '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>invalid.</Message></Error></ErrorResponse>',
}

const servers: Server[] = []

afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))))

async function serverSaying({status = 200, body, date}: Said): Promise<{url: string; asked: () => number}> {
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.writeHead(status, date === undefined ? {} : {date}).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked}
}

/** An account that says this in each of the three places; undefined: nobody listens there. */
async function accountSaying(said: {production?: Said; sandbox?: Said; sts?: Said}) {
  const closed = 'http://127.0.0.1:1'
  const start = async (what: Said | undefined) => (what ? serverSaying(what) : {url: closed, asked: () => 0})
  const [production, sandbox, sts] = await Promise.all([start(said.production), start(said.sandbox), start(said.sts)])
  const env = {
    AWS_ENDPOINT_URL_MTURK: production.url,
    MTURK_SANDBOX_ENDPOINT_URL: sandbox.url,
    AWS_ENDPOINT_URL_STS: sts.url,
  }
  const aws = createAws({
    endpoints: endpointResolver({env}),
    clock: {now: Date.now, sleep: async () => {}},
    patience: new Patience(2000, 100),
  })
  return {aws, asked: () => production.asked() + sandbox.asked() + sts.asked()}
}

const BOTH = [PRODUCTION, SANDBOX]

describe('link-check', () => {
  it('says that all is well', async () => {
    const {aws} = await accountSaying({
      production: {body: '{"AvailableBalance":"182.50"}'},
      sandbox: TEN_THOUSAND,
      sts: ANN,
    })
    const result = await linkCheck(aws, KEY, BOTH)
    expect(result).toMatchObject({
      ok: true,
      accessKeyId: KEY.accessKeyId,
      identity: {account: '123456789012', arn: 'arn:aws:iam::123456789012:user/lab/ann', kind: 'user', userName: 'ann'},
      environments: [
        {
          environment: 'production',
          verdict: 'ok',
          remedy: [],
          availableBalance: '182.50',
          endpoint: {overriddenBy: 'AWS_ENDPOINT_URL_MTURK'},
        },
        {
          environment: 'sandbox',
          verdict: 'ok',
          availableBalance: '10000.00',
          endpoint: {overriddenBy: 'MTURK_SANDBOX_ENDPOINT_URL'},
        },
      ],
      warnings: [],
    })
    expect(linkCheckExit(result)).toBe(0)
  })

  it('says that only the sandbox is missing when only the sandbox is missing, and in which account', async () => {
    const {aws} = await accountSaying({production: TEN_THOUSAND, sandbox: UNLINKED, sts: ANN})
    const result = await linkCheck(aws, KEY, BOTH, {profile: 'lab'})
    expect(result).toMatchObject({
      ok: false,
      environments: [{verdict: 'ok'}, {verdict: 'not_linked', availableBalance: null}],
    })
    expect(result.environments[1]?.message).toContain('(1234-5678-9012) is not linked to a requester in the sandbox')
    expect(result.environments[1]?.remedy).toContainEqual({
      kind: 'run',
      command: 'mturk link-check --sandbox --profile lab --wait 10',
    })
    expect(linkCheckExit(result)).toBe(6)
  })

  it('ends with the code of production where both are bad', async () => {
    const {aws} = await accountSaying({production: {status: 410, body: ''}, sandbox: UNLINKED, sts: ANN})
    expect(linkCheckExit(await linkCheck(aws, KEY, BOTH))).toBe(8)
  })

  it('shows what Mechanical Turk says even where STS says nothing', async () => {
    const {aws} = await accountSaying({production: TEN_THOUSAND, sandbox: UNLINKED})
    const result = await linkCheck(aws, KEY, BOTH)
    expect(result).toMatchObject({identity: null, environments: [{verdict: 'ok'}, {verdict: 'not_linked'}]})
    expect(result.warnings).toEqual([
      expect.stringMatching(/^Whose key this is could not be found out\. STS .*refused the connection/),
    ])
  })

  it('shows what Mechanical Turk says even where STS refuses the key', async () => {
    const {aws} = await accountSaying({production: TEN_THOUSAND, sandbox: TEN_THOUSAND, sts: FORBIDDEN})
    expect(await linkCheck(aws, KEY, BOTH)).toMatchObject({
      ok: true,
      identity: null,
      warnings: [expect.stringContaining('InvalidClientTokenId')],
    })
  })

  it('does not say the same thing twice', async () => {
    const unknown = {status: 400, body: '{"__type":"UnrecognizedClientException","message":"invalid."}'}
    const {aws} = await accountSaying({production: unknown, sandbox: unknown, sts: FORBIDDEN})
    const result = await linkCheck(aws, KEY, BOTH)
    expect(result).toMatchObject({
      identity: null,
      warnings: [],
      environments: [{verdict: 'bad_key_id'}, {verdict: 'bad_key_id'}],
    })
    expect(result.environments[0]?.message).toContain('****************MPLE')
    expect(result.environments[0]?.message).not.toContain(KEY.accessKeyId)
  })

  it('calls silence silence', async () => {
    const {aws} = await accountSaying({sandbox: TEN_THOUSAND, sts: ANN})
    const result = await linkCheck(aws, KEY, BOTH)
    expect(result.environments.map(({verdict}) => verdict)).toEqual(['unreachable', 'ok'])
    expect(result.environments[0]?.message).toContain('this says nothing about your keys')
  })

  it('warns of a wrong clock on a good answer', async () => {
    const date = new Date(Date.now() + 6 * 60_000).toUTCString()
    const {aws} = await accountSaying({
      production: {...TEN_THOUSAND, date},
      sandbox: {...TEN_THOUSAND, date},
      sts: {...ANN, date},
    })
    expect((await linkCheck(aws, KEY, BOTH)).warnings).toEqual([expect.stringContaining('clock is 6 minutes behind')])
  })

  it('does not ask with a temporary key', async () => {
    const {aws, asked} = await accountSaying({production: TEN_THOUSAND, sandbox: TEN_THOUSAND, sts: ANN})
    const temporary = wrapKey({
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'x',
      sessionToken: 't',
    }) as MturkKey
    await expect(linkCheck(aws, temporary, BOTH)).rejects.toMatchObject({code: 'temporary_credentials', exit: 3})
    await expect(getBalance(aws, temporary, SANDBOX)).rejects.toMatchObject({code: 'temporary_credentials', exit: 3})
    expect(asked()).toBe(0)
  })

  it('asks nobody where one of the two environments would be asked at AWS', async () => {
    const {url, asked} = await serverSaying(TEN_THOUSAND)
    const aws = createAws({endpoints: endpointResolver({env: {AWS_ENDPOINT_URL: url}})})
    await expect(linkCheck(aws, KEY, BOTH)).rejects.toMatchObject({code: 'usage', exit: 2})
    expect(asked()).toBe(0)
  })
})

describe('balance', () => {
  it('is what AWS says, to the letter', async () => {
    const {aws} = await accountSaying({
      sandbox: TEN_THOUSAND,
      production: {body: '{"AvailableBalance":"0.10","OnHoldBalance":"2.500"}'},
    })
    expect(await getBalance(aws, KEY, SANDBOX)).toEqual({
      availableBalance: '10000.00',
      onHoldBalance: null,
      currency: 'USD',
    })
    expect(await getBalance(aws, KEY, PRODUCTION)).toMatchObject({availableBalance: '0.10', onHoldBalance: '2.500'})
  })

  it.each([
    '{}',
    '{"AvailableBalance":null}',
    '{"AvailableBalance":""}',
    '{"AvailableBalance":"plenty"}',
    '{"OnHoldBalance":"1.00"}',
    '[]',
    'null',
  ])('an answer without one is an error and not undefined (pain 18): %s', async (body) => {
    const {aws} = await accountSaying({production: {body}})
    await expect(getBalance(aws, KEY, PRODUCTION)).rejects.toMatchObject({code: 'unknown', exit: 1})
  })

  it('fails with the verdict, the environment and the place asked', async () => {
    const {aws} = await accountSaying({production: TEN_THOUSAND, sandbox: UNLINKED})
    await expect(getBalance(aws, KEY, SANDBOX, {profile: 'lab'})).rejects.toMatchObject({
      code: 'not_linked',
      exit: 6,
      message: expect.stringMatching(
        /^Mechanical Turk \(sandbox\) at 127\.0\.0\.1:\d+ \(from MTURK_SANDBOX_ENDPOINT_URL\) answered/,
      ),
    })
  })
})
