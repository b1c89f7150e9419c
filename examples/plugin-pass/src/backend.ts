import {existsSync} from 'node:fs'
import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {Availability, CredentialBackend, Key, Location} from '@mturk-cli/core'
import {withLock} from './lock.js'
import {isInstalled, pass, trouble, type Surroundings} from './pass.js'

/**
 * The key of a profile is the entry `mturk/<profile>/<access key id>` of the password store. The id is no secret; in the
 * name, it can be listed without a key being unlocked.
 */
export function passBackend(around: Surroundings): CredentialBackend {
  const store = around.env['PASSWORD_STORE_DIR'] || join(around.home, '.password-store')
  const done = new Set<string>()
  const at = (profile: string): Location => {
    return {backend: 'pass', id: profile, profile, display: `pass ${folderOf(profile)}`, writable: true}
  }

  /** The access key ids of a profile, the one that was written last first: only a change that was cut off leaves two. */
  async function idsOf(profile: string): Promise<string[]> {
    const folder = join(store, folderOf(profile))
    const ids = (await namesIn(folder)).flatMap((name) => /^(\w{16,128})\.gpg$/.exec(name)?.[1] ?? [])
    const dated = await Promise.all(ids.map(async (id) => ({id, at: (await stat(join(folder, `${id}.gpg`))).mtimeMs})))
    return dated.sort((a, b) => b.at - a.at).map(({id}) => id)
  }

  async function read(profile: string, signal: AbortSignal): Promise<Key> {
    const [id] = await idsOf(profile)
    if (id === undefined) throw trouble('not_found', `pass has no ${folderOf(profile)}.`)
    return parsed(await pass(['show', `${folderOf(profile)}/${id}`], around, {signal}), id, profile)
  }

  interface Change {
    readonly profile: string
    /** Null: take away what is there. */
    readonly key: Key | null
    readonly expect: string | null
  }

  async function change({profile, key, expect}: Change, operationId: string, signal: AbortSignal): Promise<Location> {
    if (key && !/^\w{16,128}$/.test(key.accessKeyId)) throw trouble('not_writable', 'That is no access key id.')
    if (!existsSync(join(store, '.gpg-id'))) throw trouble('not_writable', `There is no password store in ${store}.`)
    return withLock(join(store, '.mturk-lock'), signal, async () => {
      if (done.has(operationId)) return at(profile)
      const ids = await idsOf(profile)
      const isThere = key !== null && ids[0] === key.accessKeyId && (await isHeld(profile, key, signal))
      if (!isThere && (ids[0] ?? null) !== expect) {
        throw trouble(
          ids.length > 0 ? 'conflict' : 'not_found',
          `pass ${folderOf(profile)} holds another key by now, or none.`,
        )
      }
      if (key && !isThere) await put(profile, key, signal)
      for (const id of ids.filter((each) => each !== key?.accessKeyId)) {
        await pass(['rm', '--force', `${folderOf(profile)}/${id}`], around, {signal})
      }
      done.add(operationId)
      return at(profile)
    })
  }

  const isHeld = async (profile: string, key: Key, signal: AbortSignal) =>
    (await read(profile, signal)).secretAccessKey === key.secretAccessKey

  /** Whole under another name first, and then moved: nobody sees half an entry. */
  async function put(profile: string, key: Key, signal: AbortSignal): Promise<void> {
    const incoming = `${folderOf(profile)}/incoming`
    const {accessKeyId, secretAccessKey, sessionToken} = key
    const input = JSON.stringify({accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})})
    await pass(['insert', '--multiline', '--force', incoming], around, {signal, input: `${input}\n`})
    await pass(['mv', '--force', incoming, `${folderOf(profile)}/${accessKeyId}`], around, {signal})
  }

  return {
    apiVersion: 1,
    id: 'pass',
    title: 'pass, the password store',
    lookup: 'default',
    order: 320,
    probe: async () => availability(store, around),
    async list({profile, accessKeyId}) {
      const profiles = profile === undefined ? (await namesIn(join(store, 'mturk'))).map(decodeURIComponent) : [profile]
      const held = await Promise.all(profiles.map(async (name) => ({name, id: (await idsOf(name))[0]})))
      return held.flatMap(({name, id}) =>
        id !== undefined && id === (accessKeyId ?? id) ? [{location: at(name), accessKeyId: id}] : [],
      )
    },
    read: (location, {signal}) => read(location.id, signal),
    store: (request, {operationId, signal}) => change(request, operationId, signal),
    replace: ({location, key, expect}, {operationId, signal}) =>
      change({profile: location.id, key, expect}, operationId, signal),
    async remove({location, expect}, {operationId, signal}) {
      await change({profile: location.id, key: null, expect}, operationId, signal)
    },
  }
}

/** A profile may be called anything; an entry may not. */
const folderOf = (profile: string) => `mturk/${encodeURIComponent(profile).replaceAll('.', '%2E')}`

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw trouble('denied', `${folder} cannot be read.`)
  }
}

/** Looks at files alone: no program is started. */
function availability(store: string, around: Surroundings): Availability {
  const missing = ['pass', 'gpg'].find((program) => !isInstalled(program, around))
  if (missing) return {state: 'unsupported', reason: `${missing} is not installed.`}
  if (existsSync(join(store, '.gpg-id'))) return {state: 'available'}
  return {
    state: 'needs-setup',
    reason: `There is no password store in ${store}.`,
    remedy: 'Make one for your gpg key: pass init KEY',
  }
}

function parsed(text: string, id: string, profile: string): Key {
  try {
    const {accessKeyId, secretAccessKey, sessionToken} = JSON.parse(text) as Partial<Key>
    if (accessKeyId === id && secretAccessKey) {
      return {accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})}
    }
  } catch {
    // Said below: the words of JSON.parse quote what it read.
  }
  throw trouble('unreadable', `pass ${folderOf(profile)}/${id} holds something that is no access key.`)
}
