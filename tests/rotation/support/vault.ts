import {readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {BackendContext, CredentialBackend, Key, Location} from '@mturk-cli/core'

/** What is kept under one name. Sealed: nobody can write it. */
interface Entry {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sealed?: true
}

type Method = 'list' | 'read' | 'replace' | 'replaced'

/**
 * What is done when one of its methods is called; it may throw. `replaced`: right after the place was written. Asked to
 * replace, it may also claim to have written, or garble the secret.
 */
export type Trouble = (method: Method) => 'claims' | 'garbles' | void

/**
 * A backend of somebody else's, who keeps keys in a JSON file: written aside, and then renamed. Asked to list, it takes away
 * what a process left that died.
 */
export function vault({home}: Pick<BackendContext, 'home'>, trouble: Trouble = () => {}): CredentialBackend {
  const file = join(home, 'vault.json')
  const load = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>
  const at = (profile: string, {sealed}: Partial<Entry> = {}): Location => ({
    backend: 'vault',
    id: `entry:${profile}`,
    profile,
    display: `vault ${profile}`,
    ...(sealed ? {writable: false, why: 'it is sealed'} : {writable: true}),
  })
  const keyAt = ({profile}: Location): Key => {
    const {accessKeyId, secretAccessKey} = load()[profile ?? ''] ?? {}
    if (!accessKeyId || !secretAccessKey) throw failure('not_found', `vault ${profile} holds no key.`)
    return {accessKeyId, secretAccessKey}
  }
  return {
    apiVersion: 1,
    id: 'vault',
    title: 'Vault',
    lookup: 'on-request',
    order: 400,
    probe: async () => ({state: 'available'}),
    async list({profile, accessKeyId}) {
      trouble('list')
      for (const name of readdirSync(home)) if (isLeftOver(name)) rmSync(join(home, name), {force: true})
      return Object.entries(load())
        .filter(([name]) => profile === undefined || profile === name)
        .filter(([, entry]) => accessKeyId === undefined || accessKeyId === entry.accessKeyId)
        .map(([name, entry]) => ({location: at(name, entry), accessKeyId: entry.accessKeyId}))
    },
    async read(location) {
      trouble('read')
      return keyAt(location)
    },
    async replace({location, key, expect}) {
      const lie = trouble('replace')
      const now = keyAt(location).accessKeyId
      const profile = location.profile ?? ''
      if (now !== key.accessKeyId) {
        if (now !== expect) throw failure('conflict', `${location.display} holds another key by now.`)
        const aside = `${file}.${process.pid}.new`
        const {accessKeyId} = key
        const secretAccessKey = lie === 'garbles' ? 'garbled+garbled+garbled+garbled+garbled+' : key.secretAccessKey
        if (lie === 'claims') return at(profile)
        writeFileSync(aside, JSON.stringify({...load(), [profile]: {accessKeyId, secretAccessKey}}), {mode: 0o600})
        renameSync(aside, file)
      }
      trouble('replaced')
      return at(profile)
    },
  }
}

/** What oclif calls where this file is linked as a plugin. */
export default async function hook({context}: {context: BackendContext}): Promise<CredentialBackend[]> {
  return [vault(context)]
}

export function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), {name: 'MturkBackendError', code})
}

function isLeftOver(name: string): boolean {
  const [, pid] = /^vault\.json\.(\d+)\.new$/.exec(name) ?? []
  if (pid === undefined || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch {
    return true
  }
}
