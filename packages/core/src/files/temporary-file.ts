import {randomBytes} from 'node:crypto'
import type {Stats} from 'node:fs'
import {open, readdir, unlink, type FileHandle} from 'node:fs/promises'
import path from 'node:path'
import {haveAccessList} from './access-list.js'
import {codeOf} from './file-errors.js'
import {handOver} from './heir.js'
import {NEW_FILE} from './open-flags.js'

const SUFFIX = '.mturk-tmp'
const UNIQUE = /^[0-9a-f]+\.mturk-tmp$/

/**
 * Writes the bytes to a new file beside the target, owner-only from its first byte, and durably. In the end it has the
 * mode and, as far as the system allows, the owner of the file that it is to replace; 0600 where there is none. Access
 * control lists are not taken over.
 *
 * @returns its path. On a failure nothing is left behind.
 */
export async function writeTemporary(target: string, bytes: Uint8Array, replaces: Stats | undefined): Promise<string> {
  const temporary = path.join(path.dirname(target), `${prefixOf(target)}${randomBytes(8).toString('hex')}${SUFFIX}`)
  const handle = await open(temporary, NEW_FILE, 0o600)
  try {
    try {
      await handle.writeFile(bytes)
      if (!replaces) await handOver(handle, path.dirname(target))
      await handle.chmod(
        replaces ? (await keptMode(handle, replaces)) & (await allowedBy(target, temporary, replaces)) : 0o600,
      )
      await handle.sync()
    } finally {
      await handle.close()
    }
    return temporary
  } catch (error) {
    await removeQuietly(temporary)
    throw error
  }
}

/** Whether a writer of this target is at work, or died. */
export async function hasTemporaries(target: string): Promise<boolean> {
  return (await namesIn(path.dirname(target))).some((name) => isTemporaryOf(target, name))
}

/** Temporary files of writers that died. Only whoever holds the target's lock may do this. */
export async function sweepTemporaries(target: string): Promise<void> {
  await removeAll(path.dirname(target), (name) => isTemporaryOf(target, name))
}

/** Removes files of a directory by their names. */
export async function removeAll(directory: string, isMeant: (name: string) => boolean): Promise<void> {
  const names = (await namesIn(directory)).filter(isMeant)
  await Promise.all(names.map((name) => removeQuietly(path.join(directory, name))))
}

/** All names in a directory; none for one that may be written but not listed, or that is not there. */
export async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: unknown) => {
    if (['EACCES', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return []
    throw error
  })
}

/** Not of a neighbour whose name only begins alike: that has a lock of its own. */
function isTemporaryOf(target: string, name: string): boolean {
  return name.startsWith(prefixOf(target)) && UNIQUE.test(name.slice(prefixOf(target).length))
}

export async function removeQuietly(file: string): Promise<void> {
  await unlink(file).catch(() => undefined)
}

function prefixOf(target: string): string {
  return `.${path.basename(target)}.`
}

/**
 * A rename loses the access control list of the old file, and the new one may have got one of its directory. Nobody may
 * gain by that: where there is a list, the group's bits go.
 */
async function allowedBy(target: string, temporary: string, {mode}: Stats): Promise<number> {
  const isOpen = (mode & 0o070) !== 0
  return isOpen && (await haveAccessList([target, temporary])) ? ~0o070 : ~0
}

/** Gives the file to its old owner; where the group cannot be kept, the mode must not open it to another one. */
async function keptMode(handle: FileHandle, {uid, gid, mode}: Stats): Promise<number> {
  const now = await handle.stat()
  const permissions = mode & 0o7777
  if (now.uid === uid && now.gid === gid) return permissions
  try {
    await handle.chown(uid, gid)
    return permissions
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
    return now.gid === gid ? permissions : permissions & ~0o070
  }
}
