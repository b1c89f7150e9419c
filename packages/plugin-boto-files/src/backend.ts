import {sep} from 'node:path'
import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type ChangeOptions,
  type CredentialBackend,
} from '@mturk-cli/core'
import {oncePerOperation} from '@mturk-cli/core/credentials'
import {
  assertTrustworthy,
  botoPaths,
  complaintAboutSection,
  displayPath,
  readForEdit,
  withTilde,
} from '@mturk-cli/core/files'
import {allEntries, entriesFor} from './chain.js'
import {changeMemory} from './change-memory.js'
import {assertWritable, clearTokens, isSameKey, oncePerContent, putKey, takeKeyOut} from './changes.js'
import {currentLocation} from './current-location.js'
import {diagnoseFiles} from './diagnose/diagnose.js'
import {heldAt, wholeKey} from './held-key.js'
import {loadFiles} from './loaded-files.js'
import {BACKEND, placeOf, type Place} from './places.js'

/**
 * The files that Boto reads: the shared credentials file, the config file, the file of AWS_CREDENTIAL_FILE, and Boto 2's
 * `/etc/boto.cfg` and `~/.boto`. New keys go into the credentials file; keys are replaced where they stand.
 */
export function botoFiles(context: Pick<BackendContext, 'env' | 'home' | 'tell'>): CredentialBackend {
  const {env, home} = context
  const surroundings = {env, home}
  const paths = botoPaths(surroundings)
  const once = oncePerOperation()
  const memory = changeMemory((path, whom) => {
    const who = whom ? `another mturk (process ${whom.pid} on ${whom.host})` : 'whoever has locked it'
    context.tell?.(`Waiting for ${who} before ${displayPath(path, home)} can be written …`)
  })
  const changing = <T>(options: ChangeOptions, work: () => Promise<T>) => once(options, () => withTilde(home, work))

  /** Clears the tokens that other SDKs would join with the key, before it is there; then puts it. */
  async function put(place: Place, display: string, request: Parameters<typeof putKey>[2], {signal}: ChangeOptions) {
    assertWritable(request.key)
    const change = oncePerContent(putKey(place, display, request))
    change(await readForEdit(place.path)) // refuses before anything is touched
    const warnings = await assertTrustworthy(place.path)
    for (const warning of warnings) context.tell?.(warning.replaceAll(home + sep, `~${sep}`))
    const isWanted = (bytes: Uint8Array | null) => isSameKey(heldAt(place, bytes), request.key)
    if (!(await memory.takeBack(place.path, isWanted, {signal}))) {
      const neighbour = request.key.sessionToken ? undefined : neighbourOf(place, paths)
      const before = neighbour ? [{path: neighbour.path, change: clearTokens(neighbour)}] : []
      await memory.edit([...before, {path: place.path, change}], {signal})
    }
    return currentLocation(place, surroundings)
  }

  async function takeOut(place: Place, display: string, expect: string, {signal}: ChangeOptions): Promise<void> {
    const change = oncePerContent(takeKeyOut(place, display, expect))
    change(await readForEdit(place.path))
    const isWanted = (bytes: Uint8Array | null) => !heldAt(place, bytes).accessKeyId // a template's empty one, too
    if (await memory.takeBack(place.path, isWanted, {signal})) return
    await memory.edit([{path: place.path, change}], {signal})
  }

  /** A new key goes into the credentials file; one that is to be replaced may stand in the config file alone. */
  async function placeFor(profile: string, expect: string | null) {
    const place = {kind: 'credentials', path: paths.credentials, profile} as const
    const inConfig = {kind: 'config', path: paths.config, profile} as const
    if (!expect || heldAt(place, await readForEdit(place.path)).accessKeyId !== undefined) return place
    return heldAt(inConfig, await readForEdit(inConfig.path)).accessKeyId === expect ? inConfig : place
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
    async list({profile, explicit, accessKeyId}, {instead}) {
      const files = await loadFiles({...surroundings, ...(instead ? {instead} : {})})
      const entries = profile === undefined ? allEntries(files) : entriesFor(profile, explicit, files)
      return accessKeyId === undefined ? entries : entries.filter((entry) => entry.accessKeyId === accessKeyId)
    },
    read(location) {
      return withTilde(home, async () => {
        const place = placeOf(location)
        return wholeKey(heldAt(place, await readForEdit(place.path)), location.display)
      })
    },
    store({profile, key, expect}, options) {
      return changing(options, async () => {
        assertProfileName(profile)
        const place = await placeFor(profile, expect)
        const {display} = await currentLocation(place, surroundings)
        return put(place, display, {key, expect, inPlace: false}, options)
      })
    },
    placeFor({profile, expect}) {
      return withTilde(home, async () => {
        const place = await placeFor(profile, expect)
        heldAt(place, await readForEdit(place.path)) // refuses a file that Boto refuses
        await assertTrustworthy(place.path)
        return currentLocation(place, surroundings)
      })
    },
    replace({location, key, expect}, options) {
      return changing(options, () => put(placeOf(location), location.display, {key, expect, inPlace: true}, options))
    },
    remove({location, expect}, options) {
      return changing(options, () => takeOut(placeOf(location), location.display, expect, options))
    },
    diagnose: ({instead}) => diagnoseFiles({...surroundings, ...(instead ? {instead} : {})}),
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
