import {expect, it} from 'vitest'

import {memoryBackend, memoryVault} from '../testing/index.js'
import {takeInventory} from './inventory.js'
import {collectBackends} from './collect.js'
import {backendError, type Availability, type CredentialBackend} from './contract.js'
import {credentialSources} from './sources.js'

const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}

function sourcesOf(...backends: readonly CredentialBackend[]) {
  return credentialSources(collectBackends([{plugin: {name: 'vaults', version: '1.0.0'}, result: backends}]), {})
}

function vault(id: string, lookup: CredentialBackend['lookup'], state?: Availability): CredentialBackend {
  const backend = memoryBackend({vault: memoryVault({ann: ANN}), id, title: `Vault ${id}`, order: 300})
  return {...backend, lookup, ...(state && {probe: async () => state})}
}

const UNSET = {state: 'needs-setup', reason: 'there is no desktop here.', remedy: 'Sign in to one.'} as const

it('names a vault that is not set up where no key was found, once, and nowhere else', async () => {
  const alone = sourcesOf(vault('unset', 'default', UNSET), vault('asked', 'on-request', UNSET))
  for (const profile of ['ann', 'bob']) expect((await alone.lookup({profile})).active).toBeNull()
  expect(alone.problems).toEqual([
    {plugin: 'vaults', message: 'Vault unset was not asked: there is no desktop here. Sign in to one.'},
  ])
  const beside = sourcesOf(vault('unset', 'default', UNSET), vault('good', 'default'))
  expect((await beside.lookup({profile: 'ann'})).active).toMatchObject({backend: 'good'})
  expect(beside.problems).toEqual([])
})

it('names a vault that can say of one profile what it cannot say of all', async () => {
  const backend = vault('sick', 'default')
  const list: CredentialBackend['list'] = async (query, options) => {
    if (query.profile === undefined) throw backendError('unreadable', 'The file of zed is broken.')
    return backend.list(query, options)
  }
  const sources = sourcesOf({...backend, list})
  const {lookup, otherProfiles} = await takeInventory(sources, {profile: 'ann'})
  expect([lookup.active?.backend, otherProfiles]).toEqual(['sick', []])
  expect(sources.problems).toEqual([{plugin: 'vaults', message: 'The file of zed is broken.'}])
})

it('says of a place that keeps for a while what was taken out of it', async () => {
  const far = vault('far', 'on-request')
  const place = {
    backend: 'far',
    id: 'ann',
    profile: 'ann',
    display: 'Vault far ann',
    writable: false,
    why: 'it is going',
  }
  const sources = sourcesOf({...far, placeFor: async () => place})
  const {active} = await sources.lookup({profile: 'ann', backend: 'far'})
  if (!active) throw new Error('no key')
  const request = {location: active.location, expect: ANN.accessKeyId, operationId: 'one'}
  await sources.backend('far').remove(request)
  expect(sources.warnings).toEqual(['Vault far ann: it is going.'])
})
