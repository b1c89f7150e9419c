import {homedir} from 'node:os'
import {isAbsolute} from 'node:path'

/**
 * Why this process has no home directory to work with, and what to do; undefined: it has one. To be asked before anything
 * is loaded: oclif asks for it as it is loaded, and ends with a stack trace where nobody knows.
 */
export function complaintAboutHome() {
  const set = 'Set HOME to the whole path of a directory of yours, then run the same command again.'
  let home
  try {
    home = homedir()
  } catch {
    return {
      message: 'There is no home directory: HOME names none, and the system does not know this user.',
      remedy: set,
    }
  }
  // What it means would change from directory to directory, and with it where a secret is.
  if (home === '' || isAbsolute(home)) return undefined
  return {
    message: `The home directory is ${JSON.stringify(home)}, which is no whole path. Nothing was done.`,
    remedy: set,
  }
}

/** Says it as every failure is said, with exit code 2. */
export function refuseHome({message, remedy}) {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({error: {code: 'usage', message, remedy, exit: 2}}, null, 2))
  } else console.error(`✖ ${message}\n\n  ${remedy}`)
  process.exitCode = 2
}
