import {createHash, randomBytes} from 'node:crypto'
import {constants} from 'node:fs'
import {link, open, rename, unlink} from 'node:fs/promises'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {backendError, type BackendError} from '../credentials/contract.js'
import {codeOf, inWords} from './file-errors.js'
import {handOver, isOwn, isOwnByName} from './heir.js'
import {EXISTING_FILE, NEW_FILE} from './open-flags.js'
import {thisProcess, whereabouts, type ProcessIdentity} from './process-identity.js'
import {namesIn, removeAll, removeQuietly} from './temporary-file.js'

export interface LockOptions {
  /** Milliseconds to wait for somebody who holds it; 30 seconds if not given. */
  readonly waitMs?: number
  /** Milliseconds to wait before anybody is told; 0 if not given. Most are done sooner than they can be read of. */
  readonly silentMs?: number
  /** Called once, when there is somebody to wait for. */
  readonly onWait?: (holder: {readonly pid: number; readonly host: string} | null) => void
  readonly signal?: AbortSignal
  /** What a person knows that is locked, for messages; the lock file itself if not given. */
  readonly guards?: string
}

export interface Lock {
  /** A dead process held it before: what that left half-done may lie about. */
  readonly tookOver: boolean
  release(): Promise<void>
}

/** What a lock file holds, as JSON. The nonce tells one holding from the next. */
interface Holder extends ProcessIdentity {
  readonly nonce: string
}

/** A lock file that names nobody: empty, or anything but what mturk writes. */
interface Nameless {
  /** As a nonce would, 32 hexadecimal digits tell this very content from the next. */
  readonly nameless: string
  /** Milliseconds since 1970. */
  readonly written: number
}

/** Milliseconds. Where links are unknown a lock is nameless for a moment; after that nobody will ever be behind it. */
const NAMELESS_FOR_GOOD = 10_000

const LINKS_UNKNOWN = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])
const OWNER_ONLY = 0o600

/**
 * Takes the lock file at this path: made exclusively, owner-only, naming its holder by pid, start time, boot id and host
 * name. There are no heartbeats, since homes lie on NFS and laptops sleep: a lock is dead only if its process on this
 * very machine is. A lock of another machine is never taken over.
 *
 * @throws a `MturkBackendError`: `locked` when it was waited for in vain; `denied` for a lock file that is a link,
 * somebody else's or readable by others, which may be forged; `not_writable` where it cannot be made.
 */
export async function acquireLock(lockPath: string, options: LockOptions = {}): Promise<Lock> {
  return inWords(options.guards ?? lockPath, () => acquire(lockPath, options))
}

/** Whether somebody holds it, waits for it, or died doing so. */
export async function isLocked(lockPath: string): Promise<boolean> {
  const name = path.basename(lockPath)
  return (await namesIn(path.dirname(lockPath))).some((other) => other === name || other.startsWith(`${name}.`))
}

/**
 * What whoever tries for this lock now would be told: in an error that says who holds it. null where it is free, or its
 * holder has died.
 *
 * @param guards what a person knows that is locked, for the message
 * @throws a `MturkBackendError` `denied` as `acquireLock`
 */
export async function whyLocked(lockPath: string, guards: string = lockPath): Promise<BackendError | null> {
  return inWords(guards, async () => {
    const holder = await readHolder(lockPath)
    if (holder === 'nobody' || isGone(holder)) return null
    return lockedError(lockPath, holder, guards)
  })
}

async function acquire(lockPath: string, options: LockOptions): Promise<Lock> {
  const {waitMs = 30_000, silentMs = 0, onWait, signal} = options
  const begun = Date.now()
  const deadline = begun + waitMs
  const mine: Holder = {...thisProcess(), nonce: randomBytes(16).toString('hex')}
  let told = false

  for (;;) {
    signal?.throwIfAborted()
    const holder = await readHolder(lockPath)
    if (holder === 'nobody') {
      if (!(await created(lockPath, mine))) continue
      await sweep(lockPath)
      return held(lockPath, mine, false)
    }
    if (isGone(holder)) {
      const remaining = {waitMs: Math.max(0, deadline - Date.now()), guards: options.guards ?? lockPath}
      if (!(await takeOver(lockPath, holder, mine, signal ? {...remaining, signal} : remaining))) continue
      await sweep(lockPath)
      return held(lockPath, mine, true)
    }
    if (Date.now() >= deadline) throw lockedError(lockPath, holder, options.guards ?? lockPath)
    if (!told && Date.now() >= begun + silentMs) {
      told = true
      onWait?.('nameless' in holder ? null : {pid: holder.pid, host: holder.host})
    }
    await delay(5 + Math.random() * 20, undefined, signal ? {signal} : {})
  }
}

function held(lockPath: string, mine: Holder, tookOver: boolean): Lock {
  return {
    tookOver,
    async release() {
      await inWords(lockPath, async () => {
        if (isMine(await readHolder(lockPath), mine)) await unlinkIfThere(lockPath)
      })
    },
  }
}

function isMine(holder: Holder | Nameless | 'nobody', mine: Holder | Nameless): boolean {
  return typeof holder !== 'string' && tagOf(holder) === tagOf(mine)
}

function tagOf(holder: Holder | Nameless): string {
  return 'nameless' in holder ? holder.nameless : holder.nonce
}

/** Whether nobody is behind this lock any more. */
function isGone(holder: Holder | Nameless): boolean {
  return 'nameless' in holder ? Date.now() - holder.written > NAMELESS_FOR_GOOD : whereabouts(holder) === 'dead'
}

/** Written aside and then linked into place, so that nobody ever sees a lock without its holder. */
async function created(lockPath: string, mine: Holder): Promise<boolean> {
  const aside = `${lockPath}.${mine.nonce}.new`
  await writeHolder(aside, mine)
  try {
    await link(aside, lockPath)
    return true
  } catch (error) {
    const code = codeOf(error) ?? ''
    // An NFS server's answer may be lost and the call repeated: the link was made all the same.
    if (code === 'EEXIST') return isMine(await readHolder(lockPath), mine)
    if (code === 'ENOENT') return false // swept away by whoever was quicker
    if (!LINKS_UNKNOWN.has(code)) throw error
    return createdDirectly(lockPath, mine)
  } finally {
    await removeQuietly(aside)
  }
}

/** On file systems without links there is a moment in which the lock does not say yet whose it is. */
async function createdDirectly(lockPath: string, mine: Holder): Promise<boolean> {
  try {
    await writeHolder(lockPath, mine)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * Replaces the lock of a dead process. Two takers must not both believe to have it, so whoever wants to replace the
 * holding with a certain nonce first takes a lock named after that nonce: nobody else can then change the lock file,
 * since its holder is dead, and whoever comes late finds another nonce in it.
 */
async function takeOver(
  lockPath: string,
  dead: Holder | Nameless,
  mine: Holder,
  options: LockOptions,
): Promise<boolean> {
  const guard = await acquireLock(`${lockPath}.${tagOf(dead)}`, options)
  try {
    if (!isMine(await readHolder(lockPath), dead)) return false
    const aside = `${lockPath}.${mine.nonce}.new`
    await writeHolder(aside, mine)
    await rename(aside, lockPath)
  } finally {
    await guard.release()
  }
  return true
}

/**
 * What crashed processes left beside the lock. Only its holder may do this. It may hit a living one that is just about to
 * try for the lock: that one begins anew.
 */
async function sweep(lockPath: string): Promise<void> {
  await removeAll(path.dirname(lockPath), (name) => name.startsWith(`${path.basename(lockPath)}.`))
}

/** A guard may be swept at any moment by whoever has taken the lock over meanwhile; it guards nothing then. */
async function unlinkIfThere(file: string): Promise<void> {
  try {
    await unlink(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** A full disk must not leave half of it behind. */
async function writeHolder(file: string, holder: Holder): Promise<void> {
  const handle = await open(file, NEW_FILE, OWNER_ONLY)
  try {
    try {
      await handle.chmod(OWNER_ONLY)
      await handOver(handle, path.dirname(file))
      await handle.writeFile(JSON.stringify(holder))
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await removeQuietly(file)
    throw error
  }
}

/** Nameless: a lock file that says nothing we understand, perhaps because it is just being written. */
async function readHolder(lockPath: string): Promise<Holder | Nameless | 'nobody'> {
  const refuse = (why: string) =>
    backendError('denied', `The lock file ${lockPath} ${why}, so it may be forged; mturk does not trust it.`, {
      remedy: `Find out who made ${lockPath}, and remove it if no mturk is running.`,
    })
  let handle
  try {
    handle = await open(lockPath, EXISTING_FILE)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nobody'
    if (codeOf(error) === 'ELOOP') throw refuse('is a symbolic link')
    if (codeOf(error) === 'EACCES' && !(await isOwnByName(lockPath))) throw refuse('belongs to another user')
    throw error
  }
  try {
    const {mode, uid, size, ino, mtimeMs} = await handle.stat()
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw refuse('is no ordinary file')
    if (!(await isOwn(lockPath, uid))) throw refuse('belongs to another user')
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw refuse('can be read by other users')
    const holder = size > 4096 ? null : parseHolder(await handle.readFile('utf8'))
    if (holder) return holder
    const nameless = createHash('sha256').update(`${ino} ${mtimeMs} ${size}`).digest('hex').slice(0, 32)
    return {nameless, written: mtimeMs}
  } finally {
    await handle.close()
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const {host, pid, startTime, bootId, pidNamespace, nonce} = JSON.parse(text) as Record<string, unknown>
    const known = (value: unknown): value is string | null => value === null || typeof value === 'string'
    if (typeof host !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null
    if (!known(startTime) || !known(bootId) || !known(pidNamespace)) return null
    // The nonce becomes part of a file name.
    if (typeof nonce !== 'string' || !/^[0-9a-f]{32}$/.test(nonce)) return null
    return {host, pid, startTime, bootId, pidNamespace, nonce}
  } catch {
    return null
  }
}

/** Whoever wrote the lock file chose the name. */
function hostWords(host: string): string {
  const plain = host.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, '?')
  return plain.length > 64 ? `${plain.slice(0, 64)}…` : plain
}

function lockedError(lockPath: string, holder: Holder | Nameless, guarded: string) {
  if ('nameless' in holder) {
    return backendError('locked', `${guarded} is locked, and its lock file ${lockPath} does not say by whom.`, {
      remedy: `If no mturk is running, remove ${lockPath}.`,
    })
  }
  const {pid} = holder
  const host = hostWords(holder.host)
  if (whereabouts(holder) === 'elsewhere') {
    return backendError(
      'locked',
      `Process ${pid} on ${host} has locked ${guarded}; from here it cannot be seen whether it still runs.`,
      {remedy: `If no mturk runs on ${host}, remove ${lockPath}.`},
    )
  }
  return backendError('locked', `Another mturk (process ${pid} on ${host}) is at work on ${guarded}.`, {
    remedy: 'Wait until it is done, then try again.',
  })
}
