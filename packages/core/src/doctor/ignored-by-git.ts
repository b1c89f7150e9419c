import {execFile} from 'node:child_process'
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
