import {chmod, lstat, mkdir, open, readlink, realpath} from 'node:fs/promises'
import path from 'node:path'
import {codeOf} from './file-errors.js'
import {handOverDirectory} from './heir.js'

const MOST_LINKS = 40

/** The file that a path means once every symbolic link is followed, also one that leads to nothing yet. */
export async function resolveTarget(file: string, linksLeft = MOST_LINKS): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error
  }
  const directory = await resolveTarget(path.dirname(file), linksLeft)
  const here = path.join(directory, path.basename(file))
  const isLink = await lstat(here).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
  if (!isLink) return here
  if (linksLeft === 0) throw Object.assign(new Error('too many symbolic links'), {code: 'ELOOP', syscall: 'readlink'})
  return resolveTarget(path.resolve(directory, await readlink(here)), linksLeft - 1)
}

/** Makes what is missing of a directory, for its owner only whatever the umask, and durably; see `heirOf` for whose it is. */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, 0o700)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || path.dirname(directory) === directory) throw error
    await makeDirectory(path.dirname(directory))
    return makeDirectory(directory)
  }
  await chmod(directory, 0o700)
  await handOverDirectory(directory)
  await syncDirectory(path.dirname(directory))
}

/** Makes a new or renamed name in the directory survive a crash. Some file systems, Windows, and
 * directories that may be written but not read do without. */
export async function syncDirectory(directory: string): Promise<void> {
  let handle
  try {
    handle = await open(directory, 'r')
    await handle.sync()
  } catch (error) {
    const tolerable = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EBADF', 'EISDIR', 'EACCES']
    if (process.platform !== 'win32' && !tolerable.includes(codeOf(error) ?? '')) throw error
  } finally {
    await handle?.close()
  }
}
