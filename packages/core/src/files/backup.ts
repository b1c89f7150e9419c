import {lstat, open, readdir, unlink} from 'node:fs/promises'
import path from 'node:path'

import {displayPath} from './boto-paths.js'
import {codeOf, inWords} from './file-errors.js'
import {NEW_FILE} from './open-flags.js'

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
 * Keeps a copy of what a file holds, owner-only from its first byte, under a name that nothing has.
 *
 * @returns its path
 * @throws a `MturkBackendError` `not_writable` or `unavailable`; nothing is left behind then
 */
export async function writeBackup(file: string, bytes: Uint8Array, now: number): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const backup = backupPath(file, now) + (attempt === 1 ? '' : `-${attempt}`)
    try {
      await inWords(backup, () => writeNew(backup, bytes))
      return backup
    } catch (error) {
      if (codeOf((error as {cause?: unknown}).cause) !== 'EEXIST') throw error
    }
  }
}

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, NEW_FILE, 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.chmod(0o600)
    await handle.sync()
  } catch (error) {
    await unlink(file).catch(() => undefined)
    throw error
  } finally {
    await handle.close()
  }
}
