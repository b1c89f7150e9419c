import {lstat, open, stat, type FileHandle} from 'node:fs/promises'
import {constants} from 'node:fs'
import path from 'node:path'
import {homeOf} from './boto-paths.js'
import {codeOf} from './file-errors.js'

/** Whose a file is to be. */
export interface Heir {
  readonly uid: number
  readonly gid: number
}

/**
 * Root in the home of somebody else, as with a `sudo` that keeps HOME: what is made there is to be theirs, or they could not
 * read their own keys any more. null: it is to be whose process this is.
 */
async function heirOf(directory: string): Promise<Heir | null> {
  if (process.geteuid?.() !== 0) return null
  const [there, home] = await Promise.all([directory, homeOf(process.env)].map(ownerOf))
  return there && home && there.uid !== 0 && there.uid === home.uid ? there : null
}

/** For a file that was just made, which nobody else can have named yet. */
export async function handOver(handle: FileHandle, directory: string): Promise<void> {
  const heir = await heirOf(directory)
  if (!heir) return
  await handle.chown(heir.uid, heir.gid).catch((error: unknown) => {
    // In a container there may be owners that nobody can become.
    if (!['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error
  })
}

/** The same for a directory; whatever stands in its place by now is left alone. */
export async function handOverDirectory(directory: string): Promise<void> {
  const parent = path.dirname(directory)
  if (!(await heirOf(parent))) return
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  try {
    await handOver(handle, parent)
  } finally {
    await handle.close()
  }
}

/** Whether this process made the file, or root on its owner's behalf. */
export async function isOwn(file: string, uid: number): Promise<boolean> {
  const own = process.geteuid?.()
  return own === undefined || uid === own || uid === (await heirOf(path.dirname(file)))?.uid
}

async function ownerOf(directory: string): Promise<Heir | null> {
  return stat(directory).catch(() => null)
}

/** The same for what may not be opened. @throws where it is gone */
export async function isOwnByName(file: string): Promise<boolean> {
  return isOwn(file, (await lstat(file)).uid)
}
