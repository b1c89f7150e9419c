import {describe, expect, it} from 'vitest'

import {collectBackends, credentialSources, type CredentialBackend, type Key} from '../credentials/index.js'
import type {Presenter} from '../guide/index.js'
import {memoryBackend, memoryVault, type MemoryVault} from '../testing/index.js'
import {planRemoval, removeKey} from './remove-key.js'

const ANN: Key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const BOB: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBBB', secretAccessKey: 'b'.repeat(40)}

interface Scene {
  readonly first: MemoryVault
  readonly second: MemoryVault
  /** What a person answers: to a yes or no, or to what is to be typed. */
  readonly answer?: boolean | string
  readonly more?: Partial<CredentialBackend>
}

function toolsFor({first, second, answer, more}: Scene) {
  const questions: string[] = []
  const answering = async (question: string) => {
    questions.push(question)
    return answer
  }
  const presenter = {interactive: answer !== undefined, confirm: answering, ask: answering} as unknown as Presenter
  const backends = [
    memoryBackend({vault: first, id: 'first', title: 'First', order: 300}),
    {...memoryBackend({vault: second, id: 'second', title: 'Second', order: 400, lookup: 'on-request'}), ...more},
  ]
  const plugin = {name: 'vaults', version: '1.0.0'}
  const sources = credentialSources(collectBackends([{plugin, result: backends}]), {})
  return {tools: {sources, presenter, assertFree: async () => {}}, questions}
}

interface Options {
  readonly backend?: string
  readonly force?: string
  readonly yes?: boolean
}

async function remove(scene: Scene, {backend, force, yes = false}: Options = {}) {
  const {tools, questions} = toolsFor(scene)
  const plan = await planRemoval(tools, {profile: 'lab', backend})
  const {removed} = await removeKey(tools, plan, {force, yes, show: () => {}})
  return {plan, removed: removed.map(({display}) => display), questions}
}

const held = ({keys}: MemoryVault) => Object.fromEntries(keys)

describe('a key that is also kept elsewhere', () => {
  const scene = () => ({first: memoryVault({lab: ANN, other: BOB}), second: memoryVault({lab: ANN})})

  it('goes with a yes, from the places that tools look into, and the rest keep theirs', async () => {
    for (const [answer, yes] of [
      [undefined, true],
      [true, false],
    ] as const) {
      const these = scene()
      const {removed, plan} = await remove({...these, ...(answer ? {answer} : {})}, {yes})
      expect(removed).toEqual(['First [lab]'])
      expect(plan.elsewhere.map(({display}) => display)).toEqual(['Second [lab]'])
      expect([held(these.first), held(these.second)]).toEqual([{other: BOB}, {lab: ANN}])
    }
  })

  it('goes from the backend that is named, and from no other', async () => {
    const these = scene()
    expect((await remove(these, {yes: true, backend: 'second'})).removed).toEqual(['Second [lab]'])
    expect([held(these.first), held(these.second)]).toEqual([{lab: ANN, other: BOB}, {}])
  })

  it('stays where nobody can be asked, and where the answer is no', async () => {
    for (const answer of [undefined, false]) {
      const these = scene()
      await expect(remove({...these, ...(answer === false ? {answer} : {})})).rejects.toMatchObject({exit: 9})
      expect(held(these.first)).toEqual({lab: ANN, other: BOB})
    }
  })
})

describe('the last place of a key', () => {
  const scene = () => ({first: memoryVault({lab: ANN}), second: memoryVault({lab: BOB})})

  it('takes its id, typed or as --force, and no mere yes', async () => {
    const typed = {...scene(), answer: ANN.accessKeyId}
    expect((await remove(typed)).questions).toEqual([`To take ${ANN.accessKeyId} out of its last place, type its id:`])
    const forced = scene()
    await remove(forced, {force: ANN.accessKeyId})
    for (const each of [typed, forced]) expect([held(each.first), held(each.second)]).toEqual([{}, {lab: BOB}])

    const refused = scene()
    const error: unknown = await remove(refused, {yes: true}).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({code: 'answer_needed', exit: 9})
    expect(JSON.stringify(error)).toContain(`--force ${ANN.accessKeyId}`)
    expect(JSON.stringify(error)).toContain(`mturk keys deactivate ${ANN.accessKeyId}`)
    await expect(remove({...scene(), answer: 'AKIA'})).rejects.toMatchObject({exit: 9})
    expect(held(refused.first)).toEqual({lab: ANN})
  })

  it('is not one where a backend that holds it too names it in another profile', async () => {
    const these = {first: memoryVault({lab: ANN}), second: memoryVault({mine: ANN})}
    expect((await remove(these, {yes: true})).plan.asks).toBe('yes')
  })
})

describe('a place that cannot be changed', () => {
  it('is refused with the reason, before anything is asked', async () => {
    const vault = memoryVault({lab: ANN})
    const more = {
      ...memoryBackend({vault, id: 'second', order: 400, readOnly: 'it is sealed'}),
      remove: undefined as never,
    }
    await expect(
      remove({first: memoryVault(), second: vault, more}, {backend: 'second', force: ANN.accessKeyId}),
    ).rejects.toMatchObject({code: 'usage', exit: 2, message: expect.stringContaining('it is sealed')})
    expect(held(vault)).toEqual({lab: ANN})
  })

  it('there is none where there is no key', async () => {
    await expect(remove({first: memoryVault(), second: memoryVault()})).rejects.toMatchObject({code: 'no_credentials'})
  })
})
