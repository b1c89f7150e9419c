import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {userKeyOf} from './support/account.js'
import {envelope} from './support/expected.js'
import {backendSource} from './support/plugins.js'
import {pack, startPrivateRegistry, type PrivateRegistry} from './support/private-registry.js'

const VAULT = '@org/mturk-plugin-vault'

/** A vault that is a file in the person's home, behind a package of its own as real ones are. */
const VAULT_HOOK = `
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {title} from '@org/vault-client'
export default async ({context}) => {
  const load = () => JSON.parse(readFileSync(join(context.home, 'vault.json'), 'utf8'))
  const place = (profile) => ({backend: 'vault', id: profile, profile, display: 'vault ' + profile, writable: false, why: 'it is a fixture'})
  return [{
    apiVersion: 1, id: 'vault', title, lookup: 'default', order: 300,
    probe: async () => ({state: 'available'}),
    list: async ({profile}) => Object.entries(load())
      .filter(([name]) => profile === undefined || name === profile)
      .map(([name, {accessKeyId}]) => ({location: place(name), accessKeyId})),
    read: async ({id}) => load()[id],
  }]
}
`

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-registry-')))
let registry: PrivateRegistry

/** Each script of npm's leaves a file here, if it runs. */
const RAN = join(folder, 'ran')
const script = `node -e "require('fs').appendFileSync(${JSON.stringify(RAN).replaceAll('"', "'")}, 'x')"`
const scripts = Object.fromEntries(['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [name, script]))

/** Writes a package that is not published yet; answers its folder. */
function author(
  name: string,
  more: object = {},
  hook = `export default async () => [${backendSource('other')}]`,
): string {
  const at = join(folder, 'sources', `${name.replaceAll('/', '-')}-${Math.random().toString(36).slice(2)}`)
  const manifest = {name, version: '1.0.0', type: 'module', exports: './hook.js', scripts, ...more}
  mkdirSync(at, {recursive: true})
  writeFileSync(join(at, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(at, 'hook.js'), hook)
  return at
}

const oclif = {hooks: {'mturk:credential-backends': './hook.js'}}
const mturkPart = (backends: readonly string[], apiVersion = 1) => ({oclif, mturk: {apiVersion, backends}})
const vault = (version: string) =>
  author(VAULT, {version, ...mturkPart(['vault']), dependencies: {'@org/vault-client': `^${version}`}}, VAULT_HOOK)
const client = (version: string) => author('@org/vault-client', {version}, `export const title = 'Vault ${version}'`)

beforeAll(async () => {
  registry = await startPrivateRegistry(folder)
  await Promise.all([
    registry.publish(vault('1.0.0')),
    registry.publish(client('1.0.0')),
    registry.publish(author('@org/mturk-plugin-next', mturkPart(['next'], 2))),
    registry.publish(author('@org/left-pad')),
    registry.publish(author('@oclif/plugin-help', mturkPart(['help']))),
    registry.publish(author('@closed/mturk-plugin-safe', mturkPart(['safe']))),
  ])
})

afterAll(async () => {
  await registry.stop()
  rmSync(folder, {recursive: true, force: true})
})

/** A person whose npm asks the registry for packages of the scopes @org and @closed, and nobody for others. */
function member(home: Home, token?: string): Record<string, string> {
  const {host} = new URL(registry.url)
  const lines = [
    `@oclif:registry=${registry.url}`,
    `@org:registry=${registry.url}`,
    `@closed:registry=${registry.url}`,
    'registry=http://127.0.0.1:1/',
  ]
  home.write('.npmrc', [...lines, ...(token === undefined ? [] : [`//${host}/:_authToken=${token}`])].join('\n'))
  return {MTURK_DATA_DIR: home.at('data')}
}

/** Everything but what npm keeps for itself. */
const mine = (home: Home) => Object.keys(home.snapshot()).filter((file) => !file.startsWith('.npm/'))

describe.concurrent('a plugin from an organisation’s registry', {timeout: 180_000}, () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is shown, agreed to, installed, used, updated and taken away again', async ({home, emulator, mturk}) => {
    const env = member(home)
    home.write('vault.json', JSON.stringify({team: userKeyOf(emulator)}))
    const before = mine(home)
    const source = `registry ${registry.url}${VAULT}/-/mturk-plugin-vault-1.0.0.tgz`
    const plugin = {name: VAULT, version: '1.0.0', source, declaredBackends: ['vault']}

    const shown = await mturk('plugins', 'install', VAULT, {env})
    expect(shown).toMatchObject({exit: 9, stderr: expect.stringContaining(`mturk plugins install ${VAULT} --yes`)})
    for (const words of [
      `${VAULT} 1.0.0`,
      source,
      'vault (so says',
      '@org/vault-client',
      'they do not run',
      'all your rights',
    ]) {
      expect(shown.stdout).toContain(words)
    }
    expect(mine(home)).toEqual(before)

    const installed = await mturk('plugins', 'add', VAULT, '--yes', '--json', {env})
    const backends = [{id: 'vault', title: 'Vault 1.0.0', lookup: 'default', order: 300, writable: false}]
    expect(installed).toMatchObject({exit: 0, json: {plugin, changed: true, backends}})
    const list = await mturk('credentials', 'list', '--profile', 'team', '--backend', 'vault', '--json', {env})
    expect(list).toMatchObject({exit: 0, json: {active: {backend: 'vault'}}})
    const balance = await mturk('balance', '--profile', 'team', '--json', {env})
    expect(balance).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})

    await registry.publish(client('1.1.0'))
    await registry.publish(vault('1.1.0'))
    const asked = await mturk('plugins', 'update', '--json', {env})
    expect(asked).toMatchObject({
      exit: 9,
      json: {error: {message: expect.stringContaining(`${VAULT} 1.1.0 (registry `)}},
    })
    const updated = await mturk('plugins', 'update', '--yes', '--json', {env})
    const updates = [{name: VAULT, from: '1.0.0', version: '1.1.0', backends: [{title: 'Vault 1.1.0'}]}]
    expect(updated).toMatchObject({exit: 0, json: {changed: true, updates}})
    const plugins = await mturk('plugins', {env})
    expect(plugins.stdout).toBe(`${VAULT} 1.1.0\n  backend vault: Vault 1.1.0 · read-only · asked at 300\n`)

    expect(await mturk('plugins', 'uninstall', VAULT, '--json', {env})).toMatchObject({
      exit: 0,
      json: {uninstalled: VAULT},
    })
    expect(await mturk('balance', '--profile', 'team', {env})).toMatchObject({exit: 3})
    expect(home.list().filter((file) => file.startsWith('data/node_modules/@org'))).toEqual([])
  })

  it('is had from npm’s cache without a network, once it was there', async ({home, mturk}) => {
    const env = {...member(home), npm_config_offline: 'true'}
    const tries = () => mturk('plugins', 'install', `${VAULT}@1.0.0`, '--yes', '--json', {env})
    expect(await tries()).toMatchObject({exit: 7, json: envelope('unreachable', 7, /\(offline\), and has not kept/)})
    const online = await mturk('plugins', 'install', `${VAULT}@1.0.0`, '--yes', {
      env: {...env, npm_config_offline: 'false'},
    })
    expect(online).toMatchObject({exit: 0})
    expect(await mturk('plugins', 'uninstall', VAULT, {env})).toMatchObject({exit: 0})
    home.write('.npmrc', `${home.read('.npmrc')}\nproxy=http://127.0.0.1:1/\n`)
    const warnings = [expect.stringContaining('what npm has kept in its cache')]
    expect(await tries()).toMatchObject({exit: 0, json: {backends: [{id: 'vault'}], warnings}})
  })

  it('is had with the token of a scope, and without it refused in our own words; the token is never shown', async ({
    home,
    mturk,
  }) => {
    const safe = ['plugins', 'install', '@closed/mturk-plugin-safe', '--dry-run', '--json']
    const outputs: string[] = []
    const wrong = 'wrong-token-0123456789'
    const refused = {exit: 2, json: envelope('registry_refused', 2, /the token in \.npmrc/)}
    const had = {exit: 0, json: expect.objectContaining({changed: false, dryRun: true})}
    for (const [token, expected] of [
      [undefined, refused],
      [wrong, refused],
      [registry.token, had],
    ] as const) {
      const {exit, json, stdout, stderr} = await mturk(...safe, {env: {...member(home, token), DEBUG: '*'}})
      outputs.push(stdout + stderr)
      expect({exit, json}).toEqual(expected)
    }
    expect(outputs.join('')).not.toContain(wrong)
    expect(outputs.join('')).not.toContain(registry.token)
  })
})

describe(
  'a plugin of which another version is published between the look and the installing',
  {timeout: 180_000},
  () => {
    it('is installed and updated as it was shown; without its registry no update is said to be none', async ({
      home,
      mturk,
    }) => {
      const moving = '@org/mturk-plugin-moving'
      const publish = (version: string) => registry.publish(author(moving, {version, ...mturkPart(['moving'])}))
      await publish('1.0.0')
      // The look has chosen its version when it asks for the package itself.
      const publishAt = (version: string, next: string) => {
        registry.gate.before = async (path) => {
          if (!path.endsWith(`-${version}.tgz`)) return
          registry.gate.before = async () => {}
          await publish(next)
        }
      }
      const env = member(home)
      publishAt('1.0.0', '1.0.1')
      const installed = await mturk('plugins', 'install', moving, '--yes', '--json', {env})
      expect(installed).toMatchObject({exit: 0, json: {plugin: {version: '1.0.0'}}, stderr: ''})
      const record = {name: moving, type: 'user', tag: 'latest'}
      expect(JSON.parse(home.read('data/package.json'))).toMatchObject({oclif: {plugins: [record]}})
      publishAt('1.0.1', '1.0.2')
      const updated = await mturk('plugins', 'update', '--yes', '--json', {env})
      expect(updated).toMatchObject({exit: 0, json: {updates: [{from: '1.0.0', version: '1.0.1'}]}})
      expect(await mturk('plugins', '--json', {env})).toMatchObject({json: {plugins: [{version: '1.0.1'}]}})

      home.write('.npmrc', `${home.read('.npmrc')}\nproxy=http://127.0.0.1:1/\n`)
      const down = await mturk('plugins', 'update', '--yes', {env})
      expect(down.exit).toBe(7)
      expect(down.stdout).toMatch(/^! @org\/mturk-plugin-moving: .*newer one than npm has kept \(1\.0\.1\)/m)
      expect(down.stdout).not.toContain('Nothing to update.')
    })
  },
)

describe.concurrent('a plugin from elsewhere', {timeout: 180_000}, () => {
  it('is installed from a tarball, in the words of --dry-run first', async ({home, mturk}) => {
    const env = member(home)
    const at = author('mturk-plugin-other', mturkPart(['other']))
    const tarball = await pack(at, dirname(at))
    const dry = await mturk('plugins', 'install', tarball, '--dry-run', {env})
    expect(dry).toMatchObject({exit: 0, stdout: expect.stringContaining(`tarball file:${tarball}`)})
    expect(dry.stdout).toMatch(/^Nothing was changed\.$/m)
    expect(home.list()).not.toContain('data/package.json')
    const {exit, json} = await mturk('plugins', 'install', tarball, '--yes', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {backends: [{id: 'other', title: 'Vault other'}]}})
    // What npm needs later is kept here, whatever becomes of the file that was typed.
    rmSync(tarball)
    expect(home.list().filter((file) => file.startsWith('data/tarballs/'))).toHaveLength(1)
    expect(await mturk('plugins', 'uninstall', 'mturk-plugin-other', {env})).toMatchObject({exit: 0, stderr: ''})
    expect(home.list().filter((file) => file.startsWith('data/tarballs/'))).toEqual([])
  })

  it.skipIf(process.platform === 'win32' || spawnSync('git', ['--version']).status !== 0)(
    'is installed from a git repository and updated to its next commit; nothing is built',
    async ({home, mturk}) => {
      const env = member(home)
      const at = author('mturk-plugin-other', mturkPart(['other']))
      const git = (...args: string[]) =>
        execFileSync('git', ['-C', at, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {stdio: 'pipe'})
      git('init', '--quiet')
      git('add', '.')
      git('commit', '--quiet', '--message', 'one')
      const first = await mturk('plugins', 'install', `git+file://${at}`, '--yes', '--json', {env})
      expect(first).toMatchObject({exit: 0, json: {backends: [{id: 'other'}]}})
      expect(first.json.plugin.source).toMatch(/^git git\+file:\/\/.*#[0-9a-f]{12}$/)
      expect(await mturk('plugins', 'update', '--json', {env})).toMatchObject({exit: 0, json: {updates: []}})

      writeFileSync(join(at, 'hook.js'), `export default async () => [${backendSource('other', `title: 'Second'`)}]`)
      git('commit', '--quiet', '--all', '--message', 'two')
      const {exit, json} = await mturk('plugins', 'update', '--yes', '--json', {env})
      expect({exit, json}).toMatchObject({exit: 0, json: {updates: [{backends: [{title: 'Second'}]}]}})
    },
  )
})

describe.concurrent('what is no plugin for this mturk', () => {
  it.for([
    ['@org/left-pad', /^@org\/left-pad 1\.0\.0 is no plugin of mturk/],
    ['@org/mturk-plugin-next', /^@org\/mturk-plugin-next 1\.0\.0 is written for version 2 .* speaks version 1\.$/],
    ['@org/nobody', /^The registry has no package @org\/nobody/],
    ['@oclif/plugin-help', /^@oclif\/plugin-help comes with mturk, and nothing else may take its place/],
    [`${VAULT}@7`, /^There is no such version of @org\/mturk-plugin-vault/],
  ] as const)('is refused by name, and leaves nothing behind: %s', async ([typed, message], {home, mturk}) => {
    const env = member(home)
    const {exit, json} = await mturk('plugins', 'install', typed, '--yes', '--json', {env})
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, message)})
    expect(mine(home)).toEqual(['.npmrc'])
  })

  it('is not looked for under a short name', async ({home, mturk}) => {
    const env = {...member(home), MTURK_NPM_REGISTRY: registry.url}
    const {exit, json} = await mturk('plugins', 'add', 'shortest', '--yes', '--json', {env})
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /"shortest" is a short name/)})
    expect(registry.asked.filter((path) => path.includes('shortest'))).toEqual([])
  })
})

describe('the scripts of packages', () => {
  it('have not run, whatever was installed above', () => {
    expect(() => realpathSync(RAN)).toThrow('ENOENT')
  })
})
