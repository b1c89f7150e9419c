import {
  backendError,
  CONTRACT_VERSION,
  type ChangeOptions,
  type CredentialBackend,
  type Key,
  type Location,
} from '../credentials/contract.js'

/** What a memory backend keeps; hand the same one to several backends, and they are several processes on one vault. */
export interface MemoryVault {
  readonly keys: Map<string, Key>
  /** Operations that were done, by their ids. */
  readonly done: Map<string, Location | undefined>
}

export interface MemoryBackendOptions {
  readonly vault?: MemoryVault
  /** `memory` if not given. */
  readonly id?: string
  readonly title?: string
  /** 300 if not given. */
  readonly order?: number
  readonly lookup?: CredentialBackend['lookup']
  /** Why nothing can be changed; the backend then has no `store`, `replace` and `remove`. */
  readonly readOnly?: string
}

export function memoryVault(keys: Readonly<Record<string, Key>> = {}): MemoryVault {
  return {keys: new Map(Object.entries(keys)), done: new Map()}
}

/** A whole backend without a file, a network or a plugin: one key a profile. The only fake in our tests. */
export function memoryBackend(options: MemoryBackendOptions = {}): CredentialBackend {
  const {vault = memoryVault(), id = 'memory', title = 'Memory', order = 300, lookup = 'default', readOnly} = options

  const locationOf = (profile: string): Location => ({
    backend: id,
    id: profile,
    profile,
    display: `${title} [${profile}]`,
    ...(readOnly === undefined ? {writable: true} : {writable: false, why: readOnly}),
  })
  const keyAt = (location: Location) => {
    const key = vault.keys.get(location.id)
    if (!key) throw backendError('not_found', `${location.display} holds no access key.`)
    return key
  }
  const assertExpected = (profile: string, expect: string | null) => {
    const now = vault.keys.get(profile)?.accessKeyId ?? null
    if (now !== expect)
      throw backendError('conflict', `${locationOf(profile).display} holds another access key by now.`)
  }
  const once = (operationId: string, work: () => Location | undefined) => {
    if (!vault.done.has(operationId)) vault.done.set(operationId, work())
    return vault.done.get(operationId)
  }

  const reading: CredentialBackend = {
    apiVersion: CONTRACT_VERSION,
    id,
    title,
    order,
    lookup,
    async probe() {
      return {state: 'available'}
    },
    async list({profile, accessKeyId}) {
      return [...vault.keys]
        .filter(([name, key]) =>
          profile === undefined || name === profile
            ? accessKeyId === undefined || key.accessKeyId === accessKeyId
            : false,
        )
        .map(([name, key]) => ({location: locationOf(name), accessKeyId: key.accessKeyId}))
    },
    async read(location) {
      return {...keyAt(location)}
    },
  }
  if (readOnly !== undefined) return reading

  const put = (profile: string, key: Key, expect: string | null, {operationId}: ChangeOptions) =>
    once(operationId, () => {
      assertExpected(profile, expect)
      vault.keys.set(profile, {...key})
      return locationOf(profile)
    }) as Location
  return {
    ...reading,
    async store({profile, key, expect}, change) {
      return put(profile, key, expect, change)
    },
    async replace({location, key, expect}, change) {
      if (!vault.done.has(change.operationId)) keyAt(location)
      return put(location.id, key, expect, change)
    },
    async remove({location, expect}, {operationId}) {
      once(operationId, () => {
        keyAt(location)
        assertExpected(location.id, expect)
        vault.keys.delete(location.id)
        return undefined
      })
    },
  }
}
