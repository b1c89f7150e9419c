import {Buffer} from 'node:buffer'
import {access, constants, open, type FileHandle} from 'node:fs/promises'
import type {Stats} from 'node:fs'
import {backendError} from '../credentials/contract.js'
import {codeOf, unreadableError, writeError} from './file-errors.js'
import {EXISTING_FILE} from './open-flags.js'

export interface ExistingFile {
  readonly bytes: Buffer
  readonly stats: Stats
  /** Stays on this file, even when another one takes its name. */
  readonly handle: FileHandle
}

/**
 * Opens an ordinary file and reads it whole; null where there is none. Whoever gets one closes its handle.
 *
 * @throws a `MturkBackendError` `unreadable` for a directory, a pipe, a file without permission.
 */
export async function openExisting(file: string): Promise<ExistingFile | null> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file, EXISTING_FILE)
    const stats = await handle.stat()
    if (stats.isFile()) return {handle, stats, bytes: await readWhole(handle)}
    await handle.close()
    throw systemError(stats.isDirectory() ? 'EISDIR' : 'ENXIO')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw unreadableError(file, error)
  }
}

/** All of the file that the handle is on, from its beginning, as often as one likes. */
export async function readWhole(handle: FileHandle): Promise<Buffer> {
  const {size} = await handle.stat()
  const bytes = Buffer.alloc(size)
  let filled = 0
  while (filled < size) {
    const {bytesRead} = await handle.read(bytes, filled, size - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

export async function readExisting(file: string): Promise<Buffer | null> {
  const existing = await openExisting(file)
  await existing?.handle.close()
  return existing?.bytes ?? null
}

/** A rename would go through where the file itself is write-protected, or cut it off from its other names. */
export async function assertReplaceable(file: string, {stats}: ExistingFile): Promise<void> {
  if (stats.nlink > 1) {
    throw backendError(
      'not_writable',
      `${file} has ${stats.nlink} names (hard links), and a change would split them.`,
      {
        remedy: `Make it a file of its own, for instance with cp and mv, or use a symbolic link instead.`,
      },
    )
  }
  try {
    await access(file, constants.W_OK)
  } catch (error) {
    throw writeError(file, error)
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), {code})
}
