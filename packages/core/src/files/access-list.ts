import {execFile} from 'node:child_process'
import {promisify} from 'node:util'

/** Where `ls` puts the sign for an access control list: behind the kind of the file and its nine permissions. */
const SIGN = 10

/**
 * Whether one of these files has an access control list. Node cannot read one, so `ls` is asked; where that cannot say,
 * as in a container without it, the answer is no.
 *
 * It matters on Linux alone: there the group's bits of such a file's mode are not the group's, but the mask over everybody
 * whom the list names (acl(5)). On a file without the list, the same mode would let the group in.
 */
export async function haveAccessList(files: readonly string[]): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const {stdout} = await promisify(execFile)('ls', ['-ld', '--', ...files], {
      env: {PATH: process.env['PATH'], LC_ALL: 'C'},
    })
    return stdout.split('\n').some((line) => line[SIGN] === '+')
  } catch {
    return false
  }
}
