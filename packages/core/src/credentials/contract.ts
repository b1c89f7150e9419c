/**
 * The contract between mturk and a place that keeps access keys, version 1. A plugin answers oclif's hook
 * `mturk:credential-backends` with an array of these; nothing of ours is needed to write one.
 *
 * Backends cross package boundaries and may carry their own copy of core: they are recognised by shape and
 * `apiVersion`, never by `instanceof`.
 *
 * Version 1 is frozen (`tests/house/contract-v1.ts`): what is optional may be added to it, nothing may be taken away or asked
 * for. `docs/plugins/reference.md` is made of what stands here.
 */

/** What `apiVersion` is in a context and in a backend. */
export const CONTRACT_VERSION = 1

/** An access key, as the AWS SDK's `AwsCredentialIdentity`. At the boundary it is plain; core wraps it the moment it crosses. */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of a temporary key alone. A long-lived one has none: not an empty one, either. */
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
  /**
   * Why it cannot have this value, as the rest of a sentence that begins with its name (`is 7 to 30.`), without the value;
   * undefined: it can. `mturk config set` asks before it writes. Not asked by every mturk.
   */
  check?(value: string): string | undefined
}

/** What the hook is given. It belongs to one run of one command. */
export interface BackendContext {
  /** The newest version of the contract that this mturk speaks. */
  readonly apiVersion: 1
  /** In the place of `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The person's home directory, absolute. */
  readonly home: string
  /** Every setting of `config.ini`, named `<section>.<name>`; a backend's section is its id. */
  readonly settings: Readonly<Record<string, string>>
  /** A person is there, and may be asked: a keychain may open its window. */
  readonly interactive: boolean
  /**
   * For one sentence while something takes its time, as that somebody else is waited for; not for results. Not there in
   * every mturk: ask for it with `?.`.
   */
  tell?(message: string): void
  /**
   * Where a store that is far away may keep what it need not ask for each time: absolute, perhaps not there yet, and of this
   * computer alone. Each backend has a folder of its own there, named by its id. Not there in every mturk.
   */
  readonly cacheDirectory?: string
  /**
   * This command only hands a key on, so one that was read a little while ago will do. Otherwise it must know: it changes
   * keys, or says something about them. Not there in every mturk.
   */
  readonly mayCache?: boolean
  /**
   * For stores that themselves need AWS credentials. May ask a provider chain, and so may take its time; they may be
   * temporary. Rejects where there are none. Ask for them in the call that needs them, not in the hook.
   */
  adminCredentials(): Promise<Key>
}

/**
 * Whether a backend can be used here: at once, after a set-up that is left to do, or not at all on such a computer. What
 * `reason` and `remedy` say is shown to people. Inventories pass over a backend that is not available, with a note.
 */
export type Availability =
  | {readonly state: 'available'}
  | {
      readonly state: 'needs-setup'
      readonly reason: string
      readonly remedy: string
      /**
       * Settings of its section in `config.ini` with which it would be available, by name, where it can tell: `mturk
       * credentials copy` and `link-profile` show them, and write them after a yes. Not there in every mturk.
       */
      readonly settings?: Readonly<Record<string, string>>
    }
  | {readonly state: 'unsupported'; readonly reason: string}

/**
 * One place that holds, or could hold, a key. It goes through JSON and back, into journals, and means the same place in
 * another process and another week.
 */
export interface Location {
  /** The id of the backend whose place it is. */
  readonly backend: string
  /** Opaque to everybody else, never empty, never with a secret in it. */
  readonly id: string
  /** The profile this place belongs to; null where it serves every profile (the environment, `~/.boto`). */
  readonly profile: string | null
  /** For people: `~/.aws/credentials [default]`. */
  readonly display: string
  /** `replace` can be expected to work. Without a `replace`, never. */
  readonly writable: boolean
  /** Why it is not writable: `it is a copy`. */
  readonly why?: string
  /** Absolute; where the place is in a file. */
  readonly file?: string
  /** 1-based. */
  readonly line?: number
}

/** Something wrong with a place, to be shown. No word of it holds a secret. */
export interface Problem {
  /** A verdict's name where one fits (`partial_credentials`, `unreadable_file`, …), otherwise the backend's own. */
  readonly code: string
  /** One sentence. */
  readonly message: string
  /**
   * What a command ends with that wanted the key of this very place: a verdict's name, where `code` is another one's. Not read by
   * every mturk.
   */
  readonly verdict?: string
  /** What to type or open next, in one sentence. */
  readonly remedy?: string
  /** `note`: the place is shown as ignored; otherwise as broken. */
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
  /**
   * Beside a problem that stops a backend: what tools are led to here is a key that mturk itself hands over, and this is
   * what it is asked for. Where it can, mturk looks there instead. Not known to every mturk.
   */
  readonly asks?: Asks
}

/** What a command `mturk credentials export` in another program's settings asks for. */
export interface Asks {
  /** Without it: whichever Boto would choose. */
  readonly profile?: string
  /** Without it: all that Boto looks into. */
  readonly backend?: string
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

/** What `diagnose` found. */
export interface Diagnosis extends Problem {
  /** Names the check: `placeholder`, `misspelt-name`. */
  readonly id: string
  /** With `file` and `line` where it is about a line. */
  readonly location?: Location
  readonly mend?: Mend
}

/** What `list` is asked for. The three narrow each other: a place must fit all that are given. */
export interface ListQuery {
  /** One profile, as Boto would look it up; undefined: every place of every profile. */
  readonly profile?: string
  /** The person named the profile: Boto then ignores the environment's keys. */
  readonly explicit: boolean
  /** Only the places that hold this id. */
  readonly accessKeyId?: string
}

/** What every method is given. */
export interface CallOptions {
  /**
   * Raised when the time of this call is over. mturk has gone on by then, so nothing that is answered counts any more:
   * stop what you are at, and end what you started.
   */
  readonly signal: AbortSignal
}

/** What the methods that only look are given. */
export interface LookOptions extends CallOptions {
  /**
   * What would be, if these files held this, by absolute path? `mturk doctor --fix` asks so before anything is written. Who
   * passes it over answers what is, which mends nothing a second time.
   */
  readonly instead?: ReadonlyMap<string, Uint8Array>
}

/** What the methods that change something are given. */
export interface ChangeOptions extends CallOptions {
  /**
   * The same id twice does the thing once, and answers the same. A run that was killed asks again from another process,
   * which remembers nothing: there, too, a key that stands where it was to be put already is a success, and no conflict.
   */
  readonly operationId: string
}

/** Put this key where the profile's key belongs. */
export interface StoreRequest {
  readonly profile: string
  readonly key: Key
  /** The access key id that must be there now, null for none; otherwise `conflict`. */
  readonly expect: string | null
}

/** Put this key into this very place, which holds another. */
export interface ReplaceRequest {
  readonly location: Location
  readonly key: Key
  /** The access key id that must be there now; otherwise `conflict`, or `not_found` where there is none. */
  readonly expect: string
}

/** Take the key out of this place. */
export interface RemoveRequest {
  readonly location: Location
  /** The access key id that must be there now; otherwise `conflict`, or `not_found` where there is none. */
  readonly expect: string
}

/**
 * A place that keeps access keys, as a plugin brings it.
 *
 * - **Nothing** is no failure: an empty store lists `[]`, and only `read`, `replace` and `remove` of a place that holds no
 *   key throw, with `not_found`.
 * - **What throws** is an error of the contract (`backendError`). Any other one is reported as a fault of the plugin, by its
 *   kind alone, because its words may hold a secret.
 * - **Concurrency.** Methods are called at the same time, in one process and from several: two commands of one person, or a
 *   lab on one store. Of two changes that expect the same key one wins and the other is a `conflict`; none is lost.
 * - **Half a change** never shows: another process sees the place as it was, or as it is to be.
 * - **Secrets** are given out by `read` alone: not in a list, a place, a problem, an error, a log or the arguments of a program.
 */
export interface CredentialBackend {
  /** The version of the contract that it is written for. */
  readonly apiVersion: 1
  /** What `--backend` takes: `[a-z][a-z0-9-]*`. Of two plugins with one id the first by plugin name stays; ours always. */
  readonly id: string
  /** For people: `HashiCorp Vault`. */
  readonly title: string
  /** `default`: asked whenever a key is looked for. `on-request`: only with `--backend`, in inventories and in doctor. */
  readonly lookup: 'default' | 'on-request'
  /** Who is asked first: env 100, boto-files 200. Other people's are at least 300, or they are refused; ties go by id. */
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
  /**
   * Can it be used here? Asked in many commands, so it is quick: no effects, no network, nobody is asked anything.
   *
   * Within 2 s. It answers; it does not throw because something is missing.
   */
  probe(options: CallOptions): Promise<Availability>
  /**
   * The places that hold a key, in the order in which the backend would have them used. Never a secret: no window of a
   * keychain opens for it where that can be helped.
   *
   * A place of half a key is an entry with a problem, not silence; ids come as they are, even malformed. An empty store, and
   * a profile that it does not know, are `[]`. No more than 10,000 entries.
   *
   * Within 5 s. Throws `locked`, `unavailable`, `unreadable` or `denied` where it cannot know; it never answers `[]` then.
   */
  list(query: ListQuery, options: LookOptions): Promise<readonly Entry[]>
  /**
   * The key at a place that `list`, `store` or `replace` answered, also in another process. It changes nothing.
   *
   * Within 60 s, since a person may have to unlock something. Throws `not_found` where there is no key (any more), and
   * `unreadable` for half of one.
   */
  read(location: Location, options: CallOptions): Promise<Key>
  /**
   * Puts a key where the profile's key belongs, and answers the place. Compare-and-set: only if `expect` is what is there. A
   * session token that the key before had does not stay. Everything else in the store stays.
   *
   * Within 60 s. Throws `conflict` where anything but `expect` is there, `not_writable` where it keeps no such key.
   */
  store?(request: StoreRequest, options: ChangeOptions): Promise<Location>
  /**
   * Where `store` would put the profile's key, and whether it could: for those who must know before they make a key. No
   * effects. Not there: a place that cannot be written shows only when the key is there already.
   *
   * Within 5 s.
   */
  placeFor?(request: Omit<StoreRequest, 'key'>, options: CallOptions): Promise<Location>
  /**
   * Puts another key into the very place, and answers it with the same `id`. Compare-and-set, and clearing of the session
   * token, as in `store`. Rotation needs it: a key that lies where nothing can be replaced stays active.
   *
   * Within 60 s. Throws `conflict`, `not_found` or `not_writable`, and has changed nothing then.
   */
  replace?(request: ReplaceRequest, options: ChangeOptions): Promise<Location>
  /**
   * Takes the key out of the place, whole: id, secret and token. Other keys, and what else is there, stay.
   *
   * Within 60 s. Throws `conflict`, `not_found` or `not_writable`, and has changed nothing then.
   */
  remove?(request: RemoveRequest, options: ChangeOptions): Promise<void>
  /**
   * What is wrong with the store, for `mturk doctor`. No effects, no network.
   *
   * Within 5 s.
   */
  diagnose?(options: LookOptions): Promise<readonly Diagnosis[]>
}

/**
 * What went wrong, in a word:
 * - `conflict`: another key is there than `expect` says;
 * - `not_found`: there is no key at this place;
 * - `not_writable`: this place cannot be changed;
 * - `unreadable`: what is there cannot be understood;
 * - `denied`: no permission;
 * - `locked`: somebody else is at work, or the vault is locked;
 * - `unavailable`: it cannot be reached just now.
 */
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

/** Recognised by its `name` and `code`, so any object that has them will do. */
export interface BackendError extends Error {
  readonly name: 'MturkBackendError'
  readonly code: BackendErrorCode
  /** What to type or open next, in one sentence. */
  readonly remedy?: string
}

/**
 * An error that core understands, also from another copy of core. Throw it.
 *
 * @param message one sentence for people; no secret, and nothing quoted that may hold one
 * @param options remedy: what to type or open next, in one sentence
 */
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

/** Is it an error of the contract? By shape, so that one of another copy of core is, too. */
export function isBackendError(error: unknown): error is BackendError {
  if (typeof error !== 'object' || error === null) return false
  const {name, code, message} = error as Readonly<Record<string, unknown>>
  return (
    name === 'MturkBackendError' &&
    typeof message === 'string' &&
    typeof code === 'string' &&
    BACKEND_ERROR_CODES.has(code)
  )
}

/** Types a backend, and fills in the contract's version. */
export function defineBackend(backend: Omit<CredentialBackend, 'apiVersion'>): CredentialBackend {
  return Object.assign(backend, {apiVersion: CONTRACT_VERSION} as const)
}

/**
 * What a plugin's hook module exports as its default: `{context}` in, backends out. It is called in every command that
 * looks for keys, so it opens nothing, asks nobody and takes no time; within 5 s.
 */
export type CredentialBackendsHook = (options: {
  readonly context: BackendContext
}) => Promise<readonly CredentialBackend[]>
