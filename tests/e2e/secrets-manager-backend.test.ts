import {GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import type {BackendContext, Key} from '@mturk-cli/core'
import {describeBackend} from '@mturk-cli/core/testing'
import {startEmulator, type Emulator} from '@mturk-cli/emulator'
import {secretsManager} from '@mturk-cli/plugin-secrets-manager'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

function contextFor(emulator: Emulator, settings: Record<string, string> = {}): BackendContext {
  return {
    apiVersion: 1,
    env: {...emulator.environment()},
    home: '/nowhere',
    settings: {'secrets-manager.region': 'eu-central-1', ...settings},
    interactive: false,
    adminCredentials: async () => ({...emulator.rootKey}),
  }
}

describeBackend(
  'secrets-manager',
  {
    plugin: '@mturk-cli/plugin-secrets-manager',
    limits: {read: 60_000, change: 60_000},
    async create() {
      const emulator = await startEmulator()
      return {open: () => secretsManager(contextFor(emulator)), close: () => emulator.stop()}
    },
  },
  {describe, it},
)

const A: Key = {accessKeyId: 'AKIAAAAAAAAAAAAAAAA2', secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij'}
const B: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBB3', secretAccessKey: 'marker/SecretOfKeyB+0123456789abcdefghij'}
const C: Key = {accessKeyId: 'AKIACCCCCCCCCCCCCCC4', secretAccessKey: 'marker/SecretOfKeyC+0123456789abcdefghij'}

let emulator: Emulator
let operations = 0
const call = (operationId = `test-${++operations}`) => ({signal: new AbortController().signal, operationId})
const open = (settings?: Record<string, string>) => secretsManager(contextFor(emulator, settings))
const operationsSent = () => emulator.requests.map(({operation}) => operation)
const client = () =>
  new SecretsManagerClient({region: 'eu-central-1', endpoint: emulator.endpoint, credentials: emulator.rootKey})

beforeEach(async () => {
  emulator = await startEmulator()
})
afterEach(() => emulator.stop())

describe('a list', () => {
  it('reads no value where a tag speaks of the current version', async () => {
    await open().store?.({profile: 'lab', key: A, expect: null}, call())
    const before = operationsSent().length
    expect(await open().list({explicit: false}, call())).toMatchObject([{accessKeyId: A.accessKeyId}])
    expect(operationsSent().slice(before)).not.toContain('GetSecretValue')
  })

  it('is not misled by the tag of an older version', async () => {
    const place = await open().store?.({profile: 'lab', key: A, expect: null}, call())
    const SecretString = JSON.stringify({AccessKeyId: B.accessKeyId, SecretAccessKey: B.secretAccessKey, owner: 'x'})
    await client().send(new PutSecretValueCommand({SecretId: 'mturk/lab', SecretString}))
    expect(await open().list({explicit: false, accessKeyId: B.accessKeyId}, call())).toMatchObject([
      {location: {id: place?.id}, accessKeyId: B.accessKeyId},
    ])
    expect(await open().list({explicit: false, accessKeyId: A.accessKeyId}, call())).toEqual([])
  })
})

describe('a change', () => {
  it('moves AWSCURRENT only to a version that was read back, and only from the one it knew', async () => {
    const place = await open().store?.({profile: 'lab', key: A, expect: null}, call())
    if (!place) throw new Error('no place')
    const before = operationsSent().length
    await open().replace?.({location: place, key: B, expect: A.accessKeyId}, call())
    const sent = operationsSent().slice(before)
    expect(sent.indexOf('PutSecretValue')).toBeLessThan(sent.lastIndexOf('GetSecretValue'))
    expect(sent.lastIndexOf('GetSecretValue')).toBeLessThan(sent.indexOf('UpdateSecretVersionStage'))
    const now = await client().send(new GetSecretValueCommand({SecretId: 'mturk/lab'}))
    expect(now.VersionStages).toEqual(['AWSCURRENT'])
    expect(JSON.parse(now.SecretString ?? '')).toEqual({
      aws_access_key_id: B.accessKeyId,
      aws_secret_access_key: B.secretAccessKey,
    })
  })

  it('lets one of two win that replace the same key at once', async () => {
    const place = await open().store?.({profile: 'lab', key: A, expect: null}, call())
    if (!place) throw new Error('no place')
    const outcomes = await Promise.allSettled(
      [B, C].map(async (key) => open().replace?.({location: place, key, expect: A.accessKeyId}, call())),
    )
    expect(outcomes.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
    expect(outcomes.find(({status}) => status === 'rejected')).toMatchObject({reason: {code: 'conflict'}})
  })

  it.each(['CreateSecret', 'PutSecretValue', 'UpdateSecretVersionStage'])(
    'is done once where the answer to %s was lost',
    async (operation) => {
      const before = operation === 'CreateSecret' ? null : A.accessKeyId
      if (before) await open().store?.({profile: 'lab', key: A, expect: null}, call())
      emulator.addFault({match: {operation}, effect: {kind: 'drop-after'}, times: 1})
      const place = await open().store?.({profile: 'lab', key: B, expect: before}, call())
      expect(place && (await open().read(place, call()))).toEqual(B)
    },
  )
})

describe('a secret', () => {
  it('that is scheduled for deletion is not made again, with the command that brings it back', async () => {
    const place = await open().store?.({profile: 'lab', key: A, expect: null}, call())
    if (!place) throw new Error('no place')
    await open().remove?.({location: place, expect: A.accessKeyId}, call())
    await expect(open().store?.({profile: 'lab', key: A, expect: null}, call())).rejects.toMatchObject({
      code: 'not_writable',
      message: 'The secret mturk/lab in eu-central-1 is scheduled for deletion.',
      remedy: expect.stringContaining('restore-secret'),
    })
    await expect(open().placeFor?.({profile: 'lab', expect: null}, call())).resolves.toMatchObject({writable: false})
  })

  it('of somebody else is left alone', async () => {
    await open().store?.({profile: 'lab', key: A, expect: null}, call())
    const SecretString = '{"username":"a","password":"marker/p"}'
    await client().send(new PutSecretValueCommand({SecretId: 'mturk/lab', SecretString}))
    const [entry] = await open().list({explicit: false}, call())
    expect(entry).toMatchObject({problem: {code: 'malformed_credentials'}})
    const stored = open().store?.({profile: 'lab', key: A, expect: null}, call())
    await expect(stored).rejects.toMatchObject({code: 'not_writable', message: expect.not.stringContaining('marker')})
  })

  it('in another region is not found, and the words name the region that was asked', async () => {
    const place = await open().store?.({profile: 'lab', key: A, expect: null}, call())
    const elsewhere = {...place, id: JSON.stringify(['us-west-2', 'mturk/lab'])} as never
    await expect(open().read(elsewhere, call())).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no secret mturk/lab in us-west-2.',
    })
  })
})

describe('the set-up', () => {
  it.each([
    [{'secrets-manager.region': ''}, /no region is set/],
    [{'secrets-manager.region': 'Europe'}, /"Europe" is not the name of a region/],
    [{'secrets-manager.tags': 'mturk:a=b'}, /tags/],
    [{'secrets-manager.recovery-days': '3'}, /7 to 30/],
    [{'secrets-manager.prefix': 'a b'}, /prefix/],
  ])('%o is needed or mended first', async (settings, reason) => {
    const availability = await open(settings).probe(call())
    expect(availability).toMatchObject({state: 'needs-setup', reason: expect.stringMatching(reason)})
    expect(emulator.requests).toEqual([])
  })
})
