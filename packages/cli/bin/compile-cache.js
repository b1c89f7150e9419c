import {existsSync, lstatSync, mkdirSync} from 'node:fs'
import module from 'node:module'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'

/**
 * Keeps compiled code between runs, in our own cache directory, where oclif has it too. Node's own choice is a directory
 * under /tmp with a name that others can guess and make first, and what is in it is run without a question. A directory
 * that a person has named in NODE_COMPILE_CACHE was taken by Node before this line, and is their own affair.
 */
export function keepCompiledCode() {
  try {
    const directory = join(cacheDirectory(), 'compiled')
    make(directory)
    if (isOurs(directory) && isOurs(dirname(directory))) module.enableCompileCache?.(directory)
  } catch {
    // A home that cannot be written: the command is slower, and otherwise the same.
  }
}

/** Level by level: Node's own `recursive` never ends where a directory takes no names, as in /proc. */
function make(directory) {
  try {
    refuseTheirs(dirname(directory))
    mkdirSync(directory, {mode: 0o700})
  } catch (error) {
    if (error.code === 'EEXIST') return
    const parent = dirname(directory)
    if (error.code !== 'ENOENT' || parent === directory || existsSync(parent)) throw error
    make(parent)
    mkdirSync(directory, {mode: 0o700})
  }
}

/** Root in somebody else's home, as with a `sudo` that keeps HOME, must not make a `~/.cache` that its owner cannot use. */
function refuseTheirs(parent) {
  if (process.getuid?.() === 0 && lstatSync(parent).uid !== 0) throw new Error('somebody else keeps their files there')
}

/** Nobody else may put anything there, and it is no link to where they may. */
function isOurs(directory) {
  const found = lstatSync(directory)
  if (!found.isDirectory()) return false
  return process.platform === 'win32' || (found.uid === process.getuid() && (found.mode & 0o022) === 0)
}

function cacheDirectory() {
  const {MTURK_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA} = process.env
  if (MTURK_CACHE_DIR) return MTURK_CACHE_DIR
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'mturk')
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'mturk')
  return join(homedir(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), 'mturk')
}
