import {realpathSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

import {keepEnvironment} from './plugin-environment.js'
import {keepStandardOutput} from './plugin-output.js'

/** Thrown at a plugin that calls `process.exit`; recognised by its name, since it may surface anywhere. */
class RefusedExit extends Error {
  override readonly name = 'RefusedExit'
  readonly code = 'process.exit()'

  constructor() {
    super('it tried to end the process')
  }
}

/**
 * From here to the end of the process a plugin must not end the command, least of all with a 0: trying to is a failure like
 * others. Whoever started the command kept the real `process.exit` for its end.
 */
export function forbidExit(): void {
  process.exit = () => {
    throw new RefusedExit()
  }
}

interface Stranger {
  readonly name: string
  /** As they stand in a stack. */
  readonly roots: readonly string[]
}

let strangers: readonly Stranger[] = []

/** What does not come with mturk. */
export function isStrange({name}: {readonly name: string}): boolean {
  return !name.startsWith('@mturk-cli/')
}

/** Who may have code in this process from now on; what comes with mturk is not meant. */
export function rememberPlugins(plugins: readonly {readonly name: string; readonly root: string}[]): void {
  if (strangers.length === 0 && plugins.some(isStrange)) {
    keepStandardOutput()
    keepEnvironment()
  }
  strangers = plugins
    .filter(isStrange)
    .map(({name, root}) => ({name, roots: [...new Set([root, realPath(root)])].flatMap(asInStack)}))
}

function realPath(root: string): string {
  try {
    return realpathSync(root)
  } catch {
    return root
  }
}

function asInStack(root: string): string[] {
  return [root + path.sep, `${pathToFileURL(root).href}/`]
}

/**
 * Whose fault it is that something was thrown where nobody caught it, as in a timer: `the plugin NAME`, `a plugin` where
 * nothing says which, undefined where it is ours.
 */
export function culpritOf(error: unknown): string | undefined {
  if (strangers.length === 0) return undefined
  const stack = stackOf(error)
  const found = strangers.find(({roots}) => roots.some((root) => stack.includes(root)))
  if (found) return `the plugin ${found.name}`
  // A frame in a file that is no plugin's is in one of ours. Without one it can be anybody's, and ours throw nothing such.
  const isOurs = stack.split('\n').some((line) => /^ +at .*(file:|[/\\])/.test(line) && !line.includes('node:'))
  return isOurs ? undefined : 'a plugin'
}

function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : ''
  } catch {
    return ''
  }
}
