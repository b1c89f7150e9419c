import {createHash} from 'node:crypto'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {adminFromProfile} from './admin-credentials.js'
import {createAws, type Aws} from './clients.js'
import {endpointResolver} from './endpoints.js'

const START = 'https://lab.awsapps.com/start'
const TOKEN = 'sso-token-of-this-test-0123456789'
const SSO = [
  '[profile sso]',
  `sso_start_url = ${START}`,
  'sso_region = us-east-1',
  'sso_account_id = 123456789012',
  'sso_role_name = Admin',
  '',
].join('\n')
const WEB = '[profile web]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nweb_identity_token_file = TOKEN_FILE\n'

let home: string
let server: Server
let url: string
let asked: string[]
let answer: (response: ServerResponse) => void
let aws: Aws

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'mturk-sign-in-'))
  await mkdir(path.join(home, '.aws', 'sso', 'cache'), {recursive: true})
  const token = {startUrl: START, region: 'us-east-1', accessToken: TOKEN, expiresAt: '2999-01-01T00:00:00Z'}
  const file = `${createHash('sha1').update(START).digest('hex')}.json`
  await writeFile(path.join(home, '.aws', 'sso', 'cache', file), JSON.stringify(token))
  await writeFile(path.join(home, 'token'), 'web-identity-token-0123456789\n')
  asked = []
  server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${String(request.headers['x-amz-sso_bearer_token'])}`)
    request.resume()
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(home, {recursive: true})
})

/** Signs in with these variables, which the SDK reads by itself, and with this config file. */
async function signIn(env: Record<string, string>, {config = SSO, profile = 'sso', limit = 30_000} = {}) {
  await writeFile(path.join(home, '.aws', 'config'), config.replace('TOKEN_FILE', path.join(home, 'token')))
  const all = {...env, HOME: home, AWS_CONFIG_FILE: path.join(home, '.aws', 'config')}
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value)
  aws = createAws({endpoints: endpointResolver({env})})
  const surroundings = {env: all, home}
  return adminFromProfile({profile, surroundings, allowInstanceMetadata: false, aws, limit})
    .provide()
    .catch((thrown: unknown) => thrown)
}

const json = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status, {'Content-Type': 'application/json'})
  response.end(body)
}

const usage = (message: RegExp) => ({code: 'usage', exit: 2, message: expect.stringMatching(message) as string})

describe('signing in', () => {
  it('asks where the variable says, and notes that it is not AWS', async () => {
    const roleCredentials = {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: 32503680000000,
    }
    answer = json(200, JSON.stringify({roleCredentials}))
    expect(await signIn({AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_SSO: url})).toMatchObject({
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    })
    expect(asked).toEqual([expect.stringContaining(TOKEN)])
    expect([...aws.signedInElsewhere]).toEqual([`asked at ${url} (AWS_ENDPOINT_URL_SSO) instead of AWS`])
    expect(aws.secrets).toContain(TOKEN)
  })

  it.each([
    ['http://192.0.2.1', /AWS_ENDPOINT_URL_SSO is refused: 192\.0\.2\.1 is not this computer/],
    ['nonsense', /AWS_ENDPOINT_URL_SSO is refused: it is not an address/],
    ['https://user:word@lab.example', /holds a user name/],
  ])('is refused at %s', async (address, message) => {
    expect(await signIn({AWS_ENDPOINT_URL_SSO: address})).toMatchObject(usage(message))
  })

  it('is refused where a renewed session would go over plain http', async () => {
    const config = `${SSO}sso_session = lab\n[sso-session lab]\nsso_region = us-east-1\nsso_start_url = ${START}\n`
    const error = await signIn({AWS_ENDPOINT_URL_SSO_OIDC: 'http://192.0.2.1'}, {config})
    expect(error).toMatchObject(usage(/AWS_ENDPOINT_URL_SSO_OIDC is refused/))
  })

  it.each(['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS'])(
    'is never AWS’s where %s leads to this computer',
    async (name) => {
      expect(await signIn({[name]: url})).toMatchObject(usage(/nothing gives one for SSO.*Set AWS_ENDPOINT_URL_SSO/))
    },
  )

  it('is never on this computer where IAM is AWS’s', async () => {
    expect(await signIn({AWS_ENDPOINT_URL_SSO: url})).toMatchObject(
      usage(/nothing gives one for IAM.*AWS_ENDPOINT_URL_IAM/),
    )
    expect(asked).toEqual([])
  })

  it('sends nothing where the SDK reads another address in the files than mturk does', async () => {
    const config = `[default]\nendpoint_url = ${url}\n${SSO}`
    expect(await signIn({}, {config})).toMatchObject(usage(/would sign in at http:\/\/127\.0\.0\.1.*Nothing was sent/))
    expect(asked).toEqual([])
  })

  it('with a web identity goes through our own client for STS, and without a word of the SDK', async () => {
    const warn = vi.spyOn(console, 'warn')
    answer = (response) =>
      response.end(
        '<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>',
      )
    const web = {config: WEB, profile: 'web'}
    expect(await signIn({AWS_ENDPOINT_URL_STS: url}, web)).toMatchObject({accessKeyId: 'ASIAIOSFODNN7EXAMPLE'})
    expect(aws.secrets).toContain('web-identity-token-0123456789')
    expect(await signIn({AWS_ENDPOINT_URL_STS: 'http://192.0.2.1'}, web)).toMatchObject(usage(/_STS is refused/))
    answer = (response) => response.end('<html>no XML')
    expect(await signIn({AWS_ENDPOINT_URL_STS: url}, web)).toMatchObject({name: 'AwsFailure', service: 'sts'})
    expect(warn).not.toHaveBeenCalled()
  })
})

describe('a sign-in that fails', () => {
  it('because nobody answers is silence, and no lack of credentials', async () => {
    const all = {AWS_ENDPOINT_URL: 'https://127.0.0.1:1'}
    expect(await signIn(all)).toMatchObject({kind: 'network', service: 'sso', code: 'ECONNREFUSED'})
  })

  it('with HTTP 503 is a fault of the service', async () => {
    answer = json(503, 'busy')
    expect(await signIn({AWS_ENDPOINT_URL: url})).toMatchObject({kind: 'answer', service: 'sso', httpStatus: 503})
  })

  it.each([
    [401, '{"message":"Session token not found or invalid"}', /Session token not found or invalid/],
    [403, '<html>', /GetRoleCredentials was answered with HTTP 403, and nothing that could be read/],
    [403, '{}', /GetRoleCredentials was answered with HTTP 403, and nothing that could be read/],
    [200, '<html>', /GetRoleCredentials was answered with HTTP 200, and nothing that could be read/],
  ])('with HTTP %i and %s says so in our words', async (status, body, message) => {
    answer = json(status, body)
    expect(await signIn({AWS_ENDPOINT_URL: url})).toMatchObject({
      code: 'no_credentials',
      exit: 3,
      message: expect.stringMatching(message) as string,
    })
  })

  it('never repeats the token that was sent', async () => {
    answer = json(401, JSON.stringify({message: `unknown: ${TOKEN}`}))
    expect(await signIn({AWS_ENDPOINT_URL: url})).toMatchObject({message: expect.stringContaining('unknown: [secret]')})
  })

  it('because a program never ends is given up', async () => {
    const config = '[profile program]\ncredential_process = sleep 3\n'
    expect(await signIn({}, {config, profile: 'program', limit: 50})).toMatchObject({
      code: 'no_credentials',
      exit: 3,
      message: expect.stringContaining('the credential_process did not come within 0.05 s') as string,
    })
  })
})
