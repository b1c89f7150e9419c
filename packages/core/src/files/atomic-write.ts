import type {Buffer} from 'node:buffer'
import {rename, unlink} from 'node:fs/promises'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {backendError, isBackendError} from '../credentials/contract.js'
import {makeDirectory, resolveTarget, syncDirectory} from './directories.js'
import {assertReplaceable, openExisting, readExisting, readWhole, type ExistingFile} from './existing-file.js'
import {inWords, unreadableError} from './file-errors.js'
import {acquireLock, isLocked, type LockOptions} from './lock.js'
import {hasTemporaries, removeQuietly, sweepTemporaries, writeTemporary} from './temporary-file.js'

export interface Edited {
  /** The file itself, every symbolic link followed. */
  readonly path: string
  readonly changed: boolean
}

/**
 * From what the file holds now, null where there is none, to what it is to hold; null or the same bytes: it stays as it
 * is. Called several times, so it must not do anything but compute. Whatever it throws comes out, and nothing is changed.
 */
export type Change = (bytes: Buffer | null) => Uint8Array | null

/** Somebody who does not lock may write at any moment; but nobody does so again and again. */
const MOST_ATTEMPTS = 5

/** Milliseconds. A file that is empty may be one that somebody has just emptied, to write it anew in place. */
const SETTLE = 50

/**
 * Changes a file with secrets, so that whatever dies at whatever moment there is the old file or the new one, whole.
 *
 * Under a lock beside it: read, `change`, a temporary file in the same directory (0600 from its first byte), fsync,
 * compare that the file is still the one that was read, rename, fsync of the directory, read back. Programs that do not
 * lock (the AWS CLI writes in place) are met by that comparison, and by a last look at the old file after the rename:
 * what they wrote into it meanwhile is taken as the base of another change.
 *
 * A symbolic link stays, and its target is replaced. An existing file keeps its mode and owner; a new one is 0600 in
 * directories of 0700, whatever the umask. A file that need not change is not written, and locked only to take away what
 * a dead writer left beside it.
 *
 * @throws a `MturkBackendError`: `unreadable`, `not_writable` (no permission, read-only, hard links), `locked`, `denied`,
 * `conflict` where somebody else keeps changing the file, `not_writable` where the disk is full or fails. Nothing is left
 * behind then.
 */
export async function editFile(file: string, change: Change, options: LockOptions = {}): Promise<Edited> {
  if (file === '') throw backendError('not_writable', 'There is no file to write: its name is empty.')
  const target = await targetOf(file)
  const seen = await readExisting(target)
  if (!differs(seen, change(seen))) {
    await tidy(target, options)
    return {path: target, changed: false}
  }
  return inWords(target, async () => {
    await makeDirectory(path.dirname(target))
    const lock = await acquireLock(lockPathOf(target), {guards: target, ...options})
    try {
      await sweepTemporaries(target)
      return {path: target, changed: await replace(target, change, options.signal)}
    } finally {
      await lock.release()
    }
  })
}

/**
 * What `editFile` would start from: the bytes of the file, every symbolic link followed; null where there is none.
 *
 * @throws a `MturkBackendError` `unreadable` for a directory, a pipe, a file without permission.
 */
export async function readForEdit(file: string): Promise<Buffer | null> {
  return file === '' ? null : readExisting(await targetOf(file))
}

/** Where nothing is to be written, what a writer left that died still has to go: it may hold a secret. */
async function tidy(target: string, options: LockOptions): Promise<void> {
  const lockPath = lockPathOf(target)
  if (!(await hasTemporaries(target)) && !(await isLocked(lockPath))) return
  try {
    const lock = await acquireLock(lockPath, {...options, waitMs: 0})
    try {
      await sweepTemporaries(target)
    } finally {
      await lock.release()
    }
  } catch (error) {
    if (!isBackendError(error)) throw error // somebody is just writing, or it is not ours to mend
  }
}

async function targetOf(file: string): Promise<string> {
  try {
    return await resolveTarget(file)
  } catch (error) {
    throw unreadableError(file, error)
  }
}

/**
 * Writes a whole file, owner-only, in place of what is there; for whoever holds a lock of their own. A symbolic link in
 * its place is replaced, not followed.
 *
 * @throws a `MturkBackendError` `not_writable`; nothing is left behind then.
 */
export async function writeOwnerOnly(file: string, bytes: Uint8Array): Promise<void> {
  await inWords(file, async () => {
    await makeDirectory(path.dirname(file))
    const temporary = await writeTemporary(file, bytes, undefined)
    try {
      await rename(temporary, file)
    } catch (error) {
      await removeQuietly(temporary)
      throw error
    }
    await syncDirectory(path.dirname(file))
  })
}

/**
 * Takes a file away, under the lock of `editFile`, if it holds exactly these bytes: for whoever has just made it.
 *
 * @returns whether it did
 * @throws a `MturkBackendError` as `editFile`
 */
export async function discardFile(file: string, bytes: Uint8Array, options: LockOptions = {}): Promise<boolean> {
  const target = await targetOf(file)
  return inWords(target, async () => {
    const lock = await acquireLock(lockPathOf(target), {guards: target, ...options})
    try {
      if (!(await readExisting(target))?.equals(bytes)) return false
      await unlink(target)
      await syncDirectory(path.dirname(target))
      return true
    } finally {
      await lock.release()
    }
  })
}

/** The lock that `editFile` holds while it changes this file. */
export function lockPathOf(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.mturk-lock`)
}

async function replace(target: string, change: Change, signal: AbortSignal | undefined): Promise<boolean> {
  /** What somebody wrote into the file that we had just replaced. */
  let overtaken: Buffer | null = null
  let written = false
  let settled = false
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    signal?.throwIfAborted()
    const current = await openExisting(target)
    try {
      if (current?.bytes.length === 0 && !settled) {
        settled = true
        await delay(SETTLE, undefined, signal ? {signal} : {})
        continue
      }
      const {bytes, refusal} = computed(change, overtaken, current?.bytes ?? null)
      if (differs(current?.bytes ?? null, bytes)) {
        if (current) await assertReplaceable(target, current)
        if (!(await install(target, bytes, current))) continue
        written = true
        overtaken = current ? await writtenSince(current) : null
        if (overtaken || differs(await readExisting(target), bytes)) continue
      }
      if (refusal) throw refusal.cause
      return written
    } finally {
      await current?.handle.close()
    }
  }
  if (overtaken) await writeBack(target, overtaken)
  throw backendError('conflict', `Another program keeps changing ${target}.`, {
    remedy: 'End the program that writes it, then try again.',
  })
}

/** Where the change refuses what somebody wrote under our hands, that is put back, and the refusal reported. */
function computed(change: Change, overtaken: Buffer | null, current: Buffer | null) {
  if (!overtaken) return {bytes: change(current), refusal: undefined}
  try {
    return {bytes: change(overtaken) ?? overtaken, refusal: undefined}
  } catch (cause) {
    return {bytes: overtaken, refusal: {cause}}
  }
}

/** False where the file is no longer the one that was read. */
async function install(target: string, bytes: Uint8Array, replaces: ExistingFile | null): Promise<boolean> {
  const temporary = await writeTemporary(target, bytes, replaces?.stats)
  try {
    const now = await readExisting(target)
    if (now === null ? replaces !== null : !replaces?.bytes.equals(now)) {
      await removeQuietly(temporary)
      return false
    }
    await rename(temporary, target)
  } catch (error) {
    await removeQuietly(temporary)
    throw error
  }
  try {
    await syncDirectory(path.dirname(target))
  } catch (cause) {
    throw backendError('not_writable', `${target} was written, but its disk does not confirm that it will last.`, {
      cause,
    })
  }
  return true
}

async function writeBack(target: string, bytes: Buffer): Promise<void> {
  const current = await openExisting(target)
  try {
    await install(target, bytes, current)
  } finally {
    await current?.handle.close()
  }
}

async function writtenSince({handle, bytes}: ExistingFile): Promise<Buffer | null> {
  const late = await readWhole(handle)
  return late.equals(bytes) ? null : late
}

function differs(before: Buffer | null, after: Uint8Array | null): after is Uint8Array {
  return after !== null && (before === null || !before.equals(after))
}
