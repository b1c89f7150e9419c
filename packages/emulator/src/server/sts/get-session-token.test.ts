import {describe, expect, it} from 'vitest'
import type {Emulator} from '../emulator.js'
import {start} from '../testing/running.js'
import {mturk, query, textOf, type Got, type Signing} from '../testing/signed-client.js'

const ask = (emulator: Emulator, key: Signing['key'], service: string, operation: string, fields = {}) =>
  query(emulator.endpoint, {key, service}, operation, fields)
const errorOf = ({status, body}: Got) => [status, textOf(body, 'Code'), textOf(body, 'Message')]
const UNKNOWN = [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.']

async function sessionOf(emulator: Emulator, key: Signing['key'], fields = {}) {
  const {body} = await ask(emulator, key, 'sts', 'GetSessionToken', fields)
  const seconds = (Date.parse(textOf(body, 'Expiration')) - Date.now()) / 1000
  const text = (name: string) => textOf(body, name)
  const session = {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('SessionToken'),
  }
  return {session, seconds}
}

describe('a session of one’s own', () => {
  it('is its user, and may neither ask IAM nor start another', async () => {
    const emulator = await start({scenario: 'linked'})
    emulator.createUser('ana', {policies: ['AdministratorAccess']})
    const {session} = await sessionOf(emulator, emulator.createAccessKey('ana'))
    const {body} = await ask(emulator, session, 'sts', 'GetCallerIdentity')
    expect(textOf(body, 'Arn')).toBe('arn:aws:iam::123456789012:user/ana')
    expect(errorOf(await ask(emulator, session, 'iam', 'ListUsers'))).toEqual(UNKNOWN)
    expect(errorOf(await ask(emulator, session, 'sts', 'GetSessionToken'))).toEqual([
      403,
      'AccessDenied',
      'Cannot call GetSessionToken with session credentials',
    ])
    expect(await mturk(emulator.endpoint, {key: session})).toMatchObject({status: 400})
  })

  it('lasts as long as was asked for, and root’s an hour', async () => {
    const emulator = await start({scenario: 'linked'})
    const key = emulator.userKey ?? emulator.rootKey
    const minutes = async (whose: Signing['key'], fields = {}) =>
      Math.round((await sessionOf(emulator, whose, fields)).seconds / 60)
    expect(await minutes(key)).toBe(12 * 60)
    expect(await minutes(key, {DurationSeconds: '900'})).toBe(15)
    expect(await minutes(emulator.rootKey, {DurationSeconds: '129600'})).toBe(60)
  })

  it('ends with its user', async () => {
    const emulator = await start()
    emulator.createUser('ana')
    const key = emulator.createAccessKey('ana')
    const {session} = await sessionOf(emulator, key)
    await ask(emulator, emulator.rootKey, 'iam', 'DeleteAccessKey', {UserName: 'ana', AccessKeyId: key.accessKeyId})
    expect(await ask(emulator, session, 'sts', 'GetCallerIdentity')).toMatchObject({status: 200})
    await ask(emulator, emulator.rootKey, 'iam', 'DeleteUser', {UserName: 'ana'})
    expect(errorOf(await ask(emulator, session, 'sts', 'GetCallerIdentity'))).toEqual(UNKNOWN)
  })
})
