import {describe, expect, it} from 'vitest'
import type {Clock} from '../clock.js'
import type {Emulator, EmulatorKey} from '../emulator.js'
import {HandClock, start} from '../testing/running.js'
import {mturk, query, textOf, type Got, type Signing} from '../testing/signed-client.js'

const ROLE = 'arn:aws:iam::123456789012:role/admin'

function assume(emulator: Emulator, key: Signing['key'], fields: Record<string, string> = {}, clock?: Clock) {
  const wanted = {RoleArn: ROLE, RoleSessionName: 'ana@lab', ...fields}
  return query(emulator.endpoint, {key, service: 'sts', ...at(clock)}, 'AssumeRole', wanted)
}

const at = (clock: Clock | undefined) => (clock === undefined ? {} : {at: clock.now()})

function keyIn({body}: Got): EmulatorKey & {sessionToken: string} {
  const text = (name: string) => textOf(body, name)
  return {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('SessionToken'),
  }
}

const errorOf = ({status, body}: Got) => [status, textOf(body, 'Code'), textOf(body, 'Message')]
const listUsers = (emulator: Emulator, key: Signing['key'], clock?: Clock) =>
  query(emulator.endpoint, {key, service: 'iam', ...at(clock)}, 'ListUsers')

/** A user who may assume any role, and one that administrates. */
async function lab(clock?: Clock) {
  const emulator = await start(clock === undefined ? {} : {clock})
  const Statement = {Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*'}
  emulator.createUser('ana', {inlinePolicies: {assume: {Version: '2012-10-17', Statement}}})
  emulator.createRole('admin', {policies: ['IAMFullAccess']})
  return {emulator, ana: emulator.createAccessKey('ana')}
}

describe('a role session', () => {
  it('may do what the role may, until it ends', async () => {
    const clock = new HandClock()
    const {emulator, ana} = await lab(clock)
    const begun = clock.now()
    const session = keyIn(await assume(emulator, ana, {DurationSeconds: '900'}, clock))
    expect(session.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(await listUsers(emulator, session, clock)).toMatchObject({status: 200})
    clock.advance(Math.floor(begun / 1000) * 1000 + 899_999 - begun)
    expect(await listUsers(emulator, session, clock)).toMatchObject({status: 200})
    clock.advance(1001)
    const expired = [403, 'ExpiredToken', 'The security token included in the request is expired']
    expect(errorOf(await listUsers(emulator, session, clock))).toEqual(expired)
  })

  it('is nothing without its own token, nor a lasting key with somebody’s', async () => {
    const {emulator, ana} = await lab()
    const {sessionToken, ...withoutToken} = keyIn(await assume(emulator, ana))
    const other = keyIn(await assume(emulator, ana))
    const unknown = [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.']
    for (const key of [withoutToken, {...withoutToken, sessionToken: other.sessionToken}, {...ana, sessionToken}]) {
      expect(errorOf(await listUsers(emulator, key))).toEqual(unknown)
    }
  })

  it('is told by its own name what it may not', async () => {
    const {emulator, ana} = await lab()
    const session = keyIn(await assume(emulator, ana))
    const refused = await query(emulator.endpoint, {key: session, service: 'sts'}, 'GetAccessKeyInfo', {
      AccessKeyId: ana.accessKeyId,
    })
    expect(errorOf(refused)).toEqual([
      403,
      'AccessDenied',
      'User: arn:aws:sts::123456789012:assumed-role/admin/ana@lab is not authorized to perform: sts:GetAccessKeyInfo on resource: * because no identity-based policy allows the sts:GetAccessKeyInfo action',
    ])
  })

  it('is left with what the request leaves it', async () => {
    const {emulator, ana} = await lab()
    const Statement = {Effect: 'Allow', Action: 'iam:Get*', Resource: '*'}
    const Policy = JSON.stringify({Version: '2012-10-17', Statement})
    const session = keyIn(await assume(emulator, ana, {Policy}))
    expect(errorOf(await listUsers(emulator, session))[2]).toMatch(/because no session policy allows the iam:ListUsers/)
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    const both = keyIn(await assume(emulator, ana, {Policy, 'PolicyArns.member.1.arn': arn}))
    expect(await listUsers(emulator, both)).toMatchObject({status: 200})
  })

  it('has no user to go by where a request names none', async () => {
    const {emulator, ana} = await lab()
    const session = keyIn(await assume(emulator, ana))
    expect(errorOf(await query(emulator.endpoint, {key: session, service: 'iam'}, 'GetUser'))).toEqual([
      400,
      'ValidationError',
      'Must specify userName when calling with non-User credentials',
    ])
  })

  it('opens nothing in Mechanical Turk', async () => {
    const {emulator, ana} = await lab()
    emulator.link('production')
    emulator.createRole('requester', {policies: ['AmazonMechanicalTurkFullAccess']})
    const key = keyIn(await assume(emulator, ana, {RoleArn: ROLE.replace('admin', 'requester')}))
    const {status, body} = await mturk(emulator.endpoint, {key})
    expect([status, JSON.parse(body)]).toMatchObject([400, {__type: 'UnrecognizedClientException'}])
  })

  it('ends at the boundary of its role', async () => {
    const {emulator, ana} = await lab()
    const Statement = {Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}
    const permissionsBoundary = emulator.createPolicy('little', {Version: '2012-10-17', Statement})
    emulator.createRole('bound', {policies: ['IAMFullAccess'], permissionsBoundary})
    const session = keyIn(await assume(emulator, ana, {RoleArn: ROLE.replace('admin', 'bound')}))
    expect(errorOf(await listUsers(emulator, session))[2]).toContain('because no permissions boundary allows')
  })
})

describe('assuming a role', () => {
  const denied = (who: string, RoleArn = ROLE) =>
    `User: arn:aws:iam::123456789012:user/${who} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`

  it('needs the trust of the role, and then one’s own policies or one’s name in it', async () => {
    const {emulator, ana} = await lab()
    emulator.createUser('bob')
    const bob = emulator.createAccessKey('bob')
    const AWS = 'arn:aws:iam::123456789012:user/bob'
    const named = {Effect: 'Allow', Principal: {AWS}, Action: 'sts:AssumeRole'}
    const {arn} = emulator.createRole('of-bob', {trustPolicy: {Version: '2012-10-17', Statement: named}})

    expect(await assume(emulator, bob, {RoleArn: arn})).toMatchObject({status: 200})
    expect(errorOf(await assume(emulator, bob))).toEqual([
      403,
      'AccessDenied',
      `${denied('bob')} because no identity-based policy allows the sts:AssumeRole action`,
    ])
    expect(errorOf(await assume(emulator, ana, {RoleArn: arn}))).toEqual([403, 'AccessDenied', denied('ana', arn)])
    const lost = ROLE.replace('admin', 'lost')
    expect(errorOf(await assume(emulator, ana, {RoleArn: lost}))).toEqual([403, 'AccessDenied', denied('ana', lost)])
  })

  it('is not for root', async () => {
    const {emulator} = await lab()
    expect(errorOf(await assume(emulator, emulator.rootKey))).toEqual([
      403,
      'AccessDenied',
      'Roles may not be assumed by root accounts.',
    ])
  })

  it('is for no longer than the role says, and from a session for an hour', async () => {
    const {emulator, ana} = await lab()
    const tooLong = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
    expect(errorOf(await assume(emulator, ana, {DurationSeconds: '3601'}))).toEqual([400, 'ValidationError', tooLong])
    const {arn} = emulator.createRole('long', {
      maxSessionSeconds: 43_200,
      policies: ['AdministratorAccess'],
      trustPolicy: {
        Version: '2012-10-17',
        Statement: {Effect: 'Allow', Principal: {AWS: '123456789012'}, Action: 'sts:AssumeRole'},
      },
    })
    const long = {RoleArn: arn, DurationSeconds: '43200'}
    const session = keyIn(await assume(emulator, ana, long))
    expect(errorOf(await assume(emulator, session, long))).toEqual([
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    ])
    expect(await assume(emulator, session, {RoleArn: arn})).toMatchObject({status: 200})
  })

  it.each([
    [{DurationSeconds: '899'}, 'Member must have value greater than or equal to 900'],
    [{DurationSeconds: '43201'}, 'Member must have value less than or equal to 43200'],
    [{RoleSessionName: 'a b'}, 'Member must satisfy regular expression pattern'],
    [{RoleArn: 'admin'}, 'Member must have length greater than or equal to 20'],
    [{Policy: '{'}, 'This policy contains invalid Json'],
    [
      {'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/Lost'},
      'Policy arn:aws:iam::aws:policy/Lost does not exist.',
    ],
  ])('%j is refused', async (fields, message) => {
    const {emulator, ana} = await lab()
    const {status, body} = await assume(emulator, ana, fields)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(textOf(body, 'Message')).toContain(message)
  })
})
