import {lstatSync} from 'node:fs'
import path from 'node:path'
import {backendError, isBackendError, type BackendError} from '../credentials/contract.js'
import type {BotoFault} from './boto-file.js'

/** The system's code of a failed call, `ENOENT` and its like; undefined for anything else that was thrown. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Why a file could not be read, as the rest of a sentence about it. */
export function unreadableWords(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'you have no permission to read it'
    case 'EISDIR':
      return 'it is a directory'
    case 'ELOOP':
      return 'its symbolic link leads in a circle'
    case 'ENAMETOOLONG':
      return 'its name is too long'
    case 'ENXIO':
      return 'it is no ordinary file'
    case 'ERR_FS_FILE_TOO_LARGE':
      return 'it is much too large for a file with keys'
    default:
      return `reading it failed (${codeOf(error) ?? 'unknown error'})`
  }
}

export function unreadableError(file: string, error: unknown): BackendError {
  return backendError('unreadable', `${file} cannot be used: ${unreadableWords(error)}.`, {
    remedy: howToMend(error),
    cause: error,
  })
}

function howToMend(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return PERMIT
    case 'EISDIR':
    case 'ENXIO':
      return 'Move it out of the way, then run the same command again.'
    case 'ELOOP':
      return 'Remove the link, then run the same command again.'
    default:
      return 'Mend that, then run the same command again.'
  }
}

/** Boto refuses the file, so nobody may change it until a person has mended it. */
export function faultError(file: string, fault: BotoFault): BackendError {
  return backendError(
    'unreadable',
    `${file}, line ${fault.line}: ${fault.what}. Boto refuses the whole file; it was not changed.`,
    {
      remedy: fault.remedy,
    },
  )
}

/**
 * A failed write in the words of the contract. Whoever calls has already cleaned up. It is always about the file: nobody
 * was to be reached, so nothing of it is `unavailable`.
 */
export function writeError(file: string, error: unknown): BackendError {
  const {words, remedy = 'Mend that, then run the same command again.'} = whyNotWritten(codeOf(error))
  const now = isMissing(file) ? 'There is still no such file' : 'It is as it was'
  return backendError('not_writable', `${file} could not be written: ${words}. ${now}.`, {
    remedy,
    cause: error,
  })
}

/** Only where that is certain. */
function isMissing(file: string): boolean {
  try {
    return lstatSync(file, {throwIfNoEntry: false}) === undefined
  } catch {
    return false
  }
}

/** Why a file or its mode could not be changed, as the rest of a sentence about it. */
export function unwritableWords(error: unknown): string {
  return whyNotWritten(codeOf(error)).words
}

function whyNotWritten(code: string | undefined): {words: string; remedy?: string} {
  // Root has every permission; what is refused all the same carries a mark (chattr +i).
  if (code === 'EPERM' && process.geteuid?.() === 0)
    return {words: 'the system does not let even root do it', remedy: UNMARK}
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return {words: 'you have no permission', remedy: PERMIT}
    case 'EROFS':
      return {words: 'its file system is read-only'}
    case 'EBUSY':
      return {words: 'it is a mount point, which cannot be replaced'}
    case 'ENOTDIR':
      return {words: 'a part of its path is no directory'}
    case 'ELOOP':
      return {words: 'its symbolic link leads in a circle'}
    case 'ENAMETOOLONG':
      return {words: 'its name is too long'}
    case 'ENOSPC':
      return {words: 'the disk is full', remedy: MAKE_ROOM}
    case 'EDQUOT':
      return {words: 'your share of the disk is used up', remedy: MAKE_ROOM}
    case 'EIO':
      return {words: 'the disk failed (EIO)'}
    default:
      return {words: `the system said ${code ?? 'nothing of use'}`}
  }
}

const UNMARK =
  'Look at it with lsattr; where it is marked as immutable, chattr -i takes that away. Then run the same command again.'
const PERMIT = 'Give yourself the permission to read and write it, then run the same command again.'
const MAKE_ROOM = 'Make room there, then run the same command again.'

/** Failed system calls become errors of the contract; whatever else was thrown stays what it is. */
export async function inWords<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const failedCall = error instanceof Error && 'syscall' in error && codeOf(error) !== undefined
    throw failedCall && !isBackendError(error) ? writeError(file, error) : error
  }
}

/** Failures of the contract name files as they are shown everywhere else: with `~` for the home directory. */
export async function withTilde<T>(home: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isBackendError(error) || home === '' || home === path.sep) throw error
    const shown = (text: string) => text.replaceAll(home + path.sep, `~${path.sep}`)
    const {code, message, remedy, cause} = error
    throw backendError(code, shown(message), {...(remedy === undefined ? {} : {remedy: shown(remedy)}), cause})
  }
}
