import {join} from 'node:path'
import type {BackendContext, CredentialBackend, Entry, Key, Location} from '@mturk-cli/core'
import {openVault, trouble} from './vault.js'

/** What people type after `--backend`, and the section of its settings. */
const ID = 'vault'

export function vaultBackend({home, settings}: Pick<BackendContext, 'home' | 'settings'>): CredentialBackend {
  const vault = openVault(settings[`${ID}.folder`] ?? join(home, '.vault'))
  const done = new Set<string>()
  const at = (profile: string): Location => {
    return {backend: ID, id: profile, profile, display: `${ID} ${profile}`, writable: true}
  }

  /** Puts `key` (null: nothing) where the id `expect` is (null: nothing), once. */
  async function change(profile: string, key: Key | null, expect: string | null, operationId: string) {
    const held = await vault.get(profile)
    const stands = key !== null && held?.key.secretAccessKey === key.secretAccessKey
    if (done.has(operationId) || stands) return at(profile)
    if (!held && expect !== null) throw trouble('not_found', `The vault holds no key for ${profile}.`)
    const isExpected = (held?.key.accessKeyId ?? null) === expect
    const isChanged = isExpected && (await vault.put(profile, key, held?.version ?? null))
    if (!isChanged) throw trouble('conflict', `The vault holds another key for ${profile} by now.`)
    done.add(operationId)
    return at(profile)
  }

  /** One broken place hides none of the others: it is an entry with a problem. */
  async function entriesOf(name: string): Promise<Entry[]> {
    try {
      const held = await vault.get(name)
      return held ? [{location: at(name), accessKeyId: held.key.accessKeyId}] : []
    } catch (error) {
      const {code, message} = error as Error & {code?: string}
      if (code !== 'unreadable') throw error
      return [
        {location: at(name), problem: {code: 'malformed_credentials', message, severity: 'error', stops: 'entry'}},
      ]
    }
  }

  return {
    apiVersion: 1,
    id: ID,
    title: 'Our vault',
    lookup: 'default',
    order: 300,
    settings: [{name: 'folder', kind: 'string', meaning: 'where the vault is'}],
    probe: async () => ({state: 'available'}),
    async list({profile, accessKeyId}) {
      const names = profile === undefined ? await vault.names() : [profile]
      const entries = (await Promise.all(names.map(entriesOf))).flat()
      return entries.filter((entry) => accessKeyId === undefined || entry.accessKeyId === accessKeyId)
    },
    async read({id}) {
      const held = await vault.get(id)
      if (!held) throw trouble('not_found', `The vault holds no key for ${id}.`)
      return held.key
    },
    store: ({profile, key, expect}, {operationId}) => change(profile, key, expect, operationId),
    replace: ({location, key, expect}, {operationId}) => change(location.id, key, expect, operationId),
    remove: async ({location, expect}, {operationId}) => void (await change(location.id, null, expect, operationId)),
  }
}
