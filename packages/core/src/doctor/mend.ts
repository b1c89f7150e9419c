import {chmod, stat, unlink} from 'node:fs/promises'

import {backendError} from '../credentials/index.js'
import {editFile, readForEdit, writeBackup} from '../files/index.js'
import {messageOf} from '../errors.js'
import type {Finding} from './finding.js'

/** All that is to be done to one file, or to the mode of a directory. */
export interface Treatment {
  readonly file: string
  readonly findings: readonly Finding[]
  /** What it holds, and what it is to hold; null where only its mode is to change. */
  readonly text: {readonly before: Uint8Array; readonly after: Uint8Array} | null
  /** Permission bits. */
  readonly mode: {readonly before: number; readonly after: number} | null
}

export interface Treated {
  readonly file: string
  /** The copy of what it held before; null where only its mode was changed. */
  readonly backup: string | null
}

/** What could be mended of these findings, a treatment for each file; nothing is changed. */
export async function planTreatments(findings: readonly Finding[]): Promise<readonly Treatment[]> {
  const byFile = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.mend) byFile.set(finding.mend.file, [...(byFile.get(finding.mend.file) ?? []), finding])
  }
  const planned = await Promise.all([...byFile].map(([file, each]) => planFor(file, each)))
  return planned.filter(({text, mode}) => text !== null || mode !== null)
}

async function planFor(file: string, findings: readonly Finding[]): Promise<Treatment> {
  const modes = findings.flatMap(({mend}) => mend?.mode ?? [])
  const [wanted] = modes
  const stats = wanted === undefined ? undefined : await stat(file).catch(() => undefined)
  const now = stats && stats.mode & 0o777
  return {
    file,
    findings,
    text: findings.some(({mend}) => mend?.change) ? await textFor(file, findings) : null,
    mode: now === undefined || wanted === undefined || now === wanted ? null : {before: now, after: wanted},
  }
}

/** Each change goes on from what the ones before it made; one that no longer fits is left for the next look. */
async function textFor(file: string, findings: readonly Finding[]): Promise<Treatment['text']> {
  const before = await readForEdit(file).catch(() => null)
  if (before === null) return null
  let after: Uint8Array = before
  for (const {mend} of findings) {
    try {
      after = mend?.change?.(after) ?? after
    } catch {
      // the next look tells what is wrong now
    }
  }
  return before.equals(after) ? null : {before, after}
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
      if (made !== null) await unlink(made).catch(() => undefined)
      throw error
    }
    backup ??= made
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
    throw backendError('not_writable', `The mode of ${file} could not be changed: ${messageOf(error)}.`, {cause: error})
  }
}
