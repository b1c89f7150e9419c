import {execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import assert from 'node:assert/strict'
import {after, describe, it} from 'node:test'
import {describeBackend} from '@mturk-cli/core/testing'
import {passBackend} from './backend.js'
import type {Surroundings} from './pass.js'

/** A key ring that is thrown away, with a key that is open and one that is locked by a passphrase. */
const ring = mkdtempSync(join(tmpdir(), 'ring-'))
const gpgEnv = {...process.env, GNUPGHOME: ring}
const quietly = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = gpgEnv) =>
  execFileSync(program, args, {env, stdio: 'pipe'})
const makeKey = (name: string, passphrase: string) => {
  const how = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', passphrase]
  quietly('gpg', [...how, '--quick-gen-key', name, 'future-default', 'default', 'never'])
}
makeKey('open@example.org', '')
makeKey('locked@example.org', 'a passphrase that nobody here types')
after(() => {
  quietly('gpgconf', ['--kill', 'all'])
  rmSync(ring, {recursive: true, force: true})
})

const KEY = {accessKeyId: 'AKIAPASSPASSPASSPAS2', secretAccessKey: 'marker/pass+0123456789abcdefghijklmnopqr'}
const call = (signal = new AbortController().signal) => ({signal, operationId: String(Math.random())})

function newStore(owner: string) {
  const home = mkdtempSync(join(tmpdir(), 'pass-'))
  const env = {PATH: process.env['PATH'], GNUPGHOME: ring, PASSWORD_STORE_DIR: join(home, 'store')}
  quietly('pass', ['init', owner], {...env, HOME: home})
  const around: Surroundings = {env, home, interactive: false}
  return {around, store: env.PASSWORD_STORE_DIR, remove: () => rmSync(home, {recursive: true})}
}

describeBackend(
  'pass',
  {
    plugin: 'mturk-plugin-pass',
    limits: {read: 60_000, change: 60_000},
    create() {
      const {around, remove} = newStore('open@example.org')
      return {open: () => passBackend(around), close: remove}
    },
  },
  {describe, it},
)

describe('pass', () => {
  it('says that the key is locked, and how to unlock it', async (test) => {
    const {around, remove} = newStore('locked@example.org')
    test.after(remove)
    const backend = passBackend(around)
    const location = await backend.store!({profile: 'lab', key: KEY, expect: null}, call())
    quietly('gpgconf', ['--kill', 'gpg-agent'])
    const locked = {code: 'locked', message: 'The key of the password store is locked.', remedy: /pass show/}
    await assert.rejects(backend.read(location, call()), locked)
    // Which keys there are is known all the same.
    assert.equal((await backend.list({explicit: false}, call()))[0]?.accessKeyId, KEY.accessKeyId)
  })

  it('says that there is no store, and how to make one', async (test) => {
    const {around, store, remove} = newStore('open@example.org')
    test.after(remove)
    rmSync(store, {recursive: true})
    const answer = await passBackend(around).probe(call())
    assert.equal(answer.state, 'needs-setup')
    assert.match(JSON.stringify(answer), /There is no password store.*pass init/)
    assert.deepEqual(await passBackend(around).list({explicit: false}, call()), [])
  })

  it('says that it is not installed', async () => {
    const around: Surroundings = {env: {PATH: '/nowhere'}, home: '/nowhere', interactive: false}
    assert.deepEqual(await passBackend(around).probe(call()), {state: 'unsupported', reason: 'pass is not installed.'})
  })

  it('says that an entry is damaged, or that its key is on another computer', async (test) => {
    const {around, store, remove} = newStore('open@example.org')
    test.after(remove)
    const backend = passBackend(around)
    const location = await backend.store!({profile: 'lab', key: KEY, expect: null}, call())
    const elsewhere = mkdtempSync(join(tmpdir(), 'ring-'))
    test.after(() => rmSync(elsewhere, {recursive: true, force: true}))
    const stranger = passBackend({...around, env: {...around.env, GNUPGHOME: elsewhere}})
    await assert.rejects(stranger.read(location, call()), {code: 'denied', message: /not on this computer/})
    quietly('gpgconf', ['--kill', 'all'], {...gpgEnv, GNUPGHOME: elsewhere})
    writeFileSync(join(store, `mturk/lab/${KEY.accessKeyId}.gpg`), 'not what gpg writes')
    await assert.rejects(backend.read(location, call()), {code: 'unreadable', message: /not what gpg has encrypted/})
  })

  it('ends what it started when its time is over, and leaves no lock', async (test) => {
    const {around, store, remove} = newStore('open@example.org')
    test.after(remove)
    // pass takes gpg2 where there is one; this one never ends by itself, as where a window waits for a passphrase.
    writeFileSync(join(around.home, 'gpg2'), `#!/bin/sh\necho > "${around.home}/started"\nsleep 600\n`, {mode: 0o700})
    const hanging = {...around, env: {...around.env, PATH: `${around.home}:${around.env['PATH']}`}}
    const over = new AbortController()
    const storing = passBackend(hanging).store!({profile: 'lab', key: KEY, expect: null}, call(over.signal))
    while (!existsSync(join(around.home, 'started'))) await new Promise((resolve) => setImmediate(resolve))
    over.abort()
    await assert.rejects(storing, {code: 'unavailable', message: 'pass did not answer in time.'})
    assert.equal(existsSync(join(store, '.mturk-lock')), false)
    assert.deepEqual(await passBackend(around).list({explicit: false}, call()), [])
  })

  it('keeps a profile of any name inside its folder', async (test) => {
    const {around, store, remove} = newStore('open@example.org')
    test.after(remove)
    const backend = passBackend(around)
    for (const profile of ['..', 'a/b c', '--help']) {
      const location = await backend.store!({profile, key: KEY, expect: null}, call())
      assert.equal((await backend.read(location, call())).secretAccessKey, KEY.secretAccessKey)
    }
    assert.deepEqual(readdirSync(store).sort(), ['.gpg-id', 'mturk'])
    assert.equal((await backend.list({explicit: false}, call())).length, 3)
  })
})
