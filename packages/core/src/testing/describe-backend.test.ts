import {describe, expect, it} from 'vitest'
import type {CredentialBackend} from '../credentials/contract.js'
import {describeBackend, type BackendUnderTest} from './describe-backend.js'
import {memoryBackend, memoryVault} from './memory-backend.js'

const onVault = (
  change: (backend: CredentialBackend) => CredentialBackend = (backend) => backend,
): BackendUnderTest => ({
  create() {
    const vault = memoryVault()
    return {open: () => change(memoryBackend({vault}))}
  },
})

describeBackend('the memory backend', onVault(), {describe, it})

describeBackend(
  'a read-only memory backend',
  {
    can: [],
    create() {
      const vault = memoryVault()
      return {
        open: () => memoryBackend({vault, readOnly: 'it is a copy'}),
        seed: (profile, key) => void vault.keys.set(profile, key),
      }
    },
  },
  {describe, it},
)

/** Runs the suite by itself, and gives the sentences of what failed. */
async function complaints(under: BackendUnderTest): Promise<string[]> {
  const bodies: (() => Promise<void>)[] = []
  describeBackend('x', under, {describe: (_, body) => body(), it: (_, body) => void bodies.push(body)})
  const outcomes = await Promise.allSettled(bodies.map((body) => body()))
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).message] : []))
}

describe('the conformance suite', () => {
  it('has nothing to say about a sound backend', async () => {
    expect(await complaints(onVault())).toEqual([])
  })

  it.each<[string, (backend: CredentialBackend) => CredentialBackend, string]>([
    [
      'shows a secret in its list',
      (backend) => ({
        ...backend,
        async list(query, options) {
          const entries = await backend.list(query, options)
          return Promise.all(
            entries.map(async (entry) => ({
              ...entry,
              ...(entry.location && (await backend.read(entry.location, options))),
            })),
          )
        },
      }),
      'list() shows a secret access key.',
    ],
    [
      'overwrites blindly',
      (backend) => ({
        ...backend,
        async store(request, options) {
          const [held] = await backend.list({profile: request.profile, explicit: false}, options)
          return backend.store!({...request, expect: held?.accessKeyId ?? null}, options)
        },
      }),
      'store() with expect null on an occupied place must be a conflict. It succeeded instead.',
    ],
    [
      'gives the wrong error',
      (backend) => ({
        ...backend,
        replace: (request, options) =>
          backend.replace!(request, options).catch(() => {
            throw new Error('no')
          }),
      }),
      'replace() with another id than the one that is there must be a conflict. It threw something that is no MturkBackendError: Error: no',
    ],
    [
      'forgets session tokens to clear',
      (backend) => {
        let last: string | undefined
        return {
          ...backend,
          async store(request, options) {
            last = request.key.sessionToken ?? last
            return backend.store!({...request, key: {...request.key, ...(last ? {sessionToken: last} : {})}}, options)
          },
        }
      },
      'The session token of the key before must be cleared. The session token is another one.',
    ],
    [
      'does not filter by id',
      (backend) => ({...backend, list: ({explicit}, options) => backend.list({explicit}, options)}),
      'list() by accessKeyId must leave out the places that do not hold it.',
    ],
    [
      'makes up locations',
      (backend) => {
        const salt = String(Math.random())
        return {
          ...backend,
          async list(query, options) {
            const entries = await backend.list(query, options)
            return entries.map((entry) => ({
              ...entry,
              ...(entry.location && {location: {...entry.location, id: entry.location.id + salt}}),
            }))
          },
          read: (location, options) => backend.read({...location, id: location.id.replace(salt, '')}, options),
        }
      },
      'Another instance must read the same key at the same location.',
    ],
  ])('tells of a backend that it %s', async (_, spoil, sentence) => {
    const found = (await complaints(onVault(spoil))).map((complaint) => complaint.split('\n')[0])
    expect(found).toContain(sentence)
  })

  it('leaves no method untested by mistake', async () => {
    const found = await complaints({...onVault(), can: ['store', 'replace']})
    expect(found).toContain('The backend has remove(), so name it in "can": it is to be tested too.')
  })
})
