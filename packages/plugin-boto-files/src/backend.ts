import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type ChangeOptions,
  type CredentialBackend,
} from '@mturk-cli/core'
import {botoPaths, complaintAboutSection, editFile, readForEdit} from '@mturk-cli/core/files'
import {allEntries, entriesFor} from './chain.js'
import {assertWritable, clearTokens, putKey, takeKeyOut} from './changes.js'
import {currentLocation} from './current-location.js'
import {heldAt, wholeKey} from './held-key.js'
import {loadFiles} from './loaded-files.js'
import {BACKEND, placeOf, type Place} from './places.js'

/**
 * The files that Boto reads: the shared credentials file, the config file, the file of AWS_CREDENTIAL_FILE, and Boto 2's
 * `/etc/boto.cfg` and `~/.boto`. New keys go into the credentials file; keys are replaced where they stand.
 */
export function botoFiles(context: Pick<BackendContext, 'env' | 'home'>): CredentialBackend {
  const {env, home} = context
  const surroundings = {env, home}
  const paths = botoPaths(surroundings)
  const once = rememberOperations()

  /** Clears the tokens that other SDKs would join with the key, before it is there; then puts it. */
  async function put(place: Place, display: string, request: Parameters<typeof putKey>[2], {signal}: ChangeOptions) {
    assertWritable(request.key)
    const change = putKey(place, display, request)
    const neighbour = neighbourOf(place, paths)
    if (neighbour && !request.key.sessionToken) {
      change(await readForEdit(place.path)) // refuses before anything is touched
      await editFile(neighbour.path, clearTokens(neighbour), {signal})
    }
    await editFile(place.path, change, {signal})
    return currentLocation(place, surroundings)
  }

  return {
    apiVersion: CONTRACT_VERSION,
    id: BACKEND,
    title: 'Boto-style files',
    lookup: 'default',
    order: 200,

    async probe() {
      return {state: 'available'}
    },
    async list({profile, explicit, accessKeyId}) {
      const files = await loadFiles(surroundings)
      const entries = profile === undefined ? allEntries(files) : entriesFor(profile, explicit, files)
      return accessKeyId === undefined ? entries : entries.filter((entry) => entry.accessKeyId === accessKeyId)
    },
    async read(location) {
      const place = placeOf(location)
      return wholeKey(heldAt(place, await readForEdit(place.path)), location.display)
    },
    store({profile, key, expect}, options) {
      return once(options, async () => {
        assertProfileName(profile)
        const place = {kind: 'credentials', path: paths.credentials, profile} as const
        const {display} = await currentLocation(place, surroundings)
        return put(place, display, {key, expect, inPlace: false}, options)
      })
    },
    replace({location, key, expect}, options) {
      return once(options, () => put(placeOf(location), location.display, {key, expect, inPlace: true}, options))
    },
    remove({location, expect}, options) {
      return once(options, async () => {
        const place = placeOf(location)
        await editFile(place.path, takeKeyOut(place, location.display, expect), {signal: options.signal})
      })
    },
  }
}

/** The same profile's place in the other one of the two AWS files. */
function neighbourOf(place: Place, paths: {credentials: string; config: string}) {
  if (place.kind !== 'credentials' && place.kind !== 'config') return undefined
  const kind = place.kind === 'credentials' ? 'config' : 'credentials'
  return {kind, path: paths[kind], profile: place.profile} as const
}

function assertProfileName(profile: string): void {
  const complaint = complaintAboutSection(profile)
  if (complaint !== undefined) {
    throw backendError(
      'not_writable',
      `The profile name ${JSON.stringify(profile)} ${complaint}, so no file can hold it.`,
    )
  }
}

/** The same operation twice does the thing once. After a crash, what stands in the file says that it was done. */
function rememberOperations() {
  const done = new Map<string, Promise<unknown>>()
  return async <T>({operationId}: ChangeOptions, work: () => Promise<T>): Promise<T> => {
    const before = done.get(operationId)
    if (before) return before as Promise<T>
    const result = work()
    done.set(operationId, result)
    result.catch(() => done.delete(operationId))
    return result
  }
}
