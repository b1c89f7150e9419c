import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {hasSecretService, startSecretService, type SecretService} from '../support/secret-service.js'
import {root} from '../house/sources.js'
import {keyCsv} from './support/account.js'
import {startPrivateRegistry, type PrivateRegistry} from './support/private-registry.js'
import {SELF_ROTATION, USER} from './support/rotation.js'

const PLUGIN = '@mturk-cli/plugin-keychain'
const BINARY = `@napi-rs/keyring-linux-${process.arch}-gnu`

/** That it runs in CI is seen to in keychain-backend.test.ts. */
describe.runIf(hasSecretService())('the keychain, which does not come with mturk', {timeout: 240_000}, () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-keychain-')))
  let registry: PrivateRegistry
  let service: SecretService
  beforeAll(async () => {
    service = await startSecretService()
    registry = await startPrivateRegistry(folder)
    const published = ['packages/plugin-keychain', 'node_modules/@napi-rs/keyring', `node_modules/${BINARY}`]
    await Promise.all(published.map((each) => registry.publish(join(root, each))))
  })
  afterAll(async () => {
    await Promise.all([registry?.stop(), service?.stop()])
    rmSync(folder, {recursive: true, force: true})
  })

  /** A person at a desktop, who gets packages from that registry alone. */
  function atDesktop(home: Home): Record<string, string> {
    const lines = ['@mturk-cli', '@napi-rs'].map((scope) => `${scope}:registry=${registry.url}`)
    home.write('.npmrc', [...lines, 'registry=http://127.0.0.1:1/'].join('\n'))
    const {HOME: _, XDG_DATA_HOME: __, ...reached} = service.env
    return {...reached, MTURK_DATA_DIR: home.at('data')}
  }

  it('is installed from a registry, and from then on is looked into like any other place', async ({
    home,
    emulator,
    mturk,
  }) => {
    const env = atDesktop(home)
    const outputs: string[] = []
    const run = async (...args: string[]) => {
      const ended = await mturk(...args, {env})
      outputs.push(ended.stdout + ended.stderr)
      expect({args, ...ended}).toMatchObject({exit: 0})
      return ended
    }
    const installed = await run('plugins', 'install', PLUGIN, '--yes', '--json')
    const backend = {id: 'keychain', lookup: 'default', order: 310, writable: true}
    expect(installed.json).toMatchObject({changed: true, backends: [backend]})

    for (const each of ['production', 'sandbox'] as const) emulator.link(each)
    emulator.createUser(USER, {
      policies: ['AmazonMechanicalTurkFullAccess'],
      inlinePolicies: {'mturk-self-rotation': SELF_ROTATION},
    })
    const key = emulator.createAccessKey(USER)
    const csv = home.write('key.csv', keyCsv(key))
    await run('keys', 'import', csv, '--profile', 'lab', '--backend', 'keychain')
    expect((await run('credentials', 'list', '--profile', 'lab')).stdout).toContain('keychain mturk/lab')

    const rotated = await run('keys', 'rotate', '--profile', 'lab', '--json')
    const {accessKeyId} = rotated.json.newKey
    expect(rotated.json.storedIn).toMatchObject([{backend: 'keychain', profile: 'lab'}])
    expect(accessKeyId).not.toBe(key.accessKeyId)
    const exported = await mturk('credentials', 'export', '--format', 'process', '--profile', 'lab', {env})
    const {AccessKeyId, SecretAccessKey} = JSON.parse(exported.stdout) as Record<string, string>
    expect(AccessKeyId).toBe(accessKeyId)
    expect((await run('balance', '--profile', 'lab')).stdout).toMatch(/\$\d.* available/)

    for (const secret of [key.secretAccessKey, SecretAccessKey]) expect(outputs.join('')).not.toContain(secret)
    expect(JSON.parse(home.read('data/keychain.json'))).toEqual({mturk: {lab: accessKeyId}})
    expect(home.list()).not.toContain('.aws/credentials')

    const remote = {...env, DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: ''}
    const unreachable = await mturk('balance', '--profile', 'lab', '--json', {env: remote})
    expect(unreachable).toMatchObject({exit: 7, json: {error: {message: expect.stringContaining('Secret Service')}}})
  })
})
