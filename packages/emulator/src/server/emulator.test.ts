import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {describe, expect, it} from 'vitest'
import {startEmulator, type Emulator, type EmulatorKey} from './emulator.js'
import {scenarios, type ScenarioName} from './scenarios.js'
import {HandClock, start} from './testing/running.js'
import {mturk, query, textOf} from './testing/signed-client.js'

async function balances(emulator: Emulator, key: EmulatorKey) {
  const answers = [await mturk(emulator.endpoint, {key}), await mturk(emulator.sandboxEndpoint, {key})]
  return answers.map(({status, body}) => {
    const {AvailableBalance, TurkErrorCode, __type} = JSON.parse(body) as Record<string, string>
    return AvailableBalance ?? TurkErrorCode ?? __type ?? status
  })
}

const whoAmI = (emulator: Emulator, key: EmulatorKey, at?: number) =>
  query(emulator.endpoint, {key, service: 'sts', ...(at === undefined ? {} : {at})}, 'GetCallerIdentity')

describe('a scenario', () => {
  it.for<[ScenarioName, 'root' | 'user', (string | number)[]]>([
    ['new-account', 'root', ['AWS.AccountNotLinked', 'AWS.AccountNotLinked']],
    ['user-without-policy', 'user', ['AccessDeniedException', 'AccessDeniedException']],
    ['user-without-policy', 'root', ['182.50', '10000.00']],
    ['linked-production-only', 'user', ['182.50', 'AWS.AccountNotLinked']],
    ['linked', 'user', ['182.50', '10000.00']],
    ['empty-balance', 'user', ['0.00', '10000.00']],
    ['closed', 'user', [410, 410]],
  ])('%s: the key of %s sees %j', async ([scenario, who, expected]) => {
    const emulator = await start({scenario})
    const key = who === 'root' ? emulator.rootKey : emulator.userKey
    expect(key).not.toBeNull()
    expect(await balances(emulator, key ?? emulator.rootKey)).toEqual(expected)
  })

  it('new-account has nobody but root', async () => {
    const emulator = await start()
    expect(emulator.userKey).toBeNull()
    expect(emulator.state()).toMatchObject({users: [], rootKeys: [{accessKeyId: emulator.rootKey.accessKeyId}]})
  })

  it('has a line for people', () => {
    for (const {summary} of Object.values(scenarios)) expect(summary).toMatch(/^[A-Z].{20,}[^.]$/)
  })

  it('that does not exist is refused with those that do', async () => {
    await expect(startEmulator({scenario: 'lost' as ScenarioName})).rejects.toThrow(/"lost".*new-account/)
  })
})

describe('the handle', () => {
  it('links, unlinks and fills each environment by itself', async () => {
    const emulator = await start()
    emulator.link('sandbox')
    emulator.setBalance('sandbox', {available: '12.50'})
    expect(await balances(emulator, emulator.rootKey)).toEqual(['AWS.AccountNotLinked', '12.50'])
    emulator.link('production')
    emulator.unlink('sandbox')
    expect(await balances(emulator, emulator.rootKey)).toEqual(['0.00', 'AWS.AccountNotLinked'])
  })

  it('shows an amount on hold where there is one', async () => {
    const emulator = await start({scenario: 'linked'})
    emulator.setBalance('production', {available: '10.00', onHold: '2.50'})
    const {body} = await mturk(emulator.endpoint, {key: emulator.rootKey})
    expect(JSON.parse(body)).toEqual({AvailableBalance: '10.00', OnHoldBalance: '2.50'})
    expect(() => emulator.setBalance('production', {available: '10'})).toThrow('"10"')
  })

  it('closes the service in either way', async () => {
    const emulator = await start({scenario: 'linked'})
    emulator.closeService()
    expect(await mturk(emulator.endpoint, {key: emulator.rootKey})).toMatchObject({status: 410})
    emulator.closeService('forbidden')
    expect(await mturk(emulator.sandboxEndpoint, {key: emulator.rootKey})).toMatchObject({
      status: 403,
      body: expect.stringContaining('This Requester API is no longer supported.'),
    })
    expect(await whoAmI(emulator, emulator.rootKey)).toMatchObject({status: 200})
  })

  it('sets a scene: a user, its policies, its boundary and its key', async () => {
    const emulator = await start({scenario: 'linked'})
    const boundary = emulator.createPolicy('lab', {
      Version: '2012-10-17',
      Statement: {Effect: 'Allow', Action: 'iam:*', Resource: '*'},
    })
    const {arn} = emulator.createUser('ana', {
      path: '/lab/',
      policies: ['AdministratorAccess'],
      permissionsBoundary: boundary,
      tags: {purpose: 'mturk'},
    })
    const key = emulator.createAccessKey('ana')
    expect(arn).toBe('arn:aws:iam::123456789012:user/lab/ana')
    expect(await balances(emulator, key)).toEqual(['AccessDeniedException', 'AccessDeniedException'])
    expect(await query(emulator.endpoint, {key, service: 'iam'}, 'ListUsers')).toMatchObject({status: 200})
    expect(() => emulator.createUser('ana')).toThrow('ana')
    expect(() => emulator.createUser('bob', {policies: ['Nothing']})).toThrow('Nothing')
    expect(() => emulator.createAccessKey('bob')).toThrow('bob')
  })

  it('sets a scene: groups, what a user has beside keys, and roles', async () => {
    const emulator = await start()
    expect(emulator.createGroup('admins', {path: '/lab/', policies: ['AdministratorAccess']})).toEqual({
      groupName: 'admins',
      arn: 'arn:aws:iam::123456789012:group/lab/admins',
    })
    emulator.createUser('ana', {groups: ['admins'], has: ['login-profile', 'virtual-mfa-device', 'ssh-public-key']})
    emulator.createUser('bob', {has: ['hardware-mfa-device', 'signing-certificate', 'service-specific-credential']})
    emulator.createGroup('people', {members: ['ana', 'bob']})
    expect(emulator.createRole('admin', {path: '/lab/', policies: ['AdministratorAccess']}).arn).toBe(
      'arn:aws:iam::123456789012:role/lab/admin',
    )
    expect(emulator.state()).toMatchObject({
      users: [
        {groups: ['admins', 'people'], hasLoginProfile: true, sshPublicKeys: [expect.stringMatching(/^APKA/)]},
        {
          groups: ['people'],
          hasLoginProfile: false,
          mfaDevices: [expect.stringMatching(/^GAHT/)],
          signingCertificates: [expect.stringMatching(/^[A-Z2-7]{32}$/)],
          serviceSpecificCredentials: [expect.stringMatching(/^ACCA/)],
        },
      ],
      groups: [
        {groupName: 'admins', attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'], members: ['ana']},
        {groupName: 'people', members: ['ana', 'bob']},
      ],
      roles: [{roleName: 'admin', trustPolicy: expect.stringContaining('arn:aws:iam::123456789012:root')}],
      mfaDevices: ['arn:aws:iam::123456789012:mfa/ana', expect.stringMatching(/^GAHT/)],
    })
    expect(() => emulator.createUser('cem', {groups: ['lost']})).toThrow('There is no group lost.')
    expect(() => emulator.createGroup('admins')).toThrow('admins')
    expect(() => emulator.createGroup('more', {members: ['cem']})).toThrow('There is no user cem.')
    expect(() => emulator.createRole('admin')).toThrow('admin')
    expect(() => emulator.createRole('more', {trustPolicy: {}})).toThrow('Syntax errors in policy.')
  })

  it('lets an organisation forbid even what root may do', async () => {
    const emulator = await start({scenario: 'linked'})
    const Statement = {Effect: 'Deny', Action: 'mechanicalturk:*', Resource: '*'}
    emulator.addServiceControlPolicy({Version: '2012-10-17', Statement})
    const {body} = await mturk(emulator.endpoint, {key: emulator.rootKey})
    expect(JSON.parse(body)).toEqual({
      __type: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:root is not authorized to perform: mechanicalturk:GetAccountBalance with an explicit deny in a service control policy',
    })
  })

  it('tells everything but the secrets', async () => {
    const emulator = await start({scenario: 'linked'})
    await whoAmI(emulator, emulator.rootKey)
    const told = JSON.stringify([emulator.state(), emulator.requests])
    expect(told).toContain(emulator.rootKey.accessKeyId)
    for (const secret of [emulator.rootKey.secretAccessKey, emulator.userKey?.secretAccessKey, emulator.controlToken]) {
      expect(told).not.toContain(secret)
    }
  })

  it('hides what a request could have as a secret', async () => {
    const emulator = await start()
    const signing = {key: emulator.rootKey, service: 'iam'}
    await query(emulator.endpoint, signing, 'CreateLoginProfile', {UserName: 'ana', Password: 'hunter2'})
    await query(emulator.endpoint, {...signing, service: 'sts'}, 'GetSessionToken', {TokenCode: '123456'})
    expect(emulator.requests).toMatchObject([
      {parameters: {UserName: 'ana', Password: '(hidden)'}},
      {parameters: {TokenCode: '(hidden)'}},
    ])
  })

  it('leads every AWS tool here', async () => {
    const emulator = await start()
    expect(emulator.environment()).toEqual({
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: emulator.endpoint,
      MTURK_SANDBOX_ENDPOINT_URL: emulator.sandboxEndpoint,
    })
    expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(emulator.sandboxEndpoint).not.toBe(emulator.endpoint)
  })
})

describe('waiting for a request', () => {
  it('finds one that came, one that arrives, and one by its answer', async () => {
    const emulator = await start()
    const arrival = emulator.waitForRequest(({service}) => service === 'sts')
    const answer = emulator.waitForRequest(({status}) => status === 200)
    await whoAmI(emulator, emulator.rootKey)
    expect(await arrival).toMatchObject({operation: 'GetCallerIdentity', status: null})
    expect(await answer).toMatchObject({operation: 'GetCallerIdentity', status: 200})
    expect(await emulator.waitForRequest(({operation}) => operation === 'GetCallerIdentity')).toMatchObject({
      status: 200,
    })
  })

  it('ends with what came instead', async () => {
    const emulator = await start()
    await whoAmI(emulator, emulator.rootKey)
    await expect(emulator.waitForRequest(({service}) => service === 'iam', {timeoutMs: 1})).rejects.toThrow(
      'No such request within 1 ms. Requests so far: sts:GetCallerIdentity.',
    )
  })
})

describe('a new key', () => {
  it('works only after a while; then it stops at once when it is made inactive', async () => {
    const clock = new HandClock()
    const emulator = await start({clock, newKeyDelayMs: 10_000})
    const at = clock.now()
    const root = {key: emulator.rootKey, service: 'iam', at}
    const {body} = await query(emulator.endpoint, root, 'CreateAccessKey')
    const key = {accessKeyId: textOf(body, 'AccessKeyId'), secretAccessKey: textOf(body, 'SecretAccessKey')}

    clock.advance(9_999)
    expect(await whoAmI(emulator, key, at)).toMatchObject({
      status: 403,
      body: expect.stringContaining('InvalidClientTokenId'),
    })
    clock.advance(1)
    expect(await whoAmI(emulator, key, at)).toMatchObject({status: 200})
    const change = {AccessKeyId: key.accessKeyId, Status: 'Inactive'}
    expect(await query(emulator.endpoint, root, 'UpdateAccessKey', change)).toMatchObject({status: 200})
    expect(await whoAmI(emulator, key, at)).toMatchObject({status: 403})
  })
})

describe('a new key that flaps', () => {
  it('is known to some of the replicas that answer, and then to all', async () => {
    const emulator = await start({newKeyAnswers: [true, false, true]})
    const root = {key: emulator.rootKey, service: 'iam', at: Date.now()}
    const {body} = await query(emulator.endpoint, root, 'CreateAccessKey')
    const key = {accessKeyId: textOf(body, 'AccessKeyId'), secretAccessKey: textOf(body, 'SecretAccessKey')}
    const statuses: number[] = []
    for (let asked = 0; asked < 5; asked++) statuses.push((await whoAmI(emulator, key)).status)
    expect(statuses).toEqual([200, 403, 200, 200, 200])
    expect(await whoAmI(emulator, emulator.rootKey)).toMatchObject({status: 200})
  })
})

describe('starting', () => {
  it('leaves nothing running when a port is taken', async () => {
    const taken = await start()
    const sandboxPort = Number(new URL(taken.endpoint).port)
    const port = await freePort()
    await expect(startEmulator({port, sandboxPort})).rejects.toMatchObject({code: 'EADDRINUSE'})
    expect((await start({port})).endpoint).toBe(`http://127.0.0.1:${port}`)
  })

  it('wants an account id of twelve digits', async () => {
    await expect(startEmulator({accountId: '1234'})).rejects.toThrow('"1234"')
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => void server.close(resolve))
  return port
}
