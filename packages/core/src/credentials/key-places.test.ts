import {describe, expect, it} from 'vitest'

import {memoryBackend, memoryVault} from '../testing/index.js'
import {collectBackends} from './collect.js'
import {backendError, type CredentialBackend, type Entry, type Location} from './contract.js'
import {findKeyPlaces, surveyKeyPlaces} from './key-places.js'
import {credentialSources} from './sources.js'

const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const BOB = {accessKeyId: 'AKIABBBBBBBBBBBBBBBB', secretAccessKey: 'b'.repeat(40)}

function sourcesOf(...backends: readonly CredentialBackend[]) {
  return credentialSources(
    collectBackends([{plugin: {name: 'vault-plugin', version: '1.0.0'}, result: backends}], {
      limits: {list: 200},
    }),
    {},
  )
}

function vault(id: string, more: Partial<CredentialBackend> = {}, keys = {ann: ANN, bob: BOB}): CredentialBackend {
  return {...memoryBackend({vault: memoryVault(keys), id, title: id, order: 300}), ...more}
}

const at = (id: string): Location => ({backend: 'files', id, profile: id, display: `[${id}]`, writable: true})

function listing(...entries: readonly Entry[]): CredentialBackend {
  return vault('files', {list: async () => entries})
}

describe('where keys are kept', () => {
  it('finds an id under every profile and in every backend, on-request ones too', async () => {
    const sources = sourcesOf(vault('one'), vault('two', {lookup: 'on-request'}, {ann: BOB, bob: ANN}))
    const {places, notAsked} = await findKeyPlaces(sources, [ANN.accessKeyId])
    expect(places.map(({location, accessKeyId}) => [location.display, accessKeyId])).toEqual([
      ['one [ann]', ANN.accessKeyId],
      ['two [bob]', ANN.accessKeyId],
    ])
    expect(notAsked).toEqual([])
  })

  it('tells a backend that is not set up from one that fails, and asks the others', async () => {
    const locked = async () => Promise.reject(backendError('locked', 'The vault is locked.'))
    const found = await surveyKeyPlaces(
      sourcesOf(
        vault('new', {probe: async () => ({state: 'needs-setup', reason: 'no region', remedy: 'set one'})}),
        vault('foreign', {probe: async () => ({state: 'unsupported', reason: 'macOS only'})}),
        vault('shut', {list: locked}),
        vault('dead', {probe: locked}),
        vault('slow', {list: () => new Promise(() => {})}),
        vault('good'),
      ),
    )
    expect(found.places.map(({location}) => location.backend)).toEqual(['good', 'good'])
    expect(found.skipped).toEqual([
      {backend: 'foreign', title: 'foreign', reason: 'macOS only'},
      {backend: 'new', title: 'new', reason: 'no region'},
    ])
    expect(found.failed.map(({backend, reason}) => [backend, reason])).toEqual([
      ['dead', 'The vault is locked.'],
      ['shut', 'The vault is locked.'],
      ['slow', expect.stringContaining('did not answer')],
    ])
    expect(found.notAsked).toContain('new was not asked: no region')
    expect(found.notAsked).toHaveLength(5)
  })

  it('names a file that cannot be read: it may hold any key', async () => {
    const problem = {code: 'unreadable_file', message: 'no permission', severity: 'error', stops: 'entry'} as const
    const {places, unread} = await surveyKeyPlaces(sourcesOf(listing({location: at('file'), problem})))
    expect({places, unread}).toEqual({places: [], unread: [problem]})
  })

  it('keeps an id beside what is wrong with it, counts a place once, and passes over one without an id', async () => {
    const problem = {code: 'partial_credentials', message: 'no secret', severity: 'error', stops: 'backend'} as const
    const {places} = await surveyKeyPlaces(
      sourcesOf(
        listing(
          {location: at('half'), accessKeyId: ANN.accessKeyId, problem},
          {location: at('twice'), accessKeyId: BOB.accessKeyId},
          {location: at('twice'), accessKeyId: BOB.accessKeyId},
          {location: at('template'), accessKeyId: ''},
          {location: at('none')},
        ),
      ),
    )
    expect(places).toEqual([
      {location: at('half'), accessKeyId: ANN.accessKeyId, problem},
      {location: at('twice'), accessKeyId: BOB.accessKeyId},
    ])
  })
})
