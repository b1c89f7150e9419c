import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type CredentialBackend,
  type Entry,
  type Location,
  type Problem,
} from '@mturk-cli/core'
import {maskAccessKeyId, oncePerOperation, unwrapKey} from '@mturk-cli/core/credentials'
import {assertTrustworthy, editFile, withTilde} from '@mturk-cli/core/files'
import {diagnoseLeftovers} from './diagnose/diagnose.js'
import {BACKEND, locationOf, sourceAt} from './locations.js'
import type {Found} from './reading/found.js'
import {readAll} from './reading/read-all.js'
import {readBytes, readSource} from './reading/read-source.js'
import {withKey} from './scrub/put-key.js'
import {scrubbed} from './scrub/scrub.js'
import type {FileSource} from './sources/source.js'

/** What a person types to move what is here to where every tool looks. */
const MIGRATE = 'mturk psiturk migrate'

/**
 * The files and variables of psiTurk 1 to 3 and of Dallinger. Only on request, so that what `mturk` finds stays what Boto
 * finds. Keys can be replaced and taken out where they stand; new ones belong elsewhere, so there is no `store`.
 */
export function psiturkLegacy(
  context: Pick<BackendContext, 'env' | 'home'>,
  workingDirectory = process.cwd(),
): CredentialBackend {
  const {env, home} = context
  const surroundings = {env, home, workingDirectory}
  const once = oncePerOperation()

  async function foundAt(location: Location): Promise<Found> {
    const found = await readSource(sourceAt(location, home), surroundings)
    if (found?.key) return found
    throw backendError('not_found', `${location.display} holds no access key.`)
  }

  /** Changes the file of a place under its lock; `change` is asked with what it holds by then. */
  async function change(
    location: Location,
    to: (source: FileSource, bytes: Uint8Array) => Uint8Array | null,
    signal: AbortSignal,
  ) {
    const source = sourceAt(location, home)
    if (source.kind === 'variables') throw backendError('not_writable', `${location.display}: ${location.why ?? ''}.`)
    await editFile(source.file, (bytes) => to(source, bytes ?? new Uint8Array()), {signal})
  }

  return {
    apiVersion: CONTRACT_VERSION,
    id: BACKEND,
    title: 'psiTurk and Dallinger files',
    lookup: 'on-request',
    order: 900,
    migrateCommand: MIGRATE,

    async probe() {
      return {state: 'available'}
    },

    async list({accessKeyId}) {
      const entries = await Promise.all((await readAll(surroundings)).map(entryOf))
      const shown = entries.filter((entry) => entry !== null)
      return accessKeyId === undefined ? shown : shown.filter((entry) => entry.accessKeyId === accessKeyId)
    },

    read: (location) =>
      withTilde(home, async () => {
        const {key} = await foundAt(location)
        return unwrapKey(key as NonNullable<typeof key>)
      }),

    replace({location, key, expect}, options) {
      return once(options, () =>
        withTilde(home, async () => {
          const source = sourceAt(location, home)
          if (source.kind !== 'variables') await assertTrustworthy(source.file)
          const put = (at: FileSource, bytes: Uint8Array) => {
            const held = readBytes(at, bytes, env).key
            const isThere = held && unwrapKey(held).secretAccessKey === key.secretAccessKey
            if (isThere && held.accessKeyId === key.accessKeyId) return null
            assertExpected(held?.accessKeyId, expect, location.display)
            assertAlone(readBytes(at, bytes, env))
            return withKey(at, bytes, key)
          }
          await change(location, put, options.signal)
          return locationOf(await foundAt(location))
        }),
      )
    },

    remove({location, expect}, options) {
      return once(options, () =>
        withTilde(home, () => {
          const takeOut = (at: FileSource, bytes: Uint8Array) => {
            assertExpected(readBytes(at, bytes, env).key?.accessKeyId, expect, location.display)
            assertAlone(readBytes(at, bytes, env))
            return scrubbed(at, bytes)
          }
          return change(location, takeOut, options.signal)
        }),
      )
    },

    diagnose: () => diagnoseLeftovers(surroundings),
  }
}

function assertExpected(held: string | undefined, expect: string, display: string): void {
  if (held === expect) return
  if (held === undefined)
    throw backendError('not_found', `${display} holds no access key any more; it was not changed.`)
  const now = maskAccessKeyId(held)
  throw backendError('conflict', `${display} holds another access key by now (${now}); it was not changed.`)
}

/** Both would be changed, and one of them is not meant. */
function assertAlone({source, rivals = []}: Found): void {
  if (rivals.length > 0) throw backendError('not_writable', `${source.display} holds two different keys.`)
}

/** null: nothing that a person would call a place of a key. */
async function entryOf(found: Found): Promise<Entry | null> {
  const {state, key, accessKeyId, notes} = found
  if (state === 'none' || state === 'not_psiturk') return null
  const location = await locationOf(found)
  if (key) return {location, accessKeyId: key.accessKeyId}
  const problem: Problem = {
    code: CODES[state],
    message: [`${location.display}: ${WORDS[state]}`, ...notes].join(' '),
    remedy: MIGRATE,
    severity: state === 'placeholder' ? 'note' : 'error',
    stops: 'entry',
  }
  return {location, ...(accessKeyId === null ? {} : {accessKeyId}), problem}
}

const CODES = {
  key: '',
  partial: 'partial_credentials',
  placeholder: 'no_credentials',
  malformed: 'malformed_credentials',
  temporary: 'temporary_credentials',
  unreadable: 'unreadable_file',
} as const

const WORDS = {
  key: '',
  partial: 'half a key.',
  placeholder: 'placeholders that were never filled in.',
  malformed: 'what stands here can be no key.',
  temporary: 'a temporary key.',
  unreadable: 'it cannot be read.',
} as const
