import {cpSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect} from 'vitest'
import {root} from '../house/sources.js'
import {it} from '../support/fixtures.js'
import {keyCsv, userKeyOf, writeProfile} from './support/account.js'
import {backendSource, linkPlugins, writePlugin} from './support/plugins.js'

/** A vault that is a file in the person's home, which a setting may move. */
const JSON_VAULT = `
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
export default async ({context}) => {
  const file = join(context.home, context.settings['json-vault.file'] ?? 'vault.json')
  const load = () => JSON.parse(readFileSync(file, 'utf8'))
  return [{
    apiVersion: context.apiVersion, id: 'json-vault', title: 'JSON vault', lookup: 'default', order: 300,
    probe: async () => ({state: 'available'}),
    list: async ({profile}) => profile in load()
      ? [{location: {backend: 'json-vault', id: profile, profile, display: 'vault ' + profile, writable: false, why: 'it is a fixture'}, accessKeyId: load()[profile].accessKeyId}]
      : [],
    read: async ({id}) => load()[id],
  }]
}
`

describe.concurrent('a plugin that is nothing but a hook', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('makes a vault a first-class backend: linked by the command, found by the lookup, used for the balance', async ({
    home,
    emulator,
    mturk,
  }) => {
    const env = {MTURK_DATA_DIR: home.at('data')}
    const folder = writePlugin(home, {name: 'mturk-json-vault', version: '4.5.6', hook: JSON_VAULT})
    home.write('vault.json', JSON.stringify({team: userKeyOf(emulator)}))
    expect(await mturk('plugins', 'link', '--yes', folder, {env})).toMatchObject({exit: 0})

    const backends = await mturk('credentials', 'backends', '--json', {env})
    expect(backends.json).toMatchObject({
      backends: [
        {id: 'env'},
        {id: 'boto-files'},
        {
          id: 'json-vault',
          title: 'JSON vault',
          state: 'available',
          writable: false,
          order: 300,
          lookup: 'default',
          plugin: 'mturk-json-vault',
          version: '4.5.6',
        },
        {id: 'secrets-manager', state: 'needs-setup'},
        {id: 'psiturk-legacy'},
      ],
      problems: [],
    })
    const list = await mturk('credentials', 'list', '--profile', 'team', '--json', {env})
    expect(list.json.active).toEqual({
      backend: 'json-vault',
      location: {backend: 'json-vault', profile: 'team', display: 'vault team', writable: false},
      accessKeyId: userKeyOf(emulator).accessKeyId,
    })
    const balance = await mturk('balance', '--profile', 'team', '--json', {env})
    expect(balance).toMatchObject({exit: 0, json: {profile: 'team', availableBalance: '182.50'}})
  })

  it('is told its own settings, and home', async ({home, emulator, mturk}) => {
    const variables = linkPlugins(home, [{name: 'mturk-json-vault', hook: JSON_VAULT}])
    home.write('settings/config.ini', '[json-vault]\nfile = elsewhere/keys.json\n')
    home.write('elsewhere/keys.json', JSON.stringify({team: userKeyOf(emulator)}))
    const env = {...variables, MTURK_CONFIG_DIR: home.at('settings')}
    expect(await mturk('balance', '--profile', 'team', '--json', {env})).toMatchObject({exit: 0})
    const without = await mturk('credentials', 'backends', '--json', {env: {MTURK_CONFIG_DIR: home.at('settings')}})
    expect(without).toMatchObject({
      exit: 2,
      json: {error: {code: 'usage', message: expect.stringContaining('json-vault')}},
    })
  })

  it('is understood with a copy of core that is its own: what it defines, and what it throws', async ({
    home,
    mturk,
  }) => {
    const hook = `
import {backendError, defineBackend} from '@mturk-cli/core'
export default async () => [defineBackend({
  id: 'own-copy', title: 'Own copy', lookup: 'default', order: 300,
  probe: async () => ({state: 'available'}),
  list: async () => { throw backendError('locked', 'The vault is locked.', {remedy: 'Unlock it with "vault unlock".'}) },
  read: async () => { throw backendError('not_found', 'There is nothing.') },
})]`
    const env = linkPlugins(home, [{name: 'mturk-own-copy', hook}])
    for (const [folder, name] of [
      ['packages/core', '@mturk-cli/core'],
      ['node_modules/shlex', 'shlex'],
    ] as const) {
      const to = home.at(`plugins/mturk-own-copy/node_modules/${name}`)
      mkdirSync(to, {recursive: true})
      const filter = (file: string) => !/[/\\](src|node_modules)$/.test(file.slice(join(root, folder).length))
      cpSync(join(root, folder), to, {recursive: true, filter})
    }
    const list = await mturk('credentials', 'list', '--json', {env})
    expect(list.json.warnings).toEqual(['mturk-own-copy: The vault is locked.'])
    const asked = await mturk('balance', '--backend', 'own-copy', '--json', {env})
    expect(asked).toMatchObject({
      exit: 7,
      json: {error: {message: expect.stringContaining('The vault is locked.')}},
    })
    expect(JSON.stringify(asked.json)).toContain('vault unlock')
  })

  it('cannot come before what Boto reads', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator), 'vault')
    const env = linkPlugins(home, [
      {name: 'mturk-vault', hook: `export default async () => [${backendSource('vault')}]`},
    ])
    const {json} = await mturk('credentials', 'list', '--profile', 'vault', '--json', {env})
    expect(json.candidates).toMatchObject([
      {backend: 'boto-files', state: 'active'},
      {backend: 'vault', state: 'shadowed'},
    ])
  })

  it('is seen by mturk only, which init says', async ({home, emulator, mturk}) => {
    home.write('vault.json', JSON.stringify({team: userKeyOf(emulator)}))
    home.write('.aws/config', '[profile team]\nregion = us-east-1\n')
    const env = linkPlugins(home, [{name: 'mturk-json-vault', hook: JSON_VAULT}])
    const {exit, json} = await mturk('init', '--profile', 'team', '--yes', '--json', {env})
    expect(exit).toBe(12)
    expect(json.steps.at(-1)).toMatchObject({
      id: 'tools',
      state: 'open',
      message: expect.stringContaining('only mturk reads'),
    })
  })
})

/** What else there is to be said is about the endpoints of the test. */
const ofPlugins = ({warnings}: {warnings: string[]}) => warnings.filter((warning) => !warning.startsWith('asked at '))

describe.concurrent('plugins that go wrong', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  const answer = (source: string) => `export default async () => ${source}`

  /** Each with what is said of it. */
  const BAD = [
    {name: 'bad-early', hook: answer(`[${backendSource('early', 'order: 100')}]`), said: /order 100/},
    {name: 'bad-env', hook: answer(`[${backendSource('env')}]`), said: /"env" is refused/},
    {name: 'bad-export', hook: 'export const nothing = 1', said: /exports no function/},
    {name: 'bad-half', hook: answer(`[${backendSource('half', 'list: undefined')}]`), said: /lacks list/},
    {name: 'bad-load', hook: 'throw new Error("the vault is not installed")', said: /the vault is not installed/},
    {name: 'bad-nonsense', hook: answer('"backends? which backends?"'), said: /no array/},
    {name: 'bad-silent', hook: 'export default () => new Promise(() => {})', said: /did not answer within/},
    {name: 'bad-syntax', hook: 'export default async (', said: /could not be loaded/},
    {name: 'bad-throw', hook: 'export default async () => { throw "just a text" }', said: /just a text/},
    {name: 'bad-twice', hook: answer(`[${backendSource('good')}]`), said: /"good" is refused|already brings/},
    {name: 'bad-version', hook: answer(`[${backendSource('future', 'apiVersion: 2')}]`), said: /version 2/},
    {name: 'bad-waiting', hook: `await new Promise(() => {})\n${answer('[]')}`, said: /did not answer within/},
  ]

  const GOOD = {name: 'aaa-good', hook: `setInterval(() => {}, 1000)\n${answer(`[${backendSource('good')}]`)}`}

  it('are named, each of them, and harm nobody: not the others, not the exit code, not the end', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    const env = linkPlugins(home, [...BAD, GOOD])
    const {exit, json} = await mturk('credentials', 'backends', '--json', {env})
    expect(exit).toBe(0)
    expect(json.backends.map(({id}: {id: string}) => id)).toEqual([
      'env',
      'boto-files',
      'secrets-manager',
      'good',
      'psiturk-legacy',
    ])
    expect(json.backends[3]).toMatchObject({plugin: 'aaa-good'})
    const problems = json.problems as {plugin: string; message: string}[]
    expect(problems.map(({plugin}) => plugin).sort()).toEqual(BAD.map(({name}) => name))
    for (const {name, said} of BAD) {
      expect(problems.find(({plugin}) => plugin === name)?.message).toMatch(said)
    }
    const [plugins, balance] = await Promise.all([mturk('plugins', '--json', {env}), mturk('balance', '--json', {env})])
    const shown = plugins.json.plugins as {name: string; backends: {id: string}[]; problems: string[]}[]
    expect({exit: plugins.exit, names: shown.map(({name}) => name)}).toEqual({
      exit: 0,
      names: ['aaa-good', ...BAD.map(({name}) => name).sort()],
    })
    expect(shown[0]).toMatchObject({kind: 'linked', version: '1.2.3', backends: [{id: 'good'}], problems: []})
    for (const {name, said} of BAD) expect(shown.find((each) => each.name === name)?.problems.join()).toMatch(said)
    expect(balance).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})
    expect(ofPlugins(balance.json).map((warning) => warning.split(':')[0])).toEqual(BAD.map(({name}) => name).sort())
  })

  it('leave a balance a balance', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const bad = BAD.filter(({name}) => name === 'bad-throw' || name === 'bad-load')
    const env = linkPlugins(home, [...bad, GOOD])
    const {exit, json} = await mturk('balance', '--json', {env})
    expect(exit).toBe(0)
    expect(json).toMatchObject({availableBalance: '182.50'})
    const warnings = [expect.stringMatching(/^bad-load: /), expect.stringMatching(/^bad-throw: /)]
    expect(ofPlugins(json)).toEqual(warnings)
    const check = await mturk('link-check', '--json', {env})
    expect(check).toMatchObject({exit: 0, json: {ok: true}})
    const init = await mturk('init', '--yes', '--json', {env})
    const csv = home.write('keys.csv', keyCsv(emulator.rootKey))
    const imported = await mturk('keys', 'import', csv, '--profile', 'root', '--json', {env})
    const flags = ['--admin-profile', 'root', '--profile', 'anna', '--json']
    const created = await mturk('iam', 'create-user', 'anna', ...flags, {env})
    for (const {exit: ended, json: result} of [check, init, imported, created]) {
      expect({ended, warnings: ofPlugins(result)}).toEqual({ended: 0, warnings})
    }
  })

  const TROUBLE = [
    {id: 'hangs', more: 'list: () => new Promise(() => {})', said: /hangs/},
    {
      id: 'locked',
      more: `list: async () => { throw Object.assign(new Error('the vault is locked'), {name: 'MturkBackendError', code: 'locked'}) }`,
      said: /the vault is locked/,
    },
    {id: 'odd', more: 'list: async () => [{location: 7}]', said: /location/},
    {id: 'slow-probe', more: 'probe: () => new Promise(() => {})', said: /slow-probe/},
  ]

  it('are named when they fail while they are asked, and the key in the files is used all the same', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    const env = linkPlugins(
      home,
      TROUBLE.map(({id, more}) => ({name: `bad-${id}`, hook: answer(`[${backendSource(id, more)}]`)})),
    )
    const {exit, json} = await mturk('balance', '--json', {env})
    expect(exit).toBe(0)
    const warnings = ofPlugins(json).toSorted()
    expect(warnings).toHaveLength(TROUBLE.length)
    TROUBLE.forEach(({id, said}, index) => {
      expect(warnings[index]).toMatch(new RegExp(`^bad-${id}: `))
      expect(warnings[index]).toMatch(said)
    })
    const named = await mturk('balance', '--backend', 'locked', '--json', {env})
    expect(named).toMatchObject({exit: 7, json: {error: {message: expect.stringContaining('the vault is locked')}}})
  })

  it('cannot bring a secret to light in what they say', async ({home, mturk}) => {
    const hook = answer(
      `[${backendSource('leaky', "read: async () => ({accessKeyId: {secret: 'hush-hush'}, secretAccessKey: 'hush-hush'})")}]`,
    )
    const env = linkPlugins(home, [{name: 'mturk-leaky', hook}])
    const {exit, stdout, stderr} = await mturk('balance', '--profile', 'leaky', '--json', {env})
    expect(exit).not.toBe(0)
    expect(stdout + stderr).not.toContain('hush-hush')
    expect(JSON.parse(stdout)).toMatchObject({error: {message: expect.stringContaining('leaky')}})
  })
})
