import {expect, it} from 'vitest'
import {selectKey} from '../mturk/index.js'
import {describeRemedy} from '../remedy.js'
import {isMturkError} from '../errors.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import {collectBackends} from './collect.js'
import type {CredentialBackend, Entry} from './contract.js'
import {credentialSources, type Selection} from './sources.js'

const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const NOTE = {
  code: 'going',
  message: 'The secret bob is going.',
  remedy: 'To have it back: restore bob',
  severity: 'note',
  stops: 'entry',
} as const

function vault(id: string, lookup: CredentialBackend['lookup'], profiles: string[], more: object = {}) {
  const held = Object.fromEntries(profiles.map((name) => [name, ANN]))
  return {...memoryBackend({vault: memoryVault(held), id, title: `Vault ${id}`, order: 300}), lookup, ...more}
}

async function refusal(backends: readonly CredentialBackend[], selection: Selection): Promise<string> {
  const sources = credentialSources(
    collectBackends([{plugin: {name: 'vaults', version: '1.0.0'}, result: backends}]),
    {},
  )
  const error: unknown = await selectKey(sources, selection).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isMturkError(error)) throw error
  expect(error).toMatchObject({code: 'no_credentials', exit: 3})
  return `${error.message}\n${describeRemedy(error.remedy)}`
}

const place = {backend: 'far', id: 'x', profile: 'bob', display: 'Vault far in us-west-2', writable: true}

it('names the place that one backend looked at, and offers no new key', async () => {
  const far = vault('far', 'on-request', [], {placeFor: async () => place})
  for (const profile of ['bob', undefined]) {
    const said = await refusal([far], {backend: 'far', profile})
    expect(said).toContain(`Vault far in us-west-2 holds no key for the profile ${profile ?? 'default'}.`)
    expect(said).toContain('mturk config list')
    expect(said).not.toMatch(/exists neither|mturk init/)
  }
})

it('names the key that is elsewhere, where the backend that was named has none', async () => {
  const said = await refusal([vault('far', 'on-request', []), vault('near', 'default', ['bob'])], {
    backend: 'far',
    profile: 'bob',
  })
  expect(said).toMatch(
    /^Vault far.* holds no key for the profile bob\.\nThere is one in .*: the same command without --backend\./,
  )
})

it('names a backend that is only asked by its name, where nobody named it', async () => {
  const said = await refusal([vault('far', 'on-request', ['bob']), vault('near', 'default', ['ann'])], {profile: 'bob'})
  expect(said).toContain('Vault far was not asked.')
  expect(said).toContain('the same command with --backend far')
  expect(said).not.toMatch(/any other backend|mturk init/)
})

it('answers with what the backend that was named passes over', async () => {
  const list = async (): Promise<readonly Entry[]> => [{location: place, problem: NOTE}]
  const said = await refusal([vault('far', 'on-request', [], {list})], {backend: 'far', profile: 'bob'})
  expect(said).toContain(`${NOTE.message}\n${NOTE.remedy}`)
  expect(said).not.toContain('mturk init')
})

it('ends as the place says that was asked for', async () => {
  const denied = {...NOTE, code: 'unreadable_file', severity: 'error', verdict: 'no_policy'} as const
  const list = async (): Promise<readonly Entry[]> => [{location: place, problem: denied}]
  const sources = credentialSources(
    collectBackends([{plugin: {name: 'vaults', version: '1.0.0'}, result: [vault('far', 'on-request', [], {list})]}]),
    {},
  )
  await expect(selectKey(sources, {backend: 'far', profile: 'bob'})).rejects.toMatchObject({
    code: 'no_policy',
    exit: 5,
    message: NOTE.message,
  })
})
