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
    default:
      return `reading it failed (${codeOf(error) ?? 'unknown error'})`
  }
}

export function unreadableError(file: string, error: unknown): BackendError {
  return backendError('unreadable', `${file} cannot be used: ${unreadableWords(error)}.`, {cause: error})
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
  const fail = (words: string, remedy?: string) =>
    backendError('not_writable', `${file} could not be written: ${words}. It is as it was.`, {
      cause: error,
      ...(remedy === undefined ? {} : {remedy}),
    })
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return fail('you have no permission')
    case 'EROFS':
      return fail('its file system is read-only')
    case 'EBUSY':
      return fail('it is a mount point, which cannot be replaced')
    case 'ENOTDIR':
      return fail('a part of its path is no directory')
    case 'ELOOP':
      return fail('its symbolic link leads in a circle')
    case 'ENAMETOOLONG':
      return fail('its name is too long')
    case 'ENOSPC':
      return fail('the disk is full', 'Make room there, then run the same command again.')
    case 'EDQUOT':
      return fail('your share of the disk is used up', 'Make room there, then run the same command again.')
    case 'EIO':
      return fail('the disk failed (EIO)')
    default:
      return fail(`the system said ${codeOf(error) ?? 'nothing of use'}`)
  }
}

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
