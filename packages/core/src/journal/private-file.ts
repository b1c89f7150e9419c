import {lstat, open, readdir, unlink} from 'node:fs/promises'
import {dirname, join} from 'node:path'

import {backendError, isBackendError} from '../credentials/index.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {
  codeOf,
  EXISTING_FILE,
  isOwn,
  makeDirectory,
  syncDirectory,
  unreadableError,
  whyNotWritable,
  writeError,
} from '../files/index.js'
import {run, say, type Remedy} from '../remedy.js'

/**
 * Files that only their owner may see, in a directory that only its owner may see, opened without following links.
 * On Windows there are neither owners nor modes in this sense; there the profile directory's access list protects them.
 */

/** @throws a `MturkBackendError` `not_writable` where it cannot be made */
export async function preparePrivateDirectory(directory: string): Promise<void> {
  await makeDirectory(directory).catch((error: unknown) => {
    throw noPlace(directory, writeError(directory, error))
  })
  await assertPrivateDirectory(directory)
}

/** @throws MturkError `unsafe_journal` where others could put files there */
export async function assertPrivateDirectory(directory: string): Promise<void> {
  const stats = await lstat(directory)
  if (!stats.isDirectory()) throw unsafe(directory, 'is no directory')
  await refuseOthers(directory, stats, '700')
}

/**
 * Without effects: files can be made in this directory, or it can be made itself.
 *
 * @throws a `MturkBackendError` `not_writable`
 */
export async function assertDirectoryWritable(directory: string): Promise<void> {
  const why = await whyNotWritable(join(directory, 'journal.json'))
  if (why === undefined) return
  throw noPlace(directory, backendError('not_writable', `${directory} cannot be written: ${why}.`))
}

/** The file's text, or null where there is none. */
export async function readPrivateFile(path: string): Promise<string | null> {
  const handle = await open(path, EXISTING_FILE).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    if (codeOf(error) === 'ELOOP') throw unsafe(path, 'is a link')
    throw unreadableError(path, error)
  })
  if (handle === null) return null
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw unsafe(path, 'is no file')
    await refuseOthers(path, stats, '600')
    // Its other name may lie where others can write, or be what somebody wants to have changed.
    if (stats.nlink > 1) throw unsafe(path, `has ${stats.nlink} names (hard links)`)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

export async function removePrivateFile(path: string): Promise<void> {
  try {
    await unlink(path)
    await syncDirectory(dirname(path))
  } catch (error) {
    throw writeError(path, error)
  }
}

/** File names in the directory; none where it does not exist. */
export async function listPrivateFiles(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw unreadableError(directory, error)
  }
}

function noPlace(directory: string, error: Error): Error {
  return backendError(isBackendError(error) ? error.code : 'not_writable', error.message, {
    remedy: `Before anything is made, mturk notes it in ${directory}, so that an interrupted run can be finished. Make that writable, or set MTURK_DATA_DIR to a directory that is.`,
    cause: error,
  })
}

async function refuseOthers(path: string, stats: {uid: number; mode: number}, mode: '600' | '700'): Promise<void> {
  if (process.platform === 'win32') return
  if (!(await isOwn(path, stats.uid))) throw unsafe(path, 'belongs to another user')
  if ((stats.mode & 0o077) === 0) return
  throw unsafe(path, 'can be read or written by others', [
    say('If it is yours, and nobody else has been at it, make it yours alone again:'),
    run('chmod', mode, path),
  ])
}

function unsafe(
  path: string,
  why: string,
  remedy: readonly Remedy[] = [say('Find out who put it there.')],
): MturkError {
  return new MturkError({
    code: 'unsafe_journal',
    exit: Exit.credentials,
    message: `${path} ${why}, so it is not trusted: a forged journal could make mturk delete keys.`,
    remedy,
  })
}
