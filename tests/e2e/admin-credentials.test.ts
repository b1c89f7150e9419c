import {createHash} from 'node:crypto'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {adminFromKey, createAws, endpointResolver} from '@mturk-cli/core/aws'
import {wrapKey} from '@mturk-cli/core/credentials'
import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {changesIn, writeProfile} from './support/account.js'
import {envelope, LONG_LIVED_ID} from './support/expected.js'
import {secretsIn, secretsInFiles} from './support/traces.js'

const START = 'https://lab.awsapps.com/start'

interface Session extends EmulatorKey {
  readonly sessionToken: string
}

interface Scene {
  readonly home: Home
  readonly emulator: Emulator
}

/** A user who may do nothing but become the role, in the profile `base`; and the role, which may do all in IAM. */
function makeRole({home, emulator}: Scene): {roleArn: string; base: EmulatorKey} {
  const {arn} = emulator.createRole('Admin', {policies: ['IAMFullAccess']})
  const document = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn}]}
  emulator.createUser('boss', {inlinePolicies: {become: document}})
  const base = emulator.createAccessKey('boss')
  writeProfile(home, base, 'base')
  return {roleArn: arn, base}
}

async function sessionOf(scene: Scene): Promise<Session> {
  const {roleArn, base} = makeRole(scene)
  const aws = createAws({endpoints: endpointResolver({env: scene.emulator.environment()})})
  const input = {RoleArn: roleArn, RoleSessionName: 'sso'}
  const {Credentials} = await aws.sts(adminFromKey(wrapKey(base))).call('AssumeRole', input)
  const {AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken = ''} = Credentials ?? {}
  return {accessKeyId, secretAccessKey, sessionToken: SessionToken}
}

/** The portal of IAM Identity Center, as far as GetRoleCredentials goes. */
async function startPortal(session: Session, token: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const isKnown = request.headers['x-amz-sso_bearer_token'] === token
    response.writeHead(isKnown ? 200 : 401, {'Content-Type': 'application/json'})
    const roleCredentials = {...session, expiration: Date.now() + 3_600_000}
    response.end(JSON.stringify(isKnown ? {roleCredentials} : {message: 'Session token not found or invalid'}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {asked, env: {AWS_ENDPOINT_URL_SSO: url}, stop: () => void server.close()}
}

/** What `aws sso login` leaves behind. */
function writeSso(home: Home, accessToken: string, expiresAt: Date): void {
  const options = [`sso_start_url = ${START}`, 'sso_region = us-east-1', 'sso_account_id = 123456789012']
  home.write('.aws/config', ['[profile sso]', ...options, 'sso_role_name = Admin', ''].join('\n'))
  const file = `.aws/sso/cache/${createHash('sha1').update(START).digest('hex')}.json`
  home.write(
    file,
    JSON.stringify({startUrl: START, region: 'us-east-1', accessToken, expiresAt: expiresAt.toISOString()}),
  )
}

function inAnHour(): Date {
  return new Date(Date.now() + 3_600_000)
}

const CREATE = ['iam', 'create-user', 'anna', '--profile', 'anna', '--json']

/** Mechanical Turk was asked, and with no other key than the new one. */
function expectOnlyNewKey({requests}: Emulator, accessKeyId: string): void {
  const keys = requests.flatMap((request) => (request.service === 'mturk' ? [request.accessKeyId] : []))
  expect([...new Set(keys)]).toEqual([accessKeyId])
}

describe.concurrent('an administrator’s credentials', () => {
  it('are a static key in a profile, and never go to Mechanical Turk, nor does anything else of them', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.link('production')
    emulator.link('sandbox')
    writeProfile(home, emulator.rootKey, 'admin')
    const init = ['init', '--user-name', 'anna', '--profile', 'anna', '--admin-profile', 'admin', '--yes', '--json']
    const {exit, json} = await mturk(...init)
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'anna'}})
    expectOnlyNewKey(emulator, json.accessKeyId as string)
  })

  it('are a role that another profile may assume', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    const {roleArn} = makeRole({home, emulator})
    home.write('.aws/config', `[profile role]\nrole_arn = ${roleArn}\nsource_profile = base\n`)
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'role')
    expect({exit, json}).toMatchObject({exit: 0, json: {accessKeyId: expect.stringMatching(LONG_LIVED_ID) as string}})
    expect(await mturk('link-check', '--profile', 'anna', '--json')).toMatchObject({exit: 0})
    expectOnlyNewKey(emulator, json.accessKeyId as string)
    const byRole = emulator.requests.filter(({service}) => service === 'iam').map(({accessKeyId}) => accessKeyId)
    expect(new Set(byRole).size).toBe(1)
    expect(byRole[0]).toMatch(/^ASIA/)

    const listed = await mturk('iam', 'list-users', '--admin-profile', 'role')
    expect(listed.stdout).toMatch(/asked as assumed-role\/Admin\/\S+, account 1234-5678-9012 · profile role/)
    const gone = await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'role', '--yes', '--force', '--json')
    expect(gone).toMatchObject({exit: 0, json: {deleted: true}})
  })

  it('are what a program prints', async ({home, emulator, mturk}) => {
    const {accessKeyId, secretAccessKey, sessionToken} = await sessionOf({home, emulator})
    const printed = {Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken}
    home.write('printed.json', JSON.stringify(printed))
    const program = home.write(
      'print.mjs',
      `import {readFileSync} from 'node:fs'
process.stdout.write(readFileSync(${JSON.stringify(home.at('printed.json'))}))
`,
    )
    home.write('.aws/config', `[profile program]\ncredential_process = "${process.execPath}" "${program}"\n`)
    expect(await mturk(...CREATE, '--admin-profile', 'program')).toMatchObject({exit: 0, json: {userName: 'anna'}})
    expect(changesIn(emulator.requests.filter((request) => request.accessKeyId === accessKeyId))).toHaveLength(4)
  })

  it('are an SSO session that is signed in, and no secret of it stays or shows', async ({home, emulator, mturk}) => {
    const session = await sessionOf({home, emulator})
    const token = 'sso-token-of-this-test-0123456789'
    const portal = await startPortal(session, token)
    writeSso(home, token, inAnHour())
    const {exit, json, stdout, stderr} = await mturk(...CREATE, '--admin-profile', 'sso', {
      env: {...portal.env, DEBUG: '*'},
    })
    portal.stop()
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'anna'}})
    expect(portal.asked).toEqual([expect.stringMatching(/^\/federation\/credentials\?.*role_name=Admin/)])
    const secrets = {token, secret: session.secretAccessKey, session: session.sessionToken}
    expect(secretsIn(stdout + stderr, secrets)).toEqual([])
    expect(Object.keys(secretsInFiles(home, secrets))).toEqual([expect.stringMatching(/^\.aws\/sso\/cache\//)])
  })

  it('that come from an SSO session which has ended say with 3 how to sign in again', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeSso(home, 'old-token', new Date(Date.now() - 1000))
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'sso')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3, /profile sso .*expired/i)})
    expect(json.error.remedy).toContain('aws sso login')
    expect(emulator.requests).toEqual([])
  })

  it('of a role whose session has expired say so with 3, and nothing is made', async ({home, emulator, mturk}) => {
    const {roleArn} = makeRole({home, emulator})
    home.write('.aws/config', `[profile role]\nrole_arn = ${roleArn}\nsource_profile = base\n`)
    const message = 'The security token included in the request is expired'
    const expired = {kind: 'error', status: 403, code: 'ExpiredToken', message} as const
    emulator.addFault({match: {operation: 'GetCallerIdentity'}, effect: expired})
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'role')
    expect({exit, json}).toEqual({exit: 3, json: envelope('temporary_credentials', 3, /have expired/)})
    expect(json.error.message).toContain('profile role')
    expect(json.error.remedy).toContain('Sign in again')
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('of a role that expire half-way leave what a later session finishes', async ({home, emulator, mturk}) => {
    const {roleArn} = makeRole({home, emulator})
    home.write('.aws/config', `[profile role]\nrole_arn = ${roleArn}\nsource_profile = base\n`)
    const message = 'The security token included in the request is expired'
    const expired = {kind: 'error', status: 403, code: 'ExpiredToken', message} as const
    const heal = ['AttachUserPolicy', 'DeleteUser', 'DetachUserPolicy'].map((operation) =>
      emulator.addFault({match: {operation}, effect: expired}),
    )
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'role')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /have expired.*half-made/s)})
    for (const away of heal) away()
    expect(await mturk(...CREATE, '--admin-profile', 'role')).toMatchObject({exit: 0})
  })

  it('of a role that nobody may assume are an answer of AWS, exit 5', async ({home, emulator, mturk}) => {
    const {base} = makeRole({home, emulator})
    expect(base.accessKeyId).toMatch(LONG_LIVED_ID)
    const role = 'arn:aws:iam::123456789012:role/Other'
    home.write('.aws/config', `[profile role]\nrole_arn = ${role}\nsource_profile = base\n`)
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'role')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /sts:AssumeRole/)})
    expect(json.error.message).toContain('profile role')
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('of a profile that there is not say so with 3', async ({emulator, mturk}) => {
    for (const command of [CREATE, ['iam', 'list-users', '--json'], ['iam', 'delete-user', 'anna', '--json']]) {
      const {exit, json} = await mturk(...command, '--admin-profile', 'nobody')
      expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3, /profile nobody/)})
    }
    expect(emulator.requests).toEqual([])
  })
})

describe.concurrent('an organisation that demands a boundary', () => {
  it('gets users of mturk’s only where it is named, under its path', async ({home, emulator, mturk}) => {
    const allowed = {Effect: 'Allow', Action: 'mechanicalturk:*', Resource: '*'}
    const boundary = emulator.createPolicy('MturkOnly', {Version: '2012-10-17', Statement: [allowed]}, '/security/')
    const Statement = [
      {Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::*:user/labs/*'},
      {Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'},
    ]
    emulator.createUser('boss', {inlinePolicies: {labs: {Version: '2012-10-17', Statement}}})
    writeProfile(home, emulator.createAccessKey('boss'), 'boss')
    const refused = await mturk(...CREATE, '--admin-profile', 'boss', '--policy', 'read-only')
    expect(refused).toMatchObject({
      exit: 5,
      json: envelope('no_policy', 5, /iam:CreateUser on resource: .*:user\/anna /),
    })
    const right = ['--path', '/labs/', '--permissions-boundary', boundary, '--policy', 'read-only']
    const {exit, json} = await mturk(...CREATE, '--admin-profile', 'boss', ...right)
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {
        arn: 'arn:aws:iam::123456789012:user/labs/anna',
        policyArn: 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly',
      },
    })
    expect(emulator.state().users[1]).toMatchObject({path: '/labs/', permissionsBoundary: boundary})
  })
})
