import {unwrapKey, wrapKey, type AccessKey} from './access-key.js'
import {
  Complaint,
  checkedAvailability,
  checkedDiagnoses,
  checkedEntries,
  checkedKey,
  checkedLocation,
} from './boundary.js'
import {
  backendError,
  isBackendError,
  type Availability,
  type BackendError,
  type BackendSetting,
  type CallOptions,
  type CredentialBackend,
  type Diagnosis,
  type Entry,
  type Key,
  type ListQuery,
  type Location,
  type LookOptions,
} from './contract.js'
import {onOneLine} from './one-line.js'
import {isReadByBoto} from './read-by-boto.js'
import {redact, secretsOf} from './redact.js'

/** Milliseconds. A backend that takes longer is left behind and named. */
export interface TimeLimits {
  readonly probe: number
  readonly list: number
  /** A keychain may ask the person to unlock it. */
  readonly read: number
  readonly change: number
}

export const LIMITS: TimeLimits = {probe: 2000, list: 5000, read: 60_000, change: 60_000}

/**
 * A backend as the rest of core sees it: every call has a time limit, every answer is checked, every failure is a
 * `MturkBackendError` that names the plugin, and keys are wrapped so that their secrets do not print.
 */
export interface GuardedBackend {
  readonly id: string
  readonly title: string
  readonly lookup: CredentialBackend['lookup']
  readonly order: number
  readonly plugin: {readonly name: string; readonly version: string}
  /** What moves its keys to where tools look; null where they are well where they are. */
  readonly migrateCommand: string | null
  /** What its section of `config.ini` may hold; null where it does not say. */
  readonly settings: readonly BackendSetting[] | null
  /** It can store new keys. */
  readonly writable: boolean
  readonly canReplace: boolean
  readonly canRemove: boolean
  probe(): Promise<Availability>
  /** @param instead what some files are to hold, by path */
  list(query: ListQuery, instead?: LookOptions['instead']): Promise<readonly Entry[]>
  read(location: Location): Promise<AccessKey>
  store(request: {profile: string; key: AccessKey; expect: string | null; operationId: string}): Promise<Location>
  /** Where a key of this profile would be stored; null where the backend does not say. */
  placeFor(request: {profile: string; expect: string | null}): Promise<Location | null>
  replace(request: {location: Location; key: AccessKey; expect: string; operationId: string}): Promise<Location>
  remove(request: {location: Location; expect: string; operationId: string}): Promise<void>
  /** @param instead what some files are to hold, by path */
  diagnose(instead?: LookOptions['instead']): Promise<readonly Diagnosis[]>
}

/**
 * Entries that a list of somebody else's may have. No laboratory has as many keys, so it is a mistake, and to look at each
 * would take its time. Who has that many profiles in the files that Boto reads, has them.
 */
export const MOST_ENTRIES = 10_000

export interface GuardOptions {
  readonly limits?: Partial<TimeLimits>
  /** What this run knows and must not see again in anybody's words; keys that cross add theirs. */
  readonly secrets?: Set<string>
  /** Calls every method of a plugin's backend. */
  readonly calling?: <Result>(plugin: GuardedBackend['plugin'], work: () => Result) => Result
}

export function guardBackend(
  backend: CredentialBackend,
  plugin: GuardedBackend['plugin'],
  {limits = {}, secrets = new Set()}: GuardOptions = {},
): GuardedBackend {
  const within = {...LIMITS, ...limits}
  const isOurs = isReadByBoto(backend.id)
  const most = isOurs ? Infinity : MOST_ENTRIES
  const call = async <T>(limit: number, work: (options: CallOptions) => Promise<T>) => {
    try {
      return await bounded(`${backend.id} (${plugin.name})`, limit, work)
    } catch (error) {
      throw isOurs ? error : inOurWords(error as BackendError, secrets)
    }
  }
  // Ours say nothing of a secret, and a placeholder for one may be the name of a profile.
  const clean = <T>(answer: T): T => (isOurs ? answer : cleaned(answer, secrets))
  const known = (key: Key): Key => {
    for (const secret of secretsOf(key)) secrets.add(secret)
    return key
  }
  const cannot = (verb: string) => backendError('not_writable', `${backend.title} cannot ${verb} keys.`)

  return {
    id: backend.id,
    title: onOneLine(backend.title),
    lookup: backend.lookup,
    order: backend.order,
    plugin,
    migrateCommand: backend.migrateCommand ?? null,
    settings: backend.settings ?? null,
    writable: backend.store !== undefined,
    canReplace: backend.replace !== undefined,
    canRemove: backend.remove !== undefined,

    probe: () => call(within.probe, async (options) => clean(checkedAvailability(await backend.probe(options)))),
    list: (query, instead) =>
      call(within.list, async (options) =>
        clean(checkedEntries(await backend.list(query, {...options, ...supposing(instead)}), backend.id, most)),
      ),
    read: (location) =>
      call(within.read, async (options) => wrapKey(known(checkedKey(await backend.read(location, options))))),

    async store({profile, key, expect, operationId}) {
      if (!backend.store) throw cannot('store')
      const store = backend.store.bind(backend)
      return call(within.change, async (options) =>
        clean(
          checkedLocation(
            await store({profile, key: known(unwrapKey(key)), expect}, {...options, operationId}),
            backend.id,
          ),
        ),
      )
    },
    async placeFor(request) {
      if (!backend.placeFor) return null
      const placeFor = backend.placeFor.bind(backend)
      return call(within.list, async (options) => clean(checkedLocation(await placeFor(request, options), backend.id)))
    },
    async replace({location, key, expect, operationId}) {
      if (!backend.replace) throw cannot('replace')
      const replace = backend.replace.bind(backend)
      return call(within.change, async (options) =>
        clean(
          checkedLocation(
            await replace({location, key: known(unwrapKey(key)), expect}, {...options, operationId}),
            backend.id,
          ),
        ),
      )
    },
    async remove({location, expect, operationId}) {
      if (!backend.remove) throw cannot('remove')
      const remove = backend.remove.bind(backend)
      return call(within.change, (options) => remove({location, expect}, {...options, operationId}))
    },
    diagnose: (instead) =>
      call(within.list, async (options) =>
        backend.diagnose
          ? clean(checkedDiagnoses(await backend.diagnose({...options, ...supposing(instead)}), backend.id))
          : [],
      ),
  }
}

function supposing(instead: LookOptions['instead']): Pick<LookOptions, 'instead'> {
  return instead ? {instead} : {}
}

/** Runs one call under a time limit; whatever goes wrong comes out as an error of the contract, with the backend named. */
async function bounded<T>(who: string, limit: number, work: (options: CallOptions) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(backendError('unavailable', `${who} did not answer within ${limit} ms.`))
      controller.abort()
    }, limit)
  })
  try {
    // A backend may throw before it returns a promise; inside an async function that is a rejection too.
    return await Promise.race([(async () => work({signal: controller.signal}))(), tooLate])
  } catch (error) {
    throw understood(error) ?? backendError('unavailable', `${who} failed: ${wordsFor(error)}`)
  } finally {
    clearTimeout(timer)
  }
}

/** An error of the contract; undefined for any other one, also for an object that throws whoever looks at it. */
function understood(error: unknown): BackendError | undefined {
  try {
    if (!isBackendError(error)) return undefined
    // Whoever shows it, or looks for its cause, may rely on an Error.
    if (error instanceof Error) return error
    const {code, message, remedy} = error as BackendError
    return backendError(code, message, typeof remedy === 'string' ? {remedy} : {})
  } catch {
    return undefined
  }
}

/**
 * A plugin that wants to be heard throws an error of the contract. Any other one may quote what it was reading, and that
 * may be a secret: it is named by its code or its kind, and nothing else of it is kept.
 */
export function wordsFor(error: unknown): string {
  try {
    if (error instanceof Complaint) return error.message
    if (!(error instanceof Error)) return 'it threw something that is no error.'
    const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name
    return PLAIN_NAME.test(name) ? `it threw ${name}.` : 'it threw an error.'
  } catch {
    return 'it threw something that cannot be looked at.'
  }
}

/** `ENOENT`, `TypeError`, `process.exit()`; a secret or what a terminal obeys is none. */
const PLAIN_NAME = /^[\w.()-]{1,38}$/

/** What people read of an answer; ids and file names are for finding the place again, and stay. */
const WORDS: ReadonlySet<string> = new Set(['display', 'message', 'reason', 'remedy', 'why'])

function cleaned<T>(answer: T, secrets: ReadonlySet<string>): T {
  if (typeof answer !== 'object' || answer === null) return answer
  if (Array.isArray(answer)) return answer.map((item: unknown) => cleaned(item, secrets)) as T
  const entries = Object.entries(answer).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' && WORDS.has(name) ? onOneLine(redact(value, secrets)) : cleaned(value, secrets),
  ])
  return Object.fromEntries(entries) as T
}

function inOurWords(error: BackendError, secrets: ReadonlySet<string>): BackendError {
  const message = onOneLine(redact(error.message, secrets))
  const remedy = typeof error.remedy === 'string' ? onOneLine(redact(error.remedy, secrets)) : undefined
  if (message === error.message && remedy === error.remedy) return error
  return backendError(error.code, message, remedy === undefined ? {} : {remedy})
}
