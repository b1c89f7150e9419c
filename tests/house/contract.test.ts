import * as now from '@mturk-cli/core'
import {collectBackends} from '@mturk-cli/core/credentials'
import {describeBackend} from '@mturk-cli/core/testing'
import {describe, expect, it} from 'vitest'
import type * as v1 from './contract-v1.js'

/** A plugin that was written when version 1 was frozen, without anything of ours. */
const hook: v1.CredentialBackendsHook = async ({context}) => [vaultOf(new Map(), new Set(), context.home)]

type Held = Map<string, v1.Key>

function vaultOf(held: Held, done: Set<string>, home: string): v1.CredentialBackend {
  const at = (profile: string): v1.Location => ({
    backend: 'old-vault',
    id: `${home}#${profile}`,
    profile,
    display: `old vault [${profile}]`,
    writable: true,
  })
  const trouble = (code: v1.BackendErrorCode): v1.BackendError =>
    Object.assign(new Error('The old vault holds another key, or none.'), {name: 'MturkBackendError' as const, code})
  const change = (profile: string, key: v1.Key | null, wanted: string | null, {operationId}: v1.ChangeOptions) => {
    if (done.has(operationId)) return at(profile)
    const there = held.get(profile)
    if ((there?.accessKeyId ?? null) !== wanted) throw trouble(there ? 'conflict' : 'not_found')
    if (key) held.set(profile, key)
    else held.delete(profile)
    done.add(operationId)
    return at(profile)
  }
  const profileOf = ({profile}: v1.Location) => profile ?? ''
  return {
    apiVersion: 1,
    id: 'old-vault',
    title: 'Old vault',
    lookup: 'default',
    order: 300,
    settings: [{name: 'file', kind: 'string', meaning: 'Where it is.'}],
    probe: async (): Promise<v1.Availability> => ({state: 'available'}),
    list: async ({profile, accessKeyId}: v1.ListQuery, _options: v1.LookOptions): Promise<readonly v1.Entry[]> =>
      [...held]
        .filter(([name]) => profile === undefined || name === profile)
        .filter(([, key]) => accessKeyId === undefined || key.accessKeyId === accessKeyId)
        .map(([name, key]) => ({location: at(name), accessKeyId: key.accessKeyId})),
    async read(location: v1.Location) {
      const key = held.get(profileOf(location))
      if (!key) throw trouble('not_found')
      return key
    },
    store: async ({profile, key, expect: there}: v1.StoreRequest, options) => change(profile, key, there, options),
    replace: async ({location, key, expect: there}: v1.ReplaceRequest, options) =>
      change(profileOf(location), key, there, options),
    remove: async ({location, expect: there}: v1.RemoveRequest, options) =>
      void change(profileOf(location), null, there, options),
    diagnose: async (): Promise<readonly v1.Diagnosis[]> => [],
  }
}

/**
 * Whatever a plugin of version 1 answers must still do, and whatever it is given must still be there: the compiler says
 * so, since each argument is asked for as the one side knows it and given as the other one does.
 */
const TODAY = {
  takesBackend: (backend: v1.CredentialBackend): now.CredentialBackend => backend,
  takesEntry: (entry: v1.Entry): now.Entry => entry,
  takesAvailability: (availability: v1.Availability): now.Availability => availability,
  takesDiagnosis: (diagnosis: v1.Diagnosis): now.Diagnosis => diagnosis,
  takesHook: (given: v1.CredentialBackendsHook): now.CredentialBackendsHook => given,
  givesContext: (context: now.BackendContext): v1.BackendContext => context,
  givesLocation: (location: now.Location): v1.Location => location,
  givesKey: (key: now.Key): v1.Key => key,
  givesQuery: (query: now.ListQuery): v1.ListQuery => query,
  givesLookOptions: (options: now.LookOptions): v1.LookOptions => options,
  givesStoreRequest: (request: now.StoreRequest): v1.StoreRequest => request,
  givesReplaceRequest: (request: now.ReplaceRequest): v1.ReplaceRequest => request,
  givesRemoveRequest: (request: now.RemoveRequest): v1.RemoveRequest => request,
  givesChangeOptions: (options: now.ChangeOptions): v1.ChangeOptions => options,
}

describeBackend(
  'a vault of the day when version 1 was frozen',
  {
    create() {
      const [held, done] = [new Map(), new Set<string>()]
      return {open: () => TODAY.takesBackend(vaultOf(held, done, '/home/anna'))}
    },
  },
  {describe, it},
)

describe('version 1 of the contract', () => {
  const context: now.BackendContext = {
    apiVersion: now.CONTRACT_VERSION,
    env: {},
    home: '/home/anna',
    settings: {},
    interactive: false,
    adminCredentials: () => Promise.reject(new Error('not asked for')),
  }

  it('is what this mturk speaks: a plugin that was written for it is taken', async () => {
    const result = await TODAY.takesHook(hook)({context: TODAY.givesContext(context)})
    const {backends, problems} = collectBackends([{plugin: {name: 'old', version: '1.0.0'}, result}])
    expect({ids: backends.map(({id}) => id), problems}).toEqual({ids: ['old-vault'], problems: []})
  })
})
