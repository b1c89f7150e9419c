import {execFile} from 'node:child_process'
import {lstat, realpath} from 'node:fs/promises'
import path from 'node:path'

import type {Environment} from '../credentials/index.js'

/** Milliseconds; it looks into one index and a few files of patterns. */
const LIMIT = 3000

/**
 * Whether git leaves a file alone: it is named in a `.gitignore`, and was never added. Undefined where nobody can say, as
 * without git.
 *
 * What a repository's own configuration would have git run is switched off.
 */
export function isIgnoredByGit(file: string, variables: Environment): Promise<boolean | undefined> {
  const {GIT_DIR: _directory, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env} = variables
  const args = [
    '-c',
    'core.fsmonitor=false',
    '-C',
    path.dirname(file),
    'check-ignore',
    '--quiet',
    '--',
    path.basename(file),
  ]
  return new Promise((resolve) => {
    execFile('git', args, {timeout: LIMIT, env: {...env, GIT_OPTIONAL_LOCKS: '0'}}, (error) => {
      if (error === null) resolve(true)
      else resolve(error.code === 1 ? false : undefined)
    })
  })
}

/** The git work tree that a file stands in, or would stand in, and that does not ignore it; undefined: none. */
export async function openWorkTreeOf(file: string, variables: Environment): Promise<string | undefined> {
  const directory = await realpath(path.dirname(file)).catch(() => path.dirname(file))
  const real = path.join(directory, path.basename(file))
  const tree = await workTreeOf(real)
  return tree === undefined || (await isIgnoredByGit(real, variables)) ? undefined : tree
}

/** The nearest directory above that has `.git`. */
export async function workTreeOf(file: string): Promise<string | undefined> {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    const has = await lstat(path.join(directory, '.git')).then(
      () => true,
      () => false,
    )
    if (has) return directory
    if (path.dirname(directory) === directory) return undefined
  }
}
