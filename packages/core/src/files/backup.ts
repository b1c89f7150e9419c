import {constants} from 'node:fs'
import {link, lstat, readdir, readFile} from 'node:fs/promises'
import path from 'node:path'

import {displayPath} from './boto-paths.js'
import {syncDirectory} from './directories.js'
import {codeOf, inWords} from './file-errors.js'
import {removeQuietly, writeTemporary} from './temporary-file.js'

const MARK = '.mturk-backup-'

/** Beside the file, so that it is on the same disk and found by whoever looks for it: `credentials.mturk-backup-20261121T073000Z`. */
function backupPath(file: string, now: number): string {
  return `${file}${MARK}${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
}

/** When a copy of this file was made, in milliseconds since 1970; undefined for any other name. */
function timeOfBackup(name: string, file: string): number | undefined {
  const start = path.basename(file) + MARK
  if (!name.startsWith(start)) return undefined
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name.slice(start.length)) ?? []
  if (year === undefined) return undefined
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** The same, with a number behind it where that name is taken. */
export async function freeBackupPath(file: string, now: number): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const backup = backupPath(file, now) + (attempt === 1 ? '' : `-${attempt}`)
    const isTaken = await lstat(backup).then(
      () => true,
      () => false,
    )
    if (!isTaken) return backup
  }
}

/** Every copy of a file, however old. */
export async function backupsOf(file: string): Promise<readonly string[]> {
  const names = await readdir(path.dirname(file)).catch(() => [])
  return names.flatMap((name) => (timeOfBackup(name, file) === undefined ? [] : [path.join(path.dirname(file), name)]))
}

export interface AgedBackup {
  readonly backup: string
  /** What a person should know of it. */
  readonly message: string
  /** It is one more place with old keys, and no longer a way back. */
  readonly isOld: boolean
}

/** Days. Until then a copy is there for whoever wants to go back; after that it is one more place with old keys. */
const OLD = 7
const DAY = 24 * 60 * 60 * 1000

/** The copies of a file with their age, whether the file itself is still there or not. */
export async function agedBackupsOf(file: string, home: string, now: number): Promise<readonly AgedBackup[]> {
  const names = await readdir(path.dirname(file)).catch(() => [])
  return names.flatMap((name) => {
    const made = timeOfBackup(name, file)
    if (made === undefined) return []
    const backup = path.join(path.dirname(file), name)
    const days = Math.floor((now - made) / DAY)
    const when = days < 1 ? 'within the last day' : days === 1 ? 'a day ago' : `${days} days ago`
    const message = `${displayPath(backup, home)}: mturk made this copy ${when}, and it still holds the keys of then.`
    return [{backup, message, isOld: now - made >= OLD * DAY}]
  })
}

/**
 * The copy of these very bytes that a run made within the last day, as one that died before it could change the file: a
 * second one would only be one more place with the same keys. undefined where there is none for its owner alone.
 */
export async function equalBackup(file: string, bytes: Uint8Array, now: number): Promise<string | undefined> {
  for (const backup of await backupsOf(file)) {
    const age = now - (timeOfBackup(path.basename(backup), file) ?? 0)
    if (age < 0 || age > DAY || !/Z(-\d+)?$/.test(backup)) continue
    if (await holdsJust(backup, bytes)) return backup
  }
  return undefined
}

async function holdsJust(backup: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const {mode, size, uid} = await lstat(backup)
    const isOurs = isOwnersAlone({mode, uid})
    return isOurs && size === bytes.length && Buffer.compare(await readFile(backup), bytes) === 0
  } catch {
    return false
  }
}

function isOwnersAlone({mode, uid}: {mode: number; uid: number}): boolean {
  const isFile = (mode & constants.S_IFMT) === constants.S_IFREG
  if (process.platform === 'win32') return isFile
  return isFile && (mode & 0o777) === 0o600 && uid === process.geteuid?.()
}

/**
 * Keeps a copy of what a file holds, owner-only from its first byte, under a name that nothing has, unless an earlier run
 * has left the same one.
 *
 * @returns its path
 * @throws a `MturkBackendError` `not_writable` or `unavailable`; nothing is left behind then
 */
export async function writeBackup(
  file: string,
  bytes: Uint8Array,
  now: number,
): Promise<{readonly backup: string; readonly isNew: boolean}> {
  const there = await equalBackup(file, bytes, now)
  if (there !== undefined) return {backup: there, isNew: false}
  for (let attempt = 1; ; attempt++) {
    const backup = backupPath(file, now) + (attempt === 1 ? '' : `-${attempt}`)
    try {
      await inWords(backup, () => writeNew(file, backup, bytes))
      return {backup, isNew: true}
    } catch (error) {
      if (codeOf((error as {cause?: unknown}).cause) !== 'EEXIST') throw error
    }
  }
}

/** Whole or not at all, whatever dies: somebody may put a copy back without a look at it. */
async function writeNew(file: string, backup: string, bytes: Uint8Array): Promise<void> {
  const temporary = await writeTemporary(file, bytes, undefined)
  try {
    await link(temporary, backup)
  } finally {
    await removeQuietly(temporary)
  }
  await syncDirectory(path.dirname(file))
}
