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
  it('is that another has its id, or that it may not have it, before it is there and after', async ({home, mturk}) => {
    const env = linkPlugins(home, [{name: 'a-safe', hook: safe(), declares: ['safe']}])
    const folder = writePlugin(home, {
      name: 'b-safe',
      hook: `export default async () => [${backendSource('safe')}, ${backendSource('env')}]`,
      declares: ['safe', 'env'],
    })
    const before = await mturk('plugins', 'link', folder, '--dry-run', '--json', {env})
    const known = [/"safe" is what a-safe calls/, /"env" is what @mturk-cli\/plugin-env calls/].map((words) =>
      expect.stringMatching(words),
    )
    expect(before).toMatchObject({exit: 0, json: {changed: false, warnings: known}})
    const after = await mturk('plugins', 'link', folder, '--yes', '--json', {env})
    const found = [/"safe" is refused: a-safe/, /"env" is refused/].map((words) => expect.stringMatching(words))
    expect(after).toMatchObject({exit: 0, json: {changed: true, backends: [], warnings: [...found, ...known]}})
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
    expect({exit, json}).toMatchObject({exit: 0, json: {changed: true, backends: []}})
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
