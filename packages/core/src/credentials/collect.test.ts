import {inspect} from 'node:util'

import {describe, expect, it} from 'vitest'

import {collectBackends, type PluginAnswer} from './collect.js'
import {defineBackend, type CredentialBackend} from './contract.js'

const KEY = {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}

const OTHER_SECRET = 'anotherSecretOfThisRun+MDENG/bPxRfiCYEXAM'

function vault(changes: Record<string, unknown> = {}): CredentialBackend {
  return Object.assign(
    defineBackend({
      id: 'vault',
      title: 'A vault',
      lookup: 'default',
      order: 400,
      probe: async () => ({state: 'available'}),
      list: async () => [{location: place, accessKeyId: KEY.accessKeyId}],
      read: async () => KEY,
    }),
    changes,
  )
}

const place = {
  backend: 'vault',
  id: '1',
  profile: 'default',
  display: 'vault [default]',
  writable: false,
  why: 'read-only',
}

function answer(result: unknown, name = 'plugin-vault'): PluginAnswer {
  return {plugin: {name, version: '1.2.3'}, result}
}

describe('collectBackends', () => {
  it('takes a sound backend, and knows who brought it', () => {
    const {backends, problems} = collectBackends([answer([vault()])])
    expect(problems).toEqual([])
    expect(backends).toMatchObject([
      {id: 'vault', order: 400, writable: false, plugin: {name: 'plugin-vault', version: '1.2.3'}},
    ])
  })

  it('puts backends into the order in which they are asked, whatever the order of the answers', () => {
    const later = vault({id: 'a-later', order: 500})
    const {backends} = collectBackends([
      answer([later], 'p1'),
      answer([vault(), vault({id: 'also', order: 400})], 'p2'),
    ])
    expect(backends.map(({id}) => id)).toEqual(['also', 'vault', 'a-later'])
  })

  it.each([
    ['no array', {}, /no array/],
    ['nothing', undefined, /no array/],
    ['something that is no backend', [42], /no backend/],
    ['no id', [vault({id: 'Vault!'})], /no usable id/],
    [
      'a newer version of the contract',
      [vault({apiVersion: 2})],
      /"vault" is written for version 2 of the contract, and this mturk speaks version 1: update mturk, or install an older/,
    ],
    [
      'an older version of the contract',
      [vault({apiVersion: 0})],
      /"vault" is written for version 0 of the contract, which this mturk no longer speaks: update the plugin/,
    ],
    ['no version of the contract', [vault({apiVersion: '1'})], /does not say for which version.*apiVersion: 1/],
    ['no order', [vault({order: '400'})], /no order/],
    ['an order before Boto', [vault({order: 50})], /start at 300/],
    ['no title', [vault({title: undefined})], /no title/],
    ['a command that is none of mturk', [vault({migrateCommand: 'rm -rf x'})], /no command of mturk/],
    ['a strange lookup', [vault({lookup: 'always'})], /neither "default" nor "on-request"/],
    ['a missing method', [vault({read: undefined})], /lacks read/],
    ['a store that is no function', [vault({store: true})], /store that is no function/],
    ['a placeFor that is no function', [vault({placeFor: {}})], /placeFor that is no function/],
    ['an id of ours', [vault({id: 'boto-files'})], /belongs to @mturk-cli\/plugin-boto-files/],
  ])('names a plugin that answers %s, and keeps the others', (_what, result, message) => {
    const {backends, problems} = collectBackends([answer(result, 'bad'), answer([vault()], 'good')])
    expect(backends.map(({id}) => id)).toEqual(['vault'])
    expect(problems).toEqual([{plugin: 'bad', message: expect.stringMatching(message) as string}])
  })

  it('names a plugin whose backend throws whoever looks at it, and keeps the others', () => {
    const thrower = () => {
      throw new Error(`read ${OTHER_SECRET}`)
    }
    const nasty = new Proxy({}, {get: thrower, has: thrower, ownKeys: thrower, getPrototypeOf: thrower})
    for (const result of [[nasty], new Proxy([vault()], {get: thrower}), [vault({toString: nasty, id: nasty})]]) {
      const {backends, problems} = collectBackends([answer(result, 'bad'), answer([vault()], 'good')])
      expect(backends.map(({id}) => id)).toEqual(['vault'])
      expect(problems).toEqual([{plugin: 'bad', message: expect.not.stringContaining(OTHER_SECRET) as string}])
    }
    const {problems} = collectBackends([{plugin: {name: 'bad', version: '1'}, error: nasty}])
    expect(problems).toEqual([{plugin: 'bad', message: expect.stringContaining('cannot be shown') as string}])
  })

  it('keeps the first of two plugins with one id, by name', () => {
    const {backends, problems} = collectBackends([answer([vault()], 'z'), answer([vault()], 'a')])
    expect(backends.map(({plugin}) => plugin.name)).toEqual(['a'])
    const message = expect.stringContaining('a already brings one') as string
    expect(problems).toEqual([{plugin: 'z', message, sameId: {id: 'vault', owner: 'a'}}])
  })

  it('names a plugin that failed to answer', () => {
    const {problems} = collectBackends([
      {plugin: {name: 'broken', version: '1'}, error: new Error('Timed out after 5000 ms.')},
    ])
    expect(problems).toEqual([
      {plugin: 'broken', message: expect.stringContaining('Timed out after 5000 ms.') as string},
    ])
  })
})

describe('a backend behind its guard', () => {
  function guarded(changes: Record<string, unknown>, limits = {}) {
    const [backend] = collectBackends([answer([vault(changes)])], {limits, secrets: new Set([OTHER_SECRET])}).backends
    if (!backend) throw new Error('the backend was refused')
    return backend
  }

  it('wraps the secret the moment it crosses', async () => {
    const key = await guarded({}).read(place)
    expect(inspect(key)).not.toContain(KEY.secretAccessKey)
    expect(key.secretAccessKey.reveal()).toBe(KEY.secretAccessKey)
  })

  it('is left behind when it hangs, and told so by its signal', async () => {
    let aborted = false
    const list = (_query: unknown, {signal}: {signal: AbortSignal}) =>
      new Promise(() => signal.addEventListener('abort', () => (aborted = true)))
    await expect(guarded({list}, {list: 20}).list({explicit: false})).rejects.toMatchObject({
      name: 'MturkBackendError',
      code: 'unavailable',
      message: expect.stringContaining('vault (plugin-vault) did not answer within 20 ms') as string,
    })
    expect(aborted).toBe(true)
  })

  it.each([
    [
      'throws before it returns a promise',
      () => {
        throw new Error('boom')
      },
    ],
    ['rejects with something that is no error', () => Promise.reject('boom')],
    ['answers nonsense', async () => [{location: {backend: 'vault'}}]],
    ['lists places of another backend', async () => [{location: {...place, backend: 'env'}}]],
  ])('is named when it %s', async (_what, list) => {
    await expect(guarded({list}).list({explicit: false})).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('plugin-vault') as string,
    })
  })

  it('keeps an error of the contract, even from another copy of core', async () => {
    const foreign = Object.assign(new Error('somebody was faster'), {name: 'MturkBackendError', code: 'conflict'})
    await expect(guarded({list: () => Promise.reject(foreign)}).list({explicit: false})).rejects.toBe(foreign)
  })

  it('keeps an error of the contract that is but an object of its shape, and makes it an Error', async () => {
    const plain = {name: 'MturkBackendError', code: 'locked', message: 'The vault is locked.', remedy: 'Unlock it.'}
    const error: unknown = await guarded({list: () => Promise.reject(plain)})
      .list({explicit: false})
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject(plain)
  })

  it('is named where what it throws cannot be looked at', async () => {
    const thrower = () => {
      throw new Error('boom')
    }
    const nasty = new Proxy(new Error('x'), {get: thrower, has: thrower, getPrototypeOf: thrower})
    for (const list of [() => Promise.reject(nasty), async () => [nasty], async () => new Proxy([], {get: thrower})]) {
      await expect(guarded({list}).list({explicit: false})).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('vault (plugin-vault) failed') as string,
      })
    }
  })

  it('shows no secret that this run knows, in a place, a problem, a reason or an error', async () => {
    const words = `see ${OTHER_SECRET.slice(0, 9)}\n${OTHER_SECRET.slice(9)} there`
    const problem = {code: 'x', message: words, remedy: words, severity: 'warning', stops: 'entry'}
    const list = async () => [{location: {...place, display: words, why: words}, problem}]
    const [entry] = await guarded({list}).list({explicit: false})
    const hidden = 'see [secret] there'
    expect(entry).toMatchObject({
      location: {display: hidden, why: hidden},
      problem: {message: hidden, remedy: hidden},
    })
    const probe = async () => ({state: 'unsupported', reason: words})
    expect(await guarded({probe}).probe()).toEqual({state: 'unsupported', reason: hidden})
    const refusal = Object.assign(new Error(words), {name: 'MturkBackendError', code: 'locked', remedy: words})
    const error = guarded({list: () => Promise.reject(refusal)}).list({explicit: false})
    await expect(error).rejects.toMatchObject({code: 'locked', message: hidden, remedy: hidden})
  })

  it('shows no secret that it gave out itself', async () => {
    const list = async () => [{location: {...place, display: `vault ${KEY.secretAccessKey}`}}]
    const backend = guarded({list})
    await backend.read(place)
    expect((await backend.list({explicit: false}))[0]?.location?.display).toBe('vault [secret]')
  })

  it('is refused with more entries than anybody has', async () => {
    const list = async () => Array.from({length: 100_000}, () => ({location: place}))
    await expect(guarded({list}).list({explicit: false})).rejects.toMatchObject({
      message: expect.stringContaining(
        'vault (plugin-vault) failed: list() answered with more than 10000 entries',
      ) as string,
    })
  })

  it('refuses to store where the backend cannot', async () => {
    const key = await guarded({}).read(place)
    await expect(guarded({}).store({profile: 'default', key, expect: null, operationId: '1'})).rejects.toMatchObject({
      code: 'not_writable',
    })
  })

  it('does not repeat a value in a complaint: it may be a secret in the wrong place', async () => {
    const read = async () => ({accessKeyId: {value: KEY.secretAccessKey}, secretAccessKey: KEY.secretAccessKey})
    const error = await guarded({read})
      .read(place)
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/accessKeyId is no string/)
    expect(String(error)).not.toContain(KEY.secretAccessKey)
  })
})
