import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'

import {collectBackends, credentialSources, type Key} from '../credentials/index.js'
import type {Presenter} from '../guide/index.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import {linkProfile, planLink, type LinkOptions} from './link-profile.js'

const KEY: Key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const PROGRAM = ['/usr/bin/node', '/opt/my tools/bin/run.js']
const LINE = `/usr/bin/node '/opt/my tools/bin/run.js' credentials export --format process --backend vault --profile lab`

interface Scene {
  readonly config?: string
  readonly credentials?: string
  readonly answer?: boolean
  readonly askedAs?: string
}

function sceneOf({config, credentials, answer, askedAs}: Scene) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-link-')))
  onTestFinished(() => rmSync(home, {recursive: true, force: true}))
  mkdirSync(join(home, '.aws'), {mode: 0o700})
  if (config !== undefined) writeFileSync(join(home, '.aws/config'), config, {mode: 0o600})
  if (credentials !== undefined) writeFileSync(join(home, '.aws/credentials'), credentials, {mode: 0o600})
  const questions: string[] = []
  const presenter = {
    interactive: answer !== undefined,
    confirm: async (question: string) => {
      questions.push(question)
      return answer
    },
  } as unknown as Presenter
  const plugin = {name: 'vaults', version: '1.0.0'}
  const result = [memoryBackend({vault: memoryVault({lab: KEY}), id: 'vault', title: 'Vault', lookup: 'on-request'})]
  const boto = {
    plugin: {name: '@mturk-cli/plugin-boto-files', version: '1.0.0'},
    result: [memoryBackend({id: 'boto-files', order: 200})],
  }
  const sources = credentialSources(collectBackends([boto, {plugin, result}]), {})
  const tools = {sources, presenter, env: {}, home, askedAs: () => askedAs ?? null, setUp: null, yes: false}
  return {tools, questions, read: () => readFileSync(join(home, '.aws/config'), 'utf8')}
}

async function link(scene: Scene, more: Partial<LinkOptions> = {}) {
  const {tools, questions, read} = sceneOf(scene)
  const plan = await planLink(tools, {
    name: 'study',
    backend: 'vault',
    profile: 'lab',
    program: PROGRAM,
    replace: false,
    ...more,
  })
  const {changed} = await linkProfile(tools, plan)
  return {plan, changed, questions, config: read()}
}

describe('a profile that is linked', () => {
  it('gets the line in a section of its own, and the rest of the file keeps its bytes', async () => {
    const config = '# ours\r\n[profile other]\r\nregion=eu-west-1\r\n'
    const {changed, plan, config: after} = await link({config})
    expect({changed, before: plan.before, region: plan.region}).toEqual({
      changed: true,
      before: 'nothing',
      region: 'us-east-1',
    })
    expect(after).toBe(`${config}\r\n[profile study]\r\nregion=us-east-1\r\ncredential_process=${LINE}\r\n`)
  })

  it('gets it where its section is, however that is written, and a file is made where there is none', async () => {
    const {config} = await link({config: `[profile "study"]  # a\nregion = us-east-1\n[default]\n`})
    expect(config).toBe(`[profile "study"]  # a\nregion = us-east-1\ncredential_process = ${LINE}\n[default]\n`)
    expect((await link({})).config).toBe(`[profile study]\nregion = us-east-1\ncredential_process = ${LINE}\n`)
    expect((await link({}, {name: 'default'})).config).toContain('[default]\nregion = us-east-1\n')
  })

  it('is left as it is by a second run, and follows an mturk that has moved', async () => {
    const same = `[profile study]\nregion = eu-west-1\ncredential_process = ${LINE}\n`
    expect(await link({config: same})).toMatchObject({changed: false, config: same, plan: {before: 'same'}})
    const bare = same.replace('region = eu-west-1\n', '')
    expect(await link({config: bare})).toMatchObject({
      changed: true,
      config: `${bare}region = us-east-1\n`,
      plan: {before: 'same', region: 'us-east-1'},
    })
    const moved = same.replace('/opt/my tools', '/old')
    expect(await link({config: moved})).toMatchObject({changed: true, config: same, plan: {before: 'moved'}})
  })
})

describe('what stands there already', () => {
  const others = {
    'another program': '[profile study]\ncredential_process = /usr/bin/vault get\n',
    'our own, for another key': `[profile study]\ncredential_process = ${LINE.replace('--profile lab', '--profile old')}\n`,
  }

  it.each(Object.entries(others))('goes only by a yes or --replace: %s', async (_, config) => {
    for (const scene of [{config}, {config, answer: false}]) {
      const error: unknown = await link(scene).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({code: 'answer_needed', exit: 9})
      expect(JSON.stringify(error)).toContain('--replace')
    }
    for (const [scene, more] of [
      [{config, answer: true}, {}],
      [{config}, {replace: true}],
    ] as const) {
      expect((await link(scene, more)).config).toBe(
        `[profile study]\ncredential_process = ${LINE}\nregion = us-east-1\n`,
      )
    }
  })

  it.each([
    [
      'a key',
      {credentials: '[study]\naws_access_key_id = x\naws_secret_access_key = y\n'},
      /aws_access_key_id in .*line 2/,
    ],
    ['a role', {config: '[profile study]\nrole_arn = r\nsource_profile = s\n'}, /role_arn in .*line 2/],
    ['a process elsewhere', {credentials: '[study]\ncredential_process = x\n'}, /credential_process in .*line 2/],
  ])('and wins is told, and takes a yes: %s', async (_, scene: Scene, words) => {
    await expect(link(scene)).rejects.toMatchObject({exit: 9, message: expect.stringMatching(words)})
    expect((await link({...scene, answer: true})).config).toContain(`credential_process = ${LINE}\n`)
  })

  it('and cannot be parsed is not touched', async () => {
    await expect(link({config: 'x = y\n'})).rejects.toMatchObject({name: 'MturkBackendError', code: 'unreadable'})
  })
})

describe('what never could work', () => {
  it.each(['a b', '$(x)', "o'neil", '-x', '', 'a;b', 'ü'])('is refused as a name: %j', async (name) => {
    await expect(link({}, {name})).rejects.toMatchObject({code: 'usage', exit: 2})
    await expect(link({}, {profile: name})).rejects.toMatchObject({code: 'usage', exit: 2})
    await expect(link({}, {backend: name})).rejects.toMatchObject({code: 'usage', exit: 2})
  })

  it('is refused where the process would call itself, at once or over others', async () => {
    const files = {backend: 'boto-files'}
    await expect(link({}, {...files, profile: 'study'})).rejects.toMatchObject({exit: 2, message: /itself/})
    const config = '[profile lab]\ncredential_process = mturk credentials export --format process --profile study\n'
    await expect(link({config}, {...files, profile: 'lab'})).rejects.toMatchObject({exit: 2, message: /itself/})
    await expect(link({askedAs: 'study'})).rejects.toMatchObject({exit: 2, message: /cannot get its own from there/})
  })

  it('is refused where there is no such key', async () => {
    await expect(link({}, {profile: 'nobody'})).rejects.toMatchObject({code: 'no_credentials', exit: 3})
  })

  it('is refused where tools would read the path differently', async () => {
    await expect(link({}, {program: ['/usr/bin/node', '/a #b/bin/run.js']})).rejects.toMatchObject({code: 'usage'})
  })
})
