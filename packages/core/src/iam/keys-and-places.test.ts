import {describe, expect, it} from 'vitest'

import {AwsFailure} from '../aws/index.js'
import {collectBackends, credentialSources} from '../credentials/index.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import type {KeyUse} from './api.js'
import {findKeysAndPlaces} from './keys-and-places.js'

const key = (accessKeyId: string) => ({accessKeyId, secretAccessKey: 's'.repeat(40)})
const [OLD, NEW, STRANGE] = ['AKIAOLDOLDOLDOLDOLDO', 'AKIANEWNEWNEWNEWNEWN', 'AKIASTRANGESTRANGEST'] as const
const MADE = new Date('2026-01-02T03:04:05Z')
const USED: KeyUse = {at: new Date('2026-06-07T08:09:00Z'), service: 'sts'}

function onThisMachine(keys: Readonly<Record<string, string>>) {
  const vault = memoryVault(Object.fromEntries(Object.entries(keys).map(([profile, id]) => [profile, key(id)])))
  const plugin = {name: 'vault-plugin', version: '1.0.0'}
  return credentialSources(collectBackends([{plugin, result: [memoryBackend({vault})]}]), {})
}

function inIam(ids: readonly string[], use: (id: string) => KeyUse) {
  return {
    listAccessKeys: async () =>
      ids.map((accessKeyId, index) => ({
        accessKeyId,
        status: 'Active',
        createdAt: new Date(MADE.getTime() - index * 1000),
      })),
    getAccessKeyLastUsed: async (accessKeyId: string) => use(accessKeyId),
  }
}

function answer(code: string, httpStatus: number, message: string): AwsFailure {
  const where = {kind: 'answer', service: 'iam', operation: 'GetAccessKeyLastUsed', host: 'iam'} as const
  return new AwsFailure({...where, httpStatus, code, message})
}

describe('the keys of a user, and where they are kept', () => {
  it('puts every place to its key, the oldest key first; marks a key without any, and a place whose key is none of them', async () => {
    const sources = onThisMachine({default: OLD, lab: OLD, old: STRANGE})
    const never: KeyUse = {at: null, service: null}
    const iam = inIam([NEW, OLD], (id) => (id === OLD ? USED : never))
    const {keys, unknown} = await findKeysAndPlaces({iam, sources}, 'anna')
    const shown = keys.map(({accessKeyId, lastUsedAt, lastUsedFor, useKnown, places}) => ({
      accessKeyId,
      used: [lastUsedAt, lastUsedFor, useKnown],
      places: places.map(({location}) => location.profile),
    }))
    expect(shown).toEqual([
      {accessKeyId: OLD, used: [USED.at, 'sts', true], places: ['default', 'lab']},
      {accessKeyId: NEW, used: [null, null, true], places: []},
    ])
    expect(unknown.map(({location, accessKeyId}) => [location.profile, accessKeyId])).toEqual([['old', STRANGE]])
  })

  it('says of a key that nobody may ask about that its use is not known, which is not "never"', async () => {
    const message = 'User: arn:aws:iam::123456789012:user/anna is not authorized to perform: iam:GetAccessKeyLastUsed'
    const iam = inIam([OLD], () => {
      throw answer('AccessDenied', 403, message)
    })
    const {keys} = await findKeysAndPlaces({iam, sources: onThisMachine({})}, 'anna')
    expect(keys).toMatchObject([{accessKeyId: OLD, lastUsedAt: null, useKnown: false}])
  })

  it('takes no other failure for a missing right', async () => {
    const iam = inIam([OLD], () => {
      throw answer('ServiceFailure', 500, 'Service unavailable')
    })
    await expect(findKeysAndPlaces({iam, sources: onThisMachine({})}, 'anna')).rejects.toMatchObject({
      code: 'ServiceFailure',
    })
  })
})
