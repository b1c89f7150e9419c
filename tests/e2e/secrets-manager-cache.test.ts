import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {PutSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import type {BackendContext, Key, Location} from '@mturk-cli/core'
import {describeBackend} from '@mturk-cli/core/testing'
import {SCENARIO_USER, startEmulator, type Emulator} from '@mturk-cli/emulator'
import {secretsManager} from '@mturk-cli/plugin-secrets-manager'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {it as itForReal} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {secretsIn} from './support/traces.js'

const REGION = 'eu-central-1'
const CACHED = {'secrets-manager.cache-seconds': '300'}
const A: Key = {accessKeyId: 'AKIAAAAAAAAAAAAAAAA2', secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij'}
const B: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBB3', secretAccessKey: 'marker/SecretOfKeyB+0123456789abcdefghij'}

type Given = Partial<Omit<BackendContext, 'settings'>> & {settings?: Record<string, string>}

function contextFor(emulator: Emulator, cacheDirectory: string, {settings = CACHED, ...given}: Given = {}) {
  return {
    apiVersion: 1,
    env: {...emulator.environment()},
    home: '/nowhere',
    settings: {'secrets-manager.region': REGION, ...settings},
    interactive: false,
    cacheDirectory,
    mayCache: true,
    adminCredentials: async () => ({...emulator.rootKey}),
    ...given,
  } satisfies BackendContext
}

const newDirectory = () => mkdtempSync(path.join(tmpdir(), 'mturk-cache-'))

describeBackend(
  'secrets-manager with a cache',
  {
    plugin: '@mturk-cli/plugin-secrets-manager',
    limits: {read: 60_000, change: 60_000},
    async create() {
      const [emulator, directory] = [await startEmulator(), newDirectory()]
      return {
        open: () => secretsManager(contextFor(emulator, directory)),
        async close() {
          await emulator.stop()
          rmSync(directory, {recursive: true})
        },
      }
    },
  },
  {describe, it},
)

describe('a key that was read a little while ago', () => {
  let emulator: Emulator
  let directory: string
  let place: Location
  let operations = 0
  const call = () => ({signal: new AbortController().signal, operationId: `test-${++operations}`})
  const open = (given?: Given) => secretsManager(contextFor(emulator, directory, given))
  const files = () => readdirSync(path.join(directory, 'secrets-manager')).map((name) => inDirectory(name))
  const inDirectory = (name: string) => path.join(directory, 'secrets-manager', name)

  /** The key as an export gets it, in a run of its own, and how many requests that took. */
  async function exported(given?: Given): Promise<[string | undefined, number]> {
    const before = emulator.requests.length
    const backend = open(given)
    const [entry] = await backend.list({profile: 'lab', explicit: true}, call())
    const key = entry?.accessKeyId !== undefined && entry.location && (await backend.read(entry.location, call()))
    return [key ? key.accessKeyId : undefined, emulator.requests.length - before]
  }

  /** What somebody on another computer does. */
  async function changedElsewhere(): Promise<void> {
    const credentials = emulator.rootKey
    const client = new SecretsManagerClient({region: REGION, endpoint: emulator.endpoint, credentials})
    const SecretString = JSON.stringify({AccessKeyId: B.accessKeyId, SecretAccessKey: B.secretAccessKey})
    await client.send(new PutSecretValueCommand({SecretId: 'mturk/lab', SecretString}))
  }

  beforeEach(async () => {
    emulator = await startEmulator()
    directory = newDirectory()
    const stored = await open({settings: {}}).store?.({profile: 'lab', key: A, expect: null}, call())
    if (!stored) throw new Error('no place')
    place = stored
  })
  afterEach(async () => {
    await emulator.stop()
    rmSync(directory, {recursive: true})
  })

  it('is used again without a request, until it is too old', async () => {
    expect(await exported()).toEqual([A.accessKeyId, 2])
    await changedElsewhere()
    expect(await exported()).toEqual([A.accessKeyId, 0])
    const [file = ''] = files()
    const kept = JSON.parse(readFileSync(file, 'utf8')) as {askedAt: number}
    writeFileSync(file, JSON.stringify({...kept, askedAt: kept.askedAt - 300_000}))
    expect(await exported()).toEqual([B.accessKeyId, expect.any(Number)])
  })

  it('is not kept unless a setting asks for it, and goes when that does', async () => {
    expect(await exported({settings: {}})).toEqual([A.accessKeyId, 2])
    expect(readdirSync(directory)).toEqual([])
    await exported()
    expect(files()).toHaveLength(1)
    // Of another profile.
    writeFileSync(inDirectory('0.json'), readFileSync(files()[0] ?? ''), {mode: 0o600})
    expect(await exported({settings: {}})).toEqual([A.accessKeyId, 2])
    expect(files()).toEqual([])
  })

  it('is not for a command that must know, which drops it', async () => {
    await exported()
    await changedElsewhere()
    expect(await exported({mayCache: false})).toEqual([B.accessKeyId, expect.any(Number)])
    expect(await exported()).toEqual([B.accessKeyId, expect.any(Number)])
  })

  it('is not for an mturk that says nothing of a cache', async () => {
    const {cacheDirectory: _, mayCache: __, ...context} = contextFor(emulator, directory)
    expect(await secretsManager(context).read(place, call())).toEqual(A)
    expect(readdirSync(directory)).toEqual([])
  })

  it.each<[string, (context: BackendContext) => Given]>([
    ['with another key', ({env}) => ({env: {...env, AWS_ACCESS_KEY_ID: 'AKIACCCCCCCCCCCCCCC4'}})],
    ['with another profile', ({env}) => ({env: {...env, AWS_PROFILE: 'ann'}})],
    ['with other files', ({env}) => ({env: {...env, AWS_CONFIG_FILE: '/nowhere/else'}})],
    ['with another administrator', () => ({settings: {...CACHED, 'aws.admin-profile': 'ann'}})],
    ['from another host', ({env}) => ({env: {...env, AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://localhost:1'}})],
    ['from another home', () => ({home: '/nowhere/else'})],
  ])('is not for whoever asks %s', async (_, other) => {
    await exported()
    const refused = {adminCredentials: () => Promise.reject(new Error('not allowed'))}
    await expect(exported({...other(contextFor(emulator, directory)), ...refused})).rejects.toThrow('not allowed')
    expect(await exported()).toEqual([A.accessKeyId, 0])
  })

  it.each<[string, () => Promise<unknown> | undefined, string | undefined]>([
    ['replaced', () => open().replace?.({location: place, key: B, expect: A.accessKeyId}, call()), B.accessKeyId],
    ['stored over', () => open().store?.({profile: 'lab', key: B, expect: A.accessKeyId}, call()), B.accessKeyId],
    ['removed', () => open().remove?.({location: place, expect: A.accessKeyId}, call()), undefined],
  ])('is gone when it is %s on this computer, and may not come back', async (_, change, after) => {
    await exported()
    const late = files()[0] ?? ''
    const bytes = readFileSync(late)
    await change()
    // Whoever had asked before the change writes only now.
    writeFileSync(late, bytes, {mode: 0o600})
    expect((await exported())[0]).toBe(after)
    expect((await exported())[0]).toBe(after)
  })

  it('is not used, and none is kept, while somebody changes it, or died of it', async () => {
    await exported()
    const [late = ''] = files()
    const bytes = readFileSync(late)
    emulator.addFault({match: {operation: 'UpdateSecretVersionStage'}, effect: {kind: 'hang-after'}})
    const stop = new AbortController()
    const change = {...call(), signal: stop.signal}
    const changing = open().replace?.({location: place, key: B, expect: A.accessKeyId}, change)
    const sent = () => emulator.requests.map(({operation}) => operation)
    await expect.poll(sent, {timeout: 30_000}).toContain('UpdateSecretVersionStage')
    expect(await exported()).toEqual([B.accessKeyId, expect.any(Number)])
    expect((await exported())[1]).toBeGreaterThan(0)
    expect(files()).not.toContain(late)
    writeFileSync(late, bytes, {mode: 0o600})
    stop.abort()
    await expect(changing).rejects.toThrow(/./)
    expect(files()).not.toContain(late)
  })

  it('is one and whole when many ask at once', async () => {
    const all = await Promise.all(Array.from({length: 12}, () => exported()))
    expect(all.map(([id]) => id)).toEqual(all.map(() => A.accessKeyId))
    expect(await exported()).toEqual([A.accessKeyId, 0])
    expect(files()).toHaveLength(1)
  })

  it.each(['-1', '3601', '1.5', 'soon', ''])(
    'is not kept for %j seconds: the setting has to be mended',
    async (value) => {
      const availability = await open({settings: {'secrets-manager.cache-seconds': value}}).probe(call())
      expect(availability).toMatchObject({state: 'needs-setup', reason: expect.stringContaining('0 to 3600')})
    },
  )
})

describe.concurrent('The real command with a cache', () => {
  itForReal.override('emulatorOptions', {scenario: 'linked'})

  itForReal('asks once for two exports, and after a rotation gives the new key', async ({home, emulator, mturk}) => {
    const key = userKeyOf(emulator)
    const env = {
      MTURK_CACHE_DIR: home.at('cache'),
      MTURK_CONFIG_DIR: home.at('config'),
      NODE_DISABLE_COMPILE_CACHE: '1',
    }
    writeProfile(home, emulator.rootKey, 'admin')
    home.write(
      'config/config.ini',
      `[aws]\nadmin-profile = admin\n[secrets-manager]\nregion = ${REGION}\ncache-seconds = 3600\n`,
    )
    const ASK_IT = ['--profile', 'lab', '--backend', 'secrets-manager'] as const
    const csv = `Access key ID,Secret access key\n${key.accessKeyId},${key.secretAccessKey}\n`
    expect(await mturk('keys', 'import', '-', ...ASK_IT, {stdin: csv, env})).toMatchObject({exit: 0})
    // What was stored just now is not kept until it has settled everywhere.
    for (const mark of home.list().filter((file) => file.endsWith('.closed'))) rmSync(home.at(mark))

    const exported = async () => {
      const before = emulator.requests.length
      const {exit, stdout, stderr} = await mturk('credentials', 'export', '--format', 'process', ...ASK_IT, {env})
      expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
      return {id: JSON.parse(stdout).AccessKeyId as string, asked: emulator.requests.length > before}
    }
    expect(await exported()).toEqual({id: key.accessKeyId, asked: true})
    expect(await exported()).toEqual({id: key.accessKeyId, asked: false})
    const [kept = '', ...more] = home.list().filter((file) => file.startsWith('cache/secrets-manager/'))
    expect(more).toEqual([])
    expect(home.mode(kept)).toBe(process.platform === 'win32' ? '666' : '600')
    const program = [process.execPath, '-p', 'process.env.AWS_ACCESS_KEY_ID']
    const run = await mturk('exec', ...ASK_IT, '--', ...program, {env})
    expect(run).toMatchObject({exit: 0, stdout: `${key.accessKeyId}\n`})
    expect(emulator.requests.at(-1)?.operation).toBe('GetSecretValue')

    const rotated = await mturk('keys', 'rotate', '--user', SCENARIO_USER, '--yes', '--json', {env})
    expect({exit: rotated.exit, json: rotated.json}).toMatchObject({exit: 0, json: {rotated: true, pending: []}})
    const left = Object.values(home.snapshot()).join('\n')
    expect(secretsIn(left, {user: key.secretAccessKey})).toEqual([])
    expect(await exported()).toEqual({id: rotated.json.newKey.accessKeyId, asked: true})
  })
})
