/**
 * The contract between mturk and a place that keeps access keys. A plugin answers oclif's hook
 * `mturk:credential-backends` with an array of these; nothing of ours is needed to write one.
 *
 * Backends cross package boundaries and may carry their own copy of core: they are recognised by shape and
 * `apiVersion`, never by `instanceof`.
 */

export const CONTRACT_VERSION = 1

/** The AWS SDK's `AwsCredentialIdentity`: at the boundary a key is plain; core wraps it the moment it crosses. */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** One setting of a backend. */
export interface BackendSetting {
  /** Small letters, digits and hyphens, a letter first. */
  readonly name: string
  readonly kind: 'boolean' | 'string'
  /** What it is for, in a sentence. */
  readonly meaning: string
  /** What holds where it is not set. */
  readonly default?: string
  /** All values that there are, where there are but a few. */
  readonly values?: readonly string[]
}

export interface BackendContext {
  readonly apiVersion: 1
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Every setting of `config.ini`, named `<section>.<name>`; a backend's section is its id. */
  readonly settings: Readonly<Record<string, string>>
  readonly interactive: boolean
  /** For one sentence while something takes its time, as that somebody else is waited for; not for results. */
  tell?(message: string): void
  /** For stores that themselves need AWS credentials. May ask a provider chain; never used for MTurk. */
  adminCredentials(): Promise<Key>
}

export type Availability =
  | {readonly state: 'available'}
  | {readonly state: 'needs-setup'; readonly reason: string; readonly remedy: string}
  | {readonly state: 'unsupported'; readonly reason: string}

/** One place that holds, or could hold, a key. `id` is opaque to everybody else and stable across processes. */
export interface Location {
  readonly backend: string
  readonly id: string
  /** The profile this place belongs to; null where it serves every profile (the environment, `~/.boto`). */
  readonly profile: string | null
  /** For people: `~/.aws/credentials [default]`. */
  readonly display: string
  readonly writable: boolean
  /** Why it is not writable. */
  readonly why?: string
  readonly file?: string
  /** 1-based. */
  readonly line?: number
}

export interface Problem {
  /** A verdict's name where one fits (`partial_credentials`, `unreadable_file`, …), otherwise the backend's own. */
  readonly code: string
  readonly message: string
  readonly remedy?: string
  readonly severity: 'error' | 'warning' | 'note'
  /**
   * How far it reaches when a key is looked up:
   * - `entry`: this place is passed over, and the next one is asked;
   * - `backend`: whoever gets this far gets no further, as in Boto on partial credentials; places before it still win;
   * - `lookup`: no key can be looked up at all, as where Boto cannot parse a file, even with good keys before it.
   */
  readonly stops: 'entry' | 'backend' | 'lookup'
}

/**
 * What a backend lists. With `accessKeyId` and no problem it is a key that can be read; with a problem it is a place
 * that says why not; with neither it is a place of an existing profile that holds no key.
 */
export interface Entry {
  readonly location?: Location
  /** Verbatim, even when malformed or empty. */
  readonly accessKeyId?: string
  readonly problem?: Problem
}

/** Null where the lines are not, or no longer, what they were when the mend was thought of. */
export type LineMend = (lines: readonly string[]) => ReadonlyMap<number, readonly string[]> | null

/**
 * A change that mends what a diagnosis found. `mturk doctor --fix` shows it, asks, keeps a copy of the file and writes; a
 * backend only says what is to be done.
 */
export interface Mend {
  /** Absolute. For `mode` it may be a directory. */
  readonly file: string
  /**
   * From what the file holds to what it is to hold; the same bytes, or null: there is nothing left to mend. It only
   * computes, may be called several times, and throws where the file is no longer what it was.
   */
  readonly change?: (bytes: Uint8Array) => Uint8Array | null
  /**
   * The same in the place of `change`, line by line, so that thousands of mends of one file are one change: from the
   * lines of the file without their ends to what is to stand in the place of some of them, by index, 0 being the first.
   */
  readonly lines?: LineMend
  /** Boto takes a usable key now, and would take another: this is done only by a yes to that very question. Ids. */
  readonly otherKey?: {readonly from: string; readonly to: string}
  /** The permission bits that it is to have: 0o600. */
  readonly mode?: number
}

export interface Diagnosis extends Problem {
  /** Names the check: `placeholder`, `misspelt-name`. */
  readonly id: string
  /** With `file` and `line` where it is about a line. */
  readonly location?: Location
  readonly mend?: Mend
}

export interface ListQuery {
  /** One profile, as Boto would look it up; undefined: every place of every profile. */
  readonly profile?: string
  /** The person named the profile: Boto then ignores the environment's keys. */
  readonly explicit: boolean
  /** Only the places that hold this id. */
  readonly accessKeyId?: string
}

export interface CallOptions {
  readonly signal: AbortSignal
}

export interface LookOptions extends CallOptions {
  /**
   * What would be, if these files held this, by absolute path? `mturk doctor --fix` asks so before anything is written. Who
   * passes it over answers what is, which mends nothing a second time.
   */
  readonly instead?: ReadonlyMap<string, Uint8Array>
}

export interface ChangeOptions extends CallOptions {
  /** The same id twice does the thing once. */
  readonly operationId: string
}

export interface StoreRequest {
  readonly profile: string
  readonly key: Key
  /** The access key id that must be there now, null for none; otherwise `conflict`. */
  readonly expect: string | null
}

export interface ReplaceRequest {
  readonly location: Location
  readonly key: Key
  readonly expect: string
}

export interface RemoveRequest {
  readonly location: Location
  readonly expect: string
}

export interface CredentialBackend {
  readonly apiVersion: 1
  /** `[a-z][a-z0-9-]*` */
  readonly id: string
  readonly title: string
  /** `on-request`: only with `--backend`, in inventories and in doctor. */
  readonly lookup: 'default' | 'on-request'
  /** env 100, boto-files 200, stores from 300; third parties at least 300; ties by id. */
  readonly order: number
  /**
   * For a place that tools should no longer use: the command that moves what is there to where they look, as it is typed
   * (`mturk psiturk migrate`). `mturk init` offers it.
   */
  readonly migrateCommand?: string
  /**
   * The settings of its section in `config.ini`: `mturk config list` shows them, and any other name there is refused. Without
   * it every name is taken, and nobody is told what there is.
   */
  readonly settings?: readonly BackendSetting[]
  /** Without effects and without the network. */
  probe(options: CallOptions): Promise<Availability>
  /** In the backend's own order; never a secret. */
  list(query: ListQuery, options: LookOptions): Promise<readonly Entry[]>
  read(location: Location, options: CallOptions): Promise<Key>
  store?(request: StoreRequest, options: ChangeOptions): Promise<Location>
  /** Where `store` would put the profile's key, and whether it could. No effects. For those who must know beforehand. */
  placeFor?(request: Omit<StoreRequest, 'key'>, options: CallOptions): Promise<Location>
  /** Compare-and-set. */
  replace?(request: ReplaceRequest, options: ChangeOptions): Promise<Location>
  remove?(request: RemoveRequest, options: ChangeOptions): Promise<void>
  /** For doctor; offline. */
  diagnose?(options: LookOptions): Promise<readonly Diagnosis[]>
}

export type BackendErrorCode =
  | 'conflict'
  | 'not_found'
  | 'not_writable'
  | 'unreadable'
  | 'denied'
  | 'locked'
  | 'unavailable'

const BACKEND_ERROR_CODES: ReadonlySet<string> = new Set<BackendErrorCode>([
  'conflict',
  'not_found',
  'not_writable',
  'unreadable',
  'denied',
  'locked',
  'unavailable',
])

export interface BackendError extends Error {
  readonly name: 'MturkBackendError'
  readonly code: BackendErrorCode
  /** What to type or open next, in one sentence. */
  readonly remedy?: string
}

/** An error that core understands, also from another copy of core. */
export function backendError(
  code: BackendErrorCode,
  message: string,
  options: {remedy?: string; cause?: unknown} = {},
): BackendError {
  // A path or a host's name may hold line ends, and those would make lines that look like ours.
  const line = message.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  const error = new Error(line, options.cause === undefined ? undefined : {cause: options.cause})
  return Object.assign(error, {
    name: 'MturkBackendError' as const,
    code,
    ...(options.remedy === undefined ? {} : {remedy: options.remedy}),
  })
}

export function isBackendError(error: unknown): error is BackendError {
  return (
    error instanceof Error &&
    error.name === 'MturkBackendError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    BACKEND_ERROR_CODES.has(error.code)
  )
}

/** Types a backend, and fills in the contract's version. */
export function defineBackend(backend: Omit<CredentialBackend, 'apiVersion'>): CredentialBackend {
  return Object.assign(backend, {apiVersion: CONTRACT_VERSION} as const)
}

/** What a plugin's hook module exports as its default: `{context}` in, backends out. */
export type CredentialBackendsHook = (options: {
  readonly context: BackendContext
}) => Promise<readonly CredentialBackend[]>
