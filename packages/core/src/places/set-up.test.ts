import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'

import {
  backendError,
  collectBackends,
  credentialSources,
  type BackendSetting,
  type CredentialBackend,
  type Key,
} from '../credentials/index.js'
import type {Presenter} from '../guide/index.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import {copyKey, planCopy, type CopyOptions} from './copy-key.js'
import {sourcesFor, type Machine} from './set-up.js'

const KEY: Key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const COPY: CopyOptions = {from: 'old', to: 'new', profile: 'lab', as: undefined, replace: false, deleteSource: false}
const REGION: BackendSetting = {name: 'region', kind: 'string', meaning: 'Where it is.'}

interface Scene {
  /** Of `config.ini`; none where it is not there. */
  readonly config?: string
  readonly proposed?: Readonly<Record<string, string>>
  readonly known?: readonly BackendSetting[]
  readonly answer?: boolean
  readonly yes?: boolean
  readonly more?: Partial<CredentialBackend>
}

/** A vault that can be used once its region is said. */
async function sceneOf({config, proposed = {region: 'eu-central-1'}, known = [REGION], answer, yes, more}: Scene) {
  const home = mkdtempSync(join(tmpdir(), 'mturk-set-up-'))
  onTestFinished(() => rmSync(home, {recursive: true, force: true}))
  const file = join(home, 'config.ini')
  if (config !== undefined) writeFileSync(file, config)
  const vault = memoryVault()
  const sourcesWith = async (settings: Readonly<Record<string, string>>) => {
    const isSetUp = settings['new.region'] !== undefined
    const needed = {
      state: 'needs-setup',
      reason: 'no region is set.',
      remedy: 'Say where.',
      settings: proposed,
    } as const
    const backends: CredentialBackend[] = [
      memoryBackend({vault: memoryVault({lab: KEY}), id: 'old', order: 300}),
      {
        ...memoryBackend({vault, id: 'new', title: 'New', order: 400}),
        settings: known,
        probe: async () => (isSetUp ? {state: 'available'} : needed),
        ...more,
      },
    ]
    return credentialSources(collectBackends([{plugin: {name: 'vaults', version: '1.0.0'}, result: backends}]), {})
  }
  const machine: Machine = {sources: () => sourcesWith({}), suppose: sourcesWith, configDirectory: home, home}
  const questions: string[] = []
  const presenter = {
    interactive: answer !== undefined,
    confirm: async (question: string) => {
      questions.push(question)
      return answer
    },
  } as unknown as Presenter
  const found = await sourcesFor('new', machine)
  const tools = {...found, presenter, env: {}, yes: yes ?? false, assertFree: async () => {}}
  const read = () => readFileSync(file, 'utf8')
  return {tools, vault, questions, file, read}
}

describe('a backend that says how it could be set up', () => {
  it('is asked as it would be, and nothing is written', async () => {
    const {tools, vault, read} = await sceneOf({})
    const plan = await planCopy(tools, COPY)
    expect(plan).toMatchObject({
      alreadyThere: false,
      setUp: {display: '~/config.ini', settings: [{section: 'new', name: 'region', value: 'eu-central-1'}]},
    })
    expect(read).toThrow('ENOENT')
    expect([...vault.keys]).toEqual([])
  })

  it.each([{answer: true}, {yes: true}])('gets its settings before the key, after a yes: %o', async (agreed) => {
    const {tools, vault, read, questions} = await sceneOf({...agreed, config: '# ours\n[aws]\nadmin-profile = a\n'})
    await copyKey(tools, await planCopy(tools, COPY))
    expect(read()).toBe('# ours\n[aws]\nadmin-profile = a\n\n[new]\nregion = eu-central-1\n')
    expect([...vault.keys]).toEqual([['lab', KEY]])
    const question = 'New (new) is not set up yet. ~/config.ini would get [new] region = eu-central-1. Write it?'
    expect(questions).toEqual(agreed.yes ? [] : [question])
  })

  it.each([{}, {answer: false}])('gets none without one, with the commands that would do: %o', async (refused) => {
    const {tools, vault, read} = await sceneOf(refused)
    const plan = await planCopy(tools, COPY)
    const error: unknown = await copyKey(tools, plan).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'answer_needed',
      exit: 9,
      message: expect.stringContaining('Nothing was changed'),
    })
    expect(error).toHaveProperty('remedy', [
      {kind: 'say', text: 'To have it written:'},
      {kind: 'run', command: 'mturk credentials copy --from old --to new --yes'},
      {kind: 'say', text: 'To say something else there first:'},
      {kind: 'run', command: 'mturk config set new.region VALUE'},
    ])
    expect(read).toThrow('ENOENT')
    expect([...vault.keys]).toEqual([])
  })

  it('keeps them where the copy fails after that, and the error says so', async () => {
    const store = async () => Promise.reject(backendError('denied', 'It said "no"', {remedy: 'Ask.'}))
    const {tools, read} = await sceneOf({yes: true, more: {store}})
    const failed = copyKey(tools, await planCopy(tools, COPY))
    await expect(failed).rejects.toMatchObject({
      code: 'denied',
      message: 'It said "no". ~/config.ini keeps [new] region = eu-central-1, which was written before that.',
      remedy: 'Ask.',
    })
    expect(read()).toBe('[new]\nregion = eu-central-1\n')
  })

  it('is not overwritten where somebody set it up meanwhile', async () => {
    const {tools, vault, file, read} = await sceneOf({yes: true})
    const plan = await planCopy(tools, COPY)
    writeFileSync(file, '[new]\nregion = us-west-2\n')
    await expect(copyKey(tools, plan)).rejects.toMatchObject({code: 'conflict'})
    expect(read()).toBe('[new]\nregion = us-west-2\n')
    expect([...vault.keys]).toEqual([])
  })

  it('may have been looked for in the wrong place, and the error of a look says where', async () => {
    const list = async () => Promise.reject(backendError('denied', 'No.'))
    const {tools} = await sceneOf({more: {list}})
    await expect(planCopy(tools, COPY)).rejects.toMatchObject({
      message: expect.stringContaining('with [new] region = eu-central-1, which ~/config.ini does not say yet'),
      remedy: expect.stringContaining('mturk config set new.region VALUE'),
    })
  })

  it.each([
    ['a setting that it does not know', {proposed: {place: 'x'}}],
    ['what has the look of a secret', {proposed: {region: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'}}],
    ['a line end', {proposed: {region: 'a\n[aws]'}}],
    ['nothing', {proposed: {}}],
  ])('is not listened to where it proposes %s', async (_, scene) => {
    const {tools} = await sceneOf({...scene, yes: true})
    expect(tools.setUp).toBeNull()
    await expect(planCopy(tools, COPY)).rejects.toMatchObject({
      code: 'answer_needed',
      message: expect.stringContaining('no region is set'),
    })
  })
})
