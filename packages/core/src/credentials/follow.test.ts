import {describe, expect, it} from 'vitest'

import {MturkError} from '../errors.js'
import {selectPlace} from '../mturk/index.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import {collectBackends} from './collect.js'
import type {Asks, CredentialBackend, Entry} from './contract.js'
import {takeInventory} from './inventory.js'
import {credentialSources} from './sources.js'

const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}

/** Files with nothing but lines that run mturk, by profile; and a store that is asked only by name. */
function linked(
  lines: Readonly<Record<string, Asks>>,
  probe?: CredentialBackend['probe'],
  asked: CredentialBackend['lookup'] = 'on-request',
) {
  const entryOf = (profile: string, asks: Asks): Entry => ({
    location: {backend: 'lines', id: profile, profile, display: `[${profile}] line`, writable: false, why: 'a line'},
    problem: {
      code: 'credential_process',
      message: `[${profile}] line has tools ask mturk.`,
      remedy: 'Name that place.',
      severity: 'error',
      stops: 'backend',
    },
    asks,
  })
  const files: CredentialBackend = {
    ...memoryBackend({vault: memoryVault({}), id: 'lines', title: 'Lines', order: 300}),
    lookup: 'default',
    list: async ({profile}) =>
      Object.entries(lines).flatMap(([name, asks]) =>
        profile === undefined || profile === name ? [entryOf(name, asks)] : [],
      ),
  }
  const store: CredentialBackend = {
    ...memoryBackend({vault: memoryVault({ann: ANN}), id: 'store', title: 'Store', order: 400}),
    lookup: asked,
    ...(probe ? {probe} : {}),
  }
  const plugin = {name: 'vaults', version: '1.0.0'}
  return credentialSources(collectBackends([{plugin, result: [files, store]}]), {})
}

describe('a profile that has tools ask mturk', () => {
  it('has its key at the true place, over several lines, and no line is broken', async () => {
    const sources = linked({one: {profile: 'two'}, two: {profile: 'ann', backend: 'store'}})
    const {lookup} = await takeInventory(sources, {profile: 'one'})
    expect(lookup.active).toMatchObject({backend: 'store', location: {profile: 'ann'}, accessKeyId: ANN.accessKeyId})
    expect(lookup.through).toMatchObject({profile: 'one'})
    expect(lookup.candidates.map(({location, state}) => [location?.display, state])).toEqual([
      ['[one] line', 'ignored'],
      ['[two] line', 'ignored'],
      [lookup.active?.location.display, 'active'],
    ])
    expect((await sources.read(lookup.active?.location as never)).secretAccessKey.reveal()).toBe(ANN.secretAccessKey)
  })

  it('has it where the store is asked without being named, and knows the profile by the same name', async () => {
    const sources = linked({ann: {profile: 'ann', backend: 'store'}}, undefined, 'default')
    const {active, candidates, through} = await sources.lookup({profile: 'ann', follow: 'local'})
    expect(active).toMatchObject({backend: 'store', accessKeyId: ANN.accessKeyId})
    expect(through).toMatchObject({profile: 'ann'})
    expect(candidates.map(({backend, state}) => [backend, state])).toEqual([
      ['lines', 'ignored'],
      ['store', 'active'],
    ])
  })

  it('is gone after in the backend that was named, as far as its lines stay there', async () => {
    const sources = linked({one: {profile: 'two'}, two: {profile: 'lab', backend: 'lines'}, lab: {backend: 'store'}})
    const {active, stoppedBy} = await sources.lookup({profile: 'one', backend: 'lines'})
    expect(active).toBeNull()
    expect(stoppedBy?.message).toContain('[lab] line has tools ask mturk')
  })

  it('asks no store where it must not, and nobody else where a backend was named', async () => {
    const sources = linked({lab: {profile: 'ann', backend: 'store'}}, () => Promise.reject(new Error('asked')))
    expect(await sources.lookup({profile: 'lab', follow: 'local'})).toMatchObject({active: null, isUnasked: true})
    expect((await sources.lookup({profile: 'lab', follow: 'never'})).active).toBeNull()
    expect((await sources.lookup({profile: 'lab', backend: 'lines'})).failure).toBeUndefined()
  })

  it.each<[string, Readonly<Record<string, Asks>>, RegExp]>([
    ['itself', {one: {profile: 'one'}}, /comes round/],
    ['one that asks it', {one: {profile: 'two'}, two: {profile: 'one'}}, /comes round/],
    ['a profile that nobody has', {one: {profile: 'nobody', backend: 'store'}}, /and finds none: .*nobody/],
  ])('finds none behind %s, and sends nobody to open an account', async (_, lines, words) => {
    const sources = linked(lines)
    expect((await sources.lookup({profile: 'one'})).stoppedBy?.message).toMatch(words)
    const refused = await selectPlace(sources, {profile: 'one'}).catch((error: unknown) => error as MturkError)
    expect(refused).toMatchObject({code: 'no_credentials', exit: 3})
    expect(JSON.stringify((refused as MturkError).remedy)).not.toContain('mturk init')
  })

  it('fails as the store does that it names, and hides nothing else', async () => {
    const unset = async () => ({state: 'needs-setup', reason: 'It has no region.', remedy: 'Set one.'}) as const
    for (const [sources, exit] of [
      [linked({lab: {backend: 'store'}}, unset), 9],
      [linked({lab: {backend: 'nowhere'}}), 2],
    ] as const) {
      await expect(selectPlace(sources, {profile: 'lab'})).rejects.toMatchObject({exit})
      expect((await takeInventory(sources, {profile: 'lab'})).lookup.stoppedBy?.message).toContain('and that fails: ')
    }
  })
})
