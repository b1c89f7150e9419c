import {describe, expect, it} from 'vitest'

import {collectBackends, credentialSources, type CredentialBackend, type Key} from '../credentials/index.js'
import type {Presenter} from '../guide/index.js'
import {memoryBackend, memoryVault, type MemoryVault} from '../testing/index.js'
import {copyKey, planCopy, type CopyOptions} from './copy-key.js'

const ANN: Key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const BOB: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBBB', secretAccessKey: 'b'.repeat(40)}
const OPTIONS: CopyOptions = {
  from: 'old',
  to: 'new',
  profile: 'lab',
  as: undefined,
  replace: false,
  deleteSource: false,
}

interface Vaults {
  readonly old: MemoryVault
  readonly new: MemoryVault
}

function toolsFor(vaults: Vaults, {answer, ...more}: Partial<CredentialBackend> & {answer?: boolean} = {}) {
  const questions: string[] = []
  const backends = [
    memoryBackend({vault: vaults.old, id: 'old', title: 'Old', order: 300}),
    {...memoryBackend({vault: vaults.new, id: 'new', title: 'New', order: 400}), ...more},
  ]
  const plugin = {name: 'vaults', version: '1.0.0'}
  const presenter = {
    interactive: answer !== undefined,
    confirm: async (question: string) => {
      questions.push(question)
      return answer ?? false
    },
  } as unknown as Presenter
  const sources = credentialSources(collectBackends([{plugin, result: backends}]), {})
  return {tools: {sources, presenter, env: {}, assertFree: async () => {}, setUp: null, yes: false}, questions}
}

async function copy(vaults: Vaults, options: Partial<CopyOptions> = {}, more: Parameters<typeof toolsFor>[1] = {}) {
  const {tools} = toolsFor(vaults, more)
  return copyKey(tools, await planCopy(tools, {...OPTIONS, ...options}))
}

const held = ({keys}: MemoryVault) => Object.fromEntries(keys)

describe('a key that is copied', () => {
  it('is in both places, or in the new one alone where the old one was to be emptied', async () => {
    for (const deleteSource of [false, true]) {
      const vaults = {old: memoryVault({lab: ANN, other: BOB}), new: memoryVault()}
      const {accessKeyId, storedIn, sourceDeleted, found} = await copy(vaults, {deleteSource})
      expect({accessKeyId, display: storedIn.display, sourceDeleted}).toEqual({
        accessKeyId: ANN.accessKeyId,
        display: 'New [lab]',
        sourceDeleted: deleteSource,
      })
      expect(held(vaults.new)).toEqual({lab: ANN})
      expect(held(vaults.old)).toEqual(deleteSource ? {other: BOB} : {lab: ANN, other: BOB})
      expect(found).toMatchObject({isIt: deleteSource, active: {accessKeyId: ANN.accessKeyId}})
    }
  })

  it('gets another name where one is given', async () => {
    const vaults = {old: memoryVault({lab: ANN}), new: memoryVault({lab: BOB})}
    await copy(vaults, {as: 'ann'})
    expect(held(vaults.new)).toEqual({lab: BOB, ann: ANN})
  })

  it('is found done by a second run, whether the old place has it still or not', async () => {
    for (const deleteSource of [false, true]) {
      const vaults = {old: memoryVault({lab: ANN}), new: memoryVault()}
      await copy(vaults, {deleteSource})
      const before = [held(vaults.old), held(vaults.new)]
      expect((await copy(vaults, {deleteSource})).plan.alreadyThere).toBe(true)
      expect([held(vaults.old), held(vaults.new)]).toEqual(before)
    }
  })

  it('goes on where an earlier run was killed between the two places', async () => {
    const vaults = {old: memoryVault({lab: ANN}), new: memoryVault({lab: ANN})}
    expect(await copy(vaults, {deleteSource: true})).toMatchObject({sourceDeleted: true, plan: {alreadyThere: true}})
    expect([held(vaults.old), held(vaults.new)]).toEqual([{}, {lab: ANN}])
  })

  it('is not there where neither place has one', async () => {
    const vaults = {old: memoryVault(), new: memoryVault()}
    for (const deleteSource of [false, true]) {
      await expect(copy(vaults, {deleteSource})).rejects.toMatchObject({code: 'no_credentials', exit: 3})
    }
  })
})

describe('another key in its place', () => {
  const inTheWay = {
    'another id': BOB,
    'the same id with another secret': {...ANN, secretAccessKey: 'x'.repeat(40)},
  }

  it.each(Object.entries(inTheWay))('is given up only by a yes, or by --replace: %s', async (_, other) => {
    const vaults = () => ({old: memoryVault({lab: ANN}), new: memoryVault({lab: other})})
    for (const more of [{}, {answer: false}]) {
      const refused = vaults()
      const error = await copy(refused, {deleteSource: true}, more).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({code: 'answer_needed', exit: 9, message: expect.stringContaining('New [lab]')})
      expect(JSON.stringify(error)).toContain('--replace')
      expect([held(refused.old), held(refused.new)]).toEqual([{lab: ANN}, {lab: other}])
    }
    const agreed = vaults()
    await copy(agreed, {deleteSource: true}, {answer: true})
    const flagged = vaults()
    await copy(flagged, {deleteSource: true, replace: true})
    for (const each of [agreed, flagged]) expect([held(each.old), held(each.new)]).toEqual([{}, {lab: ANN}])
  })

  it('is named in the question, with whether it is the last of its kind', async () => {
    const vaults = {old: memoryVault({lab: ANN}), new: memoryVault({lab: BOB})}
    const {tools, questions} = toolsFor(vaults, {answer: true})
    await copyKey(tools, await planCopy(tools, OPTIONS))
    expect(questions).toEqual([
      'New [lab] holds another key, ****************BBBB. It is kept nowhere else that is known here. Replace it?',
    ])
  })
})

describe('the place that was copied', () => {
  const vaults = () => ({old: memoryVault({lab: ANN}), new: memoryVault()})

  it('keeps its key where the new one does not give it back', async () => {
    for (const read of [
      async () => ({...ANN, secretAccessKey: 'x'.repeat(40)}),
      async () => Promise.reject(new Error('no')),
    ]) {
      const these = vaults()
      await expect(copy(these, {deleteSource: true}, {read})).rejects.toMatchObject({code: 'conflict', exit: 10})
      expect(held(these.old)).toEqual({lab: ANN})
    }
  })

  it('is refused before anything is done where nothing can be taken out of it', async () => {
    const these = vaults()
    await expect(
      copy(
        {old: these.new, new: these.old},
        {from: 'new', to: 'old', deleteSource: true},
        {remove: undefined as never},
      ),
    ).rejects.toMatchObject({code: 'usage', exit: 2})
    expect([held(these.old), held(these.new)]).toEqual([{lab: ANN}, {}])
  })

  it('and the new one are told apart from one place with two names, which keeps its key', async () => {
    const one = memoryVault({lab: ANN})
    await expect(copy({old: one, new: one}, {deleteSource: true})).rejects.toMatchObject({code: 'conflict', exit: 10})
    expect(held(one)).toEqual({lab: ANN})
  })

  it('is not the new one', async () => {
    await expect(copy(vaults(), {to: 'old'})).rejects.toMatchObject({code: 'usage', exit: 2})
  })
})
