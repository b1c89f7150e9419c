import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type ChangeOptions,
  type CredentialBackend,
  type Entry,
  type Key,
  type Location,
} from '@mturk-cli/core'
import {oncePerOperation} from '@mturk-cli/core/credentials'
import {openKeychain, type Keychain} from './ask.js'
import {KEYCHAIN, NO_BUS} from './explain.js'
import {assertNameable, knownFrom, locked, readIndex, writeIndex, type Known} from './index-file.js'
import {BACKEND, hasSessionBus, isSupported, keychainSettings, readOptions, type Options} from './options.js'
import {readValue, writeValue} from './value.js'

/** Milliseconds for a look at the keychain in `list`, which mturk leaves after five seconds. */
const QUICK = 4000

interface Change {
  readonly profile: string
  /** null: the item goes. */
  readonly key: Key | null
  readonly expect: string | null
}

/**
 * One item for each profile in the keychain of the operating system. A list is answered from a file of ids beside it, so that
 * no window opens for one; the keychain itself is asked for a key, for a change, and where that file does not know.
 */
export function keychain(context: BackendContext): CredentialBackend {
  const once = oncePerOperation()

  function options(): Options {
    const found = readOptions(context)
    if ('remedy' in found) throw backendError('unavailable', `Keychain: ${found.reason}`, {remedy: found.remedy})
    return found
  }

  async function change(settings: Options, {profile, key, expect}: Change, {signal}: ChangeOptions): Promise<Location> {
    const {index, service} = settings
    const place = placeOf(settings, profile)
    await locked(index, signal, async () => {
      // Its time begins when it is our turn: whoever waits for another mturk does not wait for the keychain.
      const items = openKeychain(context, settings, signal)
      const text = await items.get(profile)
      const held = heldIn(text, place)
      const known = await readIndex(index, service)
      const stands =
        key !== null && held?.secretAccessKey === key.secretAccessKey && held.accessKeyId === key.accessKeyId
      if (!stands && (held?.accessKeyId ?? null) === expect) {
        if (known) await writeIndex(index, service, new Map(known).set(profile, null))
        await put(items, place, profile, key)
        await note(settings, known, items, profile, key)
        return
      }
      // What was found out may be news: somebody changed the keychain by other means, or died after a change.
      if (known) await note(settings, known, items, profile, held ?? null)
      if (!stands) throw refusal(place, held, expect)
    })
    return place
  }

  return {
    apiVersion: CONTRACT_VERSION,
    id: BACKEND,
    title: 'Keychain of this computer',
    lookup: 'default',
    order: 310,
    settings: keychainSettings,

    async probe() {
      if (!isSupported(process.platform)) return {state: 'unsupported', reason: 'this system has no keychain.'}
      const found = readOptions(context)
      if ('remedy' in found) return {state: 'needs-setup', ...found}
      // A key that is known to be there must not be passed over, also where it cannot be reached just now.
      const isKnown = ((await readIndex(found.index, found.service))?.size ?? 0) > 0
      return isKnown || hasSessionBus(context, process.platform)
        ? {state: 'available'}
        : {state: 'needs-setup', ...NO_BUS}
    },

    async list({profile, accessKeyId}, {signal}) {
      const settings = options()
      const asked = (known: Known) => [...known].filter(([name]) => profile === undefined || name === profile)
      const known = await readIndex(settings.index, settings.service)
      const isCertain = known && asked(known).every(([, id]) => id !== null)
      const found = isCertain ? known : await look(settings, signal)
      const entries = asked(found).map(([name, id]) => entryOf(placeOf(settings, name), id))
      return accessKeyId === undefined ? entries : entries.filter((entry) => entry.accessKeyId === accessKeyId)
    },

    async read(location, {signal}) {
      const {service, account} = itemAt(location)
      const settings = {...options(), service}
      const held = heldIn(await openKeychain(context, settings, signal).get(account), location)
      if (held) return held
      throw notThere(location)
    },

    async placeFor({profile}) {
      assertNameable(profile)
      return placeOf(options(), profile)
    },

    store({profile, key, expect}, call) {
      return once(call, async () => {
        assertNameable(profile)
        assertLongLived(key)
        return change(options(), {profile, key, expect}, call)
      })
    },

    replace({location, key, expect}, call) {
      return once(call, async () => {
        const {service, account} = itemAt(location)
        assertLongLived(key)
        return change({...options(), service}, {profile: account, key, expect}, call)
      })
    },

    remove({location, expect}, call) {
      return once(call, async () => {
        const {service, account} = itemAt(location)
        await change({...options(), service}, {profile: account, key: null, expect}, call)
      })
    },
  }

  async function look(settings: Options, signal: AbortSignal): Promise<Known> {
    const patience = Math.min(settings.patience, QUICK)
    return knownFrom(await openKeychain(context, {...settings, patience}, signal).find())
  }
}

async function put(items: Keychain, place: Location, profile: string, key: Key | null): Promise<void> {
  const isDone = key === null ? await items.delete(profile) : await items.set(profile, writeValue(key))
  if (!isDone) throw backendError('conflict', `Another program changes ${place.display} at the same time.`)
}

/** Where nothing was known before, all of the service is written down: who finds a file of ours takes it to be whole. */
async function note(
  {index, service}: Options,
  known: Known | undefined,
  items: Keychain,
  profile: string,
  key: Key | null,
): Promise<void> {
  const before = known ?? (await items.find().then(knownFrom, () => undefined))
  if (!before) return
  const next = new Map(before)
  if (key) next.set(profile, key.accessKeyId)
  else next.delete(profile)
  if (!known || known.get(profile) !== next.get(profile)) await writeIndex(index, service, next)
}

/** @throws a `MturkBackendError` `unreadable` for an item that is no key: it is never overwritten. */
function heldIn(text: string | null, {display}: Location): Key | undefined {
  if (text === null) return undefined
  const key = readValue(text)
  if (key) return key
  throw backendError('unreadable', `${display} holds something that is no access key.`, {
    remedy: `Look at it in ${KEYCHAIN}, and take it out there.`,
  })
}

function refusal(place: Location, held: Key | undefined, expect: string | null) {
  if (!held) return notThere(place)
  return backendError(
    'conflict',
    expect === null ? `${place.display} holds a key already.` : `${place.display} holds another key by now.`,
  )
}

function notThere({display}: Location) {
  return backendError('not_found', `${display} holds no key.`)
}

function entryOf(location: Location, accessKeyId: string | null): Entry {
  if (accessKeyId !== null) return {location, accessKeyId}
  const message = `${location.display} holds something that is no access key.`
  return {location, problem: {code: 'malformed_credentials', message, severity: 'error', stops: 'entry'}}
}

function placeOf({service}: Options, profile: string): Location {
  const id = JSON.stringify([service, profile])
  return {backend: BACKEND, id, profile, display: `keychain ${service}/${profile}`, writable: true}
}

function itemAt({id, display}: Location): {service: string; account: string} {
  try {
    const [service, account] = JSON.parse(id) as unknown[]
    if (typeof service === 'string' && typeof account === 'string') return {service, account}
  } catch {
    // Said below.
  }
  throw backendError('not_found', `${display} is no place in the keychain.`)
}

function assertLongLived({sessionToken}: Key): void {
  if (sessionToken) throw backendError('not_writable', 'Temporary keys are not kept in the keychain.')
}
