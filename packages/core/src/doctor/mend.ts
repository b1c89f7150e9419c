import {chmod, unlink} from 'node:fs/promises'

import {backendError} from '../credentials/index.js'
import {editFile, unwritableWords, writeBackup} from '../files/index.js'
import type {Treatment} from './plan.js'

export interface Treated {
  readonly file: string
  /** The copy of what it held before; null where only its mode was changed. */
  readonly backup: string | null
}

/**
 * Does one treatment: a copy of the file first, owner-only; then the change, whole or not at all; then the mode.
 *
 * @param kept copies that this run has made already, by file: what it held at the start is kept, and nothing in between
 * @throws a `MturkBackendError` of `editFile`, `conflict` where the file is no longer what was shown. Nothing is changed
 *   then, and no copy stays behind.
 */
export async function treat(
  {file, text, mode}: Treatment,
  {now, kept, signal}: {now: number; kept: Map<string, string>; signal?: AbortSignal},
): Promise<Treated> {
  let backup = kept.get(file) ?? null
  if (text) {
    const made = backup === null ? await writeBackup(file, text.before, now) : null
    try {
      const change = (bytes: Uint8Array | null) => (isSame(bytes, text.before) ? text.after : changed(file))
      await editFile(file, change, signal ? {signal} : {})
    } catch (error) {
      if (made?.isNew) await unlink(made.backup).catch(() => undefined)
      throw error
    }
    backup ??= made?.backup ?? null
    if (backup !== null) kept.set(file, backup)
  }
  if (mode) await chmodInWords(file, mode.after)
  return {file, backup}
}

function isSame(one: Uint8Array | null, other: Uint8Array): boolean {
  return one !== null && Buffer.compare(one, other) === 0
}

function changed(file: string): never {
  throw backendError('conflict', `${file} was changed by another program meanwhile; it was left as it is.`, {
    remedy: 'Run the same command once more.',
  })
}

async function chmodInWords(file: string, mode: number): Promise<void> {
  try {
    await chmod(file, mode)
  } catch (error) {
    throw backendError('not_writable', `The mode of ${file} could not be changed: ${unwritableWords(error)}.`, {
      cause: error,
    })
  }
}
