import path from 'node:path'
import {run} from '@mturk-cli/core'
import {backupsOf, displayPath, readForEdit} from '@mturk-cli/core/files'
import type {MigrationState} from './journal-format.js'
import {exists} from './keep-copy.js'
import {targetOf} from './change-file.js'
import {wayBack, WHOLE_FILE} from './way-back.js'

/** A copy that an earlier run made, and the file that it is of. */
export interface EarlierCopy {
  readonly copy: string
  readonly file: string
}

/**
 * Every copy that is still there of these files; of those `beside` them only what has the time of such a copy, since the
 * same run made it, and what has a key that the file has no longer.
 */
export async function earlierCopies(
  files: readonly string[],
  beside: readonly string[] = [],
): Promise<readonly EarlierCopy[]> {
  const own = await copiesOf(files)
  const times = new Set(own.map(timeOf))
  const others = await Promise.all(
    (await copiesOf(beside)).map(async (each) => {
      const isOurs = !files.includes(each.file) && (times.has(timeOf(each)) || (await holdsMore(each)))
      return isOurs ? [each] : []
    }),
  )
  return [...own, ...others.flat()]
}

/** A key that was replaced may stand nowhere else. */
async function holdsMore({copy, file}: EarlierCopy): Promise<boolean> {
  const [then, now] = await Promise.all([copy, file].map((each) => readForEdit(each).catch(() => null)))
  const held = new Set(idsIn(now))
  return idsIn(then).some((id) => !held.has(id))
}

function idsIn(bytes: Uint8Array | null | undefined): readonly string[] {
  return bytes
    ? (Buffer.from(bytes)
        .toString('latin1')
        .match(/\bAKIA[A-Z2-7]{16}\b/g) ?? [])
    : []
}

/** The copies that a run which was cut off made, or was about to make: those that are there. */
export async function copiesIn({kept, files}: MigrationState): Promise<readonly EarlierCopy[]> {
  const all = [
    ...(kept === undefined ? [] : [{copy: kept, file: kept.slice(0, kept.lastIndexOf(MARK))}]),
    ...files.map(({file, backup}) => ({copy: backup, file})),
  ]
  const there = await Promise.all(all.map(({copy}) => exists(copy)))
  return all.filter((_, index) => there[index])
}

/** Whoever was cut off before they read where the copy is, reads it here, and how to go back. */
export async function copyNote({copy, file}: EarlierCopy, home: string): Promise<string> {
  const back = wayBack(copy, await targetOf(file)).command
  return `A copy of ${displayPath(file, home)} as it was before is still there. The way back: ${back} (${WHOLE_FILE}). When all works: ${run('rm', copy).command}`
}

async function copiesOf(files: readonly string[]): Promise<EarlierCopy[]> {
  const found = await Promise.all(
    files.map(async (file) => (await backupsOf(file)).toSorted().map((copy) => ({copy, file}))),
  )
  return found.flat()
}

const MARK = '.mturk-backup-'

function timeOf({copy}: EarlierCopy): string {
  return path.basename(copy).split(MARK).at(-1)?.slice(0, 16) ?? ''
}
