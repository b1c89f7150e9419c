import {existsSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import type {BackendContext, Key} from '@mturk-cli/core'
import {describeBackend} from '@mturk-cli/core/testing'
import {keychain} from '@mturk-cli/plugin-keychain'
import {afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished} from 'vitest'
import {runChild} from '../support/child.js'
import {Home} from '../support/home.js'
import {hasSecretService, startSecretService, type SecretService} from '../support/secret-service.js'

/** Elsewhere the keychain is the person's own, which no test touches. */
const isHere = hasSecretService()
if (!isHere && process.platform === 'linux') {
  const message = 'gnome-keyring or dbus is not on this machine, so the tests of the keychain were NOT run.'
  if (process.env['CI']) throw new Error(message)
  console.warn(message)
}

let service: SecretService
let bus: SecretService
beforeAll(async () => {
  if (!isHere) return
  service = await startSecretService()
  bus = await startSecretService({bare: true})
})
afterAll(() => Promise.all([service?.stop(), bus?.stop()]))

let names = 0
/** Each test has a part of the keychain of its own, and a home. */
function storage(on: () => SecretService, settings: Record<string, string> = {}) {
  const home = new Home()
  const name = `test-${++names}`
  const context = (): BackendContext => ({
    apiVersion: 1,
    env: {...process.env, ...on().env, MTURK_DATA_DIR: home.at('data')},
    home: home.path,
    settings: {'keychain.service': name, 'keychain.wait': '55', ...settings},
    interactive: false,
    adminCredentials: () => Promise.reject(new Error('nobody asks for these')),
  })
  return {home, name, index: home.at('data/keychain.json'), open: () => keychain(context()), close: () => home.remove()}
}

describe.runIf(isHere).concurrent('with gnome-keyring', () => {
  describeBackend(
    'keychain',
    {
      plugin: '@mturk-cli/plugin-keychain',
      limits: {read: 60_000, change: 60_000},
      create: () => storage(() => service),
    },
    {describe, it},
  )
})

const A: Key = {accessKeyId: 'AKIAAAAAAAAAAAAAAAA2', secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij'}
const B: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBB3', secretAccessKey: 'marker/SecretOfKeyB+0123456789abcdefghij'}

let operations = 0
const call = () => ({signal: new AbortController().signal, operationId: `test-${++operations}`})
const everything = {explicit: false}

describe.runIf(isHere)('the keychain', () => {
  let own: ReturnType<typeof storage>
  beforeEach(() => {
    own = storage(() => service)
    onTestFinished(() => own.close())
  })
  const stored = (key = A, profile = 'lab') => own.open().store!({profile, key, expect: null}, call())

  /** As somebody does in the program for passwords and keys. */
  const secretTool = (stdin: string, ...args: string[]) =>
    runChild('secret-tool', [...args, 'service', own.name, 'username', 'lab'], {env: service.env, stdin})

  it('writes no secret into any file but the keyring, and the ids into one that is owner-only', async () => {
    await stored()
    expect(Object.keys(own.home.snapshot())).toEqual(['data/keychain.json'])
    expect(JSON.parse(readFileSync(own.index, 'utf8'))).toEqual({[own.name]: {lab: A.accessKeyId}})
    expect(statSync(own.index).mode & 0o777).toBe(0o600)
    expect(readFileSync(own.index, 'utf8')).not.toContain('marker')
  })

  it('finds its keys again where the file of ids is lost, broken, or of another service', async () => {
    await stored()
    await stored(B, 'other')
    for (const left of [null, '{"', '[]', '{"elsewhere": {"lab": null}}']) {
      if (left === null) rmSync(own.index)
      else writeFileSync(own.index, left)
      const ids = (await own.open().list(everything, call())).map(({accessKeyId}) => accessKeyId)
      expect(new Set(ids)).toEqual(new Set([A.accessKeyId, B.accessKeyId]))
    }
    const place = (await own.open().list({...everything, profile: 'lab'}, call()))[0]?.location
    await own.open().remove!({location: place!, expect: A.accessKeyId}, call())
    expect(JSON.parse(readFileSync(own.index, 'utf8'))).toMatchObject({[own.name]: {other: B.accessKeyId}})
  })

  it('asks the keychain itself where a change was broken off', async () => {
    await stored()
    writeFileSync(own.index, JSON.stringify({[own.name]: {lab: null}}))
    expect(await own.open().list({...everything, profile: 'lab'}, call())).toMatchObject([{accessKeyId: A.accessKeyId}])
  })

  it('says so where it is locked: a list is as ever, a key is not given out, and nothing is changed', async () => {
    const place = await stored()
    await service.lock()
    onTestFinished(() => service.unlock())
    expect(await own.open().list(everything, call())).toMatchObject([{accessKeyId: A.accessKeyId}])
    const locked = {name: 'MturkBackendError', code: 'locked', remedy: expect.stringMatching(/^Unlock/) as string}
    await expect(own.open().read(place, call())).rejects.toMatchObject(locked)
    await expect(own.open().replace!({location: place, key: B, expect: A.accessKeyId}, call())).rejects.toMatchObject(
      locked,
    )
    rmSync(own.index)
    await expect(own.open().list(everything, call())).rejects.toMatchObject(locked)
    await service.unlock()
    expect(await own.open().read(place, call())).toEqual(A)
  })

  it('does not wait longer than it may for one that does not answer, and leaves no process behind', async () => {
    const place = await stored()
    const hasty = keychainOf({'keychain.wait': '1'})
    service.freeze()
    onTestFinished(() => service.thaw())
    await expect(hasty.read(place, call())).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining('did not answer within 1 s') as string,
    })
    const given = new AbortController()
    const waiting = own.open().read(place, {signal: given.signal})
    given.abort()
    await expect(waiting).rejects.toMatchObject({code: 'locked'})
    await expect.poll(childrenOfThisProcess).toEqual([])
  })

  it('does not take what is no key of ours for one, and never overwrites it', async () => {
    const {exit} = await secretTool('marker/of-somebody-else', 'store', '--label', 'x')
    expect(exit).toBe(0)
    expect(await own.open().list(everything, call())).toMatchObject([{problem: {code: 'malformed_credentials'}}])
    const refused = own.open().store!({profile: 'lab', key: A, expect: null}, call())
    await expect(refused).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.not.stringContaining('marker') as string,
    })
    expect((await secretTool('', 'lookup')).stdout).toBe('marker/of-somebody-else')
  })

  it('notices that somebody took a key out by other means, and forgets it', async () => {
    const place = await stored()
    expect(await secretTool('', 'clear')).toMatchObject({exit: 0})
    await expect(own.open().read(place, call())).rejects.toMatchObject({code: 'not_found'})
    const late = own.open().remove!({location: place, expect: A.accessKeyId}, call())
    await expect(late).rejects.toMatchObject({code: 'not_found'})
    expect(await own.open().list(everything, call())).toEqual([])
  })

  it('keeps no temporary keys, and no profile whose name cannot be one there', async () => {
    const key = {...A, sessionToken: 'marker/Token'}
    await expect(stored(key)).rejects.toMatchObject({code: 'not_writable'})
    await expect(stored(A, '')).rejects.toMatchObject({code: 'not_writable'})
    await expect(stored(A, 'a\nb')).rejects.toMatchObject({code: 'not_writable'})
    await expect(stored(A, 'a'.repeat(300))).rejects.toMatchObject({
      code: 'not_writable',
      message: expect.stringContaining('more than 256 characters') as string,
    })
    expect(existsSync(own.index)).toBe(false)
  })

  function keychainOf(settings: Record<string, string>) {
    const other = storage(() => service, {'keychain.service': own.name, ...settings})
    onTestFinished(() => other.close())
    return other.open()
  }

  async function childrenOfThisProcess(): Promise<string[]> {
    const {stdout} = await runChild('ps', ['-o', 'args=', '--ppid', String(process.pid)], {
      env: {PATH: process.env['PATH']},
    })
    return stdout.split('\n').filter((line) => line.includes('plugin-keychain'))
  }
})

describe.runIf(isHere)('without a keychain', () => {
  it('says that none is running on a bus that has none, and does not use the forgetful one of the kernel', async () => {
    const own = storage(() => bus)
    onTestFinished(() => own.close())
    await expect(own.open().store!({profile: 'lab', key: A, expect: null}, call())).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The Secret Service is not running here.',
    })
    await expect(own.open().list(everything, call())).rejects.toMatchObject({code: 'unavailable'})
  })

  it('needs a set-up where there is no desktop session, but does not pass over a key that is known to be there', async () => {
    const env = {DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: ''}
    const own = storage(() => ({...bus, env}))
    onTestFinished(() => own.close())
    expect(await own.open().probe(call())).toMatchObject({
      state: 'needs-setup',
      reason: expect.stringContaining('desktop') as string,
    })
    const gone = storage(() => ({...bus, env: {...env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus,guid=1'}}))
    onTestFinished(() => gone.close())
    expect(await gone.open().probe(call())).toMatchObject({state: 'needs-setup'})
    own.home.write('data/keychain.json', JSON.stringify({[own.name]: {lab: A.accessKeyId}}))
    expect(await own.open().probe(call())).toEqual({state: 'available'})
    const [entry] = await own.open().list(everything, call())
    await expect(own.open().read(entry!.location!, call())).rejects.toMatchObject({code: 'unavailable'})
  })

  it.each([
    ['service', 'a.b'],
    ['wait', '0'],
    ['wait', 'x'],
  ])('is not asked where %s is "%s", and says so', async (name, value) => {
    const own = storage(() => bus, {[`keychain.${name}`]: value})
    onTestFinished(() => own.close())
    expect(await own.open().probe(call())).toMatchObject({
      state: 'needs-setup',
      reason: expect.stringContaining(`keychain.${name}`) as string,
    })
    await expect(own.open().list(everything, call())).rejects.toMatchObject({code: 'unavailable'})
  })
})
