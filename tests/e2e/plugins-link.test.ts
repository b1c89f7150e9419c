import {rmSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {envelope} from './support/expected.js'
import {backendSource, linkPlugins, writePlugin} from './support/plugins.js'

const safe = (id = 'safe') => `export default async () => [${backendSource(id)}]`

describe.skipIf(!tmux)('somebody at a terminal', () => {
  atTerminal('is asked before a plugin is linked, and the answer that is offered is no', async ({home, terminal}) => {
    const folder = writePlugin(home, {name: 'mturk-plugin-safe', hook: safe()})
    const no = terminal(['plugins', 'link', folder])
    const screen = await no.until('Link it? (y/N)')
    expect(screen).toContain('mturk-plugin-safe 1.2.3')
    expect(screen).toContain('not known before it runs')
    expect(screen).toContain('all your rights')
    no.press('Enter')
    expect(await no.ended()).toBe(9)
    expect(no.screen()).toContain('The answer was no, so nothing was changed.')
    expect(home.list().filter((file) => !file.startsWith('plugins/'))).toEqual([])

    const yes = terminal(['plugins', 'link', folder])
    await yes.until('Link it? (y/N)')
    yes.press('y', 'Enter')
    expect(await yes.ended()).toBe(0)
    expect(yes.screen()).toContain('backend safe: Vault safe')
  })
})

describe.concurrent('what is said of a plugin that is linked', () => {
  it('is that another has its id, which is refused, and nothing is linked: declared or found on loading', async ({
    home,
    mturk,
  }) => {
    const env = linkPlugins(home, [{name: 'a-safe', hook: safe(), declares: ['safe']}])
    const folder = writePlugin(home, {
      name: 'b-safe',
      hook: `export default async () => [${backendSource('safe')}, ${backendSource('env')}]`,
      declares: ['safe', 'env'],
    })
    const list = home.read('data/package.json')
    const words = /^"safe", which b-safe calls a backend of its own, is what a-safe has: only one of the two/
    const declared = await mturk('plugins', 'link', folder, '--yes', '--json', {env})
    expect(declared).toMatchObject({exit: 2, json: envelope('usage', 2, words)})
    expect(JSON.stringify(declared.json)).toContain('mturk plugins uninstall a-safe')
    // By its name it would go before the other, and take every key that is meant for it.
    const first = writePlugin(home, {name: '0-safe', hook: safe()})
    const found = await mturk('plugins', 'link', first, '--yes', '--json', {env})
    expect(found).toMatchObject({exit: 2, json: envelope('usage', 2, /is what a-safe has: .* So 0-safe is not linked/)})
    expect(JSON.parse(home.read('data/package.json'))).toEqual(JSON.parse(list))
  })

  it.for(['@mturk-cli/plugin-boto-files', '@oclif/plugin-help', 'mturk-cli'])(
    'is that it may not call itself as what comes with mturk: %s',
    async (name, {home, mturk}) => {
      const env = {MTURK_DATA_DIR: home.at('data')}
      const folder = writePlugin(home, {name, hook: safe()})
      const {exit, json} = await mturk('plugins', 'link', folder, '--yes', '--json', {env})
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /comes with mturk, and nothing else/)})
      expect(home.list()).not.toContain('data/package.json')
    },
  )

  it('is that it did not bring what its package.json promised', async ({home, mturk}) => {
    const env = {MTURK_DATA_DIR: home.at('data')}
    const folder = writePlugin(home, {name: 'mturk-plugin-safe', hook: safe('sofa'), declares: ['safe']})
    const {exit, stdout} = await mturk('plugins', 'link', folder, '--yes', {env})
    expect({exit, stdout}).toMatchObject({exit: 0, stdout: expect.stringContaining('! it did not bring safe')})
    const unbuilt = writePlugin(home, {name: 'mturk-plugin-safe', hook: safe()})
    rmSync(home.at('plugins/mturk-plugin-safe/hook.js'))
    const before = await mturk('plugins', 'link', unbuilt, {env})
    expect(before.stdout).toContain('! it is not built: there is no ./hook.js, which its package.json names.')
    const after = await mturk('plugins', 'link', unbuilt, '--yes', {env})
    expect(after.exit).toBe(12)
    expect(after.stdout).toMatch(
      /^! mturk-plugin-safe 1\.2\.3 is linked, but nothing of it can be used:\n! it is not built/m,
    )
    expect(after.stdout).not.toContain('✔')
  })

  it.for([
    ['throws', `throw new Error('the vault is not installed')`, /the vault is not installed/],
    ['never comes back', 'await new Promise(() => {})\nexport default async () => []', /did not answer within/],
    [
      'is for an older mturk',
      `export default async () => [${backendSource('safe', 'apiVersion: 0')}]`,
      /update the plugin/,
    ],
  ] as const)('is what is wrong when it is loaded: it %s', async ([, hook, words], {home, mturk}) => {
    const env = {MTURK_DATA_DIR: home.at('data')}
    const folder = writePlugin(home, {name: 'mturk-plugin-safe', hook, declares: ['safe']})
    const {exit, json} = await mturk('plugins', 'link', folder, '--yes', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 12, json: {changed: true, backends: []}})
    expect(json.warnings).toEqual(expect.arrayContaining([expect.stringMatching(words)]))
  })

  it('is that it cannot be loaded, once its folder is gone; it can be unlinked all the same', async ({home, mturk}) => {
    const env = linkPlugins(home, [{name: 'mturk-plugin-safe', hook: safe()}])
    rmSync(home.at('plugins/mturk-plugin-safe'), {recursive: true})
    const {exit, json} = await mturk('plugins', '--json', {env})
    const problems = [expect.stringMatching(/cannot be loaded/)]
    const gone = {name: 'mturk-plugin-safe', version: null, kind: 'linked', backends: [], problems}
    expect({exit, json}).toMatchObject({exit: 0, json: {plugins: [gone]}})
    expect(await mturk('plugins', 'unlink', 'mturk-plugin-safe', {env})).toMatchObject({exit: 0})
    expect((await mturk('plugins', {env})).stdout).toMatch(/^No plugins installed\.$/m)
  })
})

describe.concurrent('mturk plugins --core', () => {
  it('shows of each plugin that comes with mturk the backends that its package.json names', async ({mturk}) => {
    const {json} = await mturk('plugins', '--core', '--json')
    const plugins = json.plugins as {name: string; kind: string; backends: {id: string}[]}[]
    const ours = plugins.filter(({backends}) => backends.length > 0)
    expect(ours.map(({name, kind, backends}) => [name, kind, ...backends.map(({id}) => id)])).toEqual(
      ['boto-files', 'env', 'psiturk-legacy', 'secrets-manager'].map((id) => [`@mturk-cli/plugin-${id}`, 'core', id]),
    )
  })
})
