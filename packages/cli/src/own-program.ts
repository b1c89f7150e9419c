import {realpath} from 'node:fs/promises'
import {delimiter, isAbsolute, join} from 'node:path'

export interface Started {
  /** `process.execPath`: links are followed in it. */
  readonly execPath: string
  /** What Node was told to run, absolute; a link as it stands. */
  readonly script: string
  /** PATH */
  readonly searchPath: string | undefined
}

export interface OwnProgram {
  /** What starts this mturk from anywhere, whatever PATH is there. */
  readonly words: readonly [node: string, script: string]
  /** Why that may not last, each in a sentence. */
  readonly warnings: readonly string[]
}

/**
 * How this mturk can be started again: by cron, by an editor, after an update. Node is named as PATH has it, where that is
 * a link (Homebrew's leads to the version of the day), unless the directory is one that a shell takes with it when it ends.
 */
export async function ownProgram({execPath, script, searchPath = ''}: Started): Promise<OwnProgram> {
  const node = (await onPath(execPath, searchPath)) ?? execPath
  const stable = PASSING.test(script) ? await realpath(script) : script
  return {words: [node, stable], warnings: warningsAbout(node, stable)}
}

/** fnm makes one for each shell; npm puts its own in front of scripts. */
const PASSING = /[/\\](fnm_multishells|node_modules[/\\]\.bin)[/\\]/

async function onPath(execPath: string, searchPath: string): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const real = await followed(execPath)
  for (const directory of searchPath.split(delimiter)) {
    const file = join(directory, name)
    if (isAbsolute(directory) && !PASSING.test(file) && (await followed(file)) === real) return file
  }
  return undefined
}

function followed(file: string): Promise<string | null> {
  return realpath(file).catch(() => null)
}

function warningsAbout(node: string, script: string): string[] {
  if (/[/\\](_npx|dlx[^/\\]*)[/\\]/.test(script)) {
    return [
      `This mturk is in a cache that gets emptied (${script}), and then the line leads nowhere. Install it, and link the profile again.`,
    ]
  }
  if (/[/\\](\.nvm|\.?fnm|\.asdf|mise|\.volta|\.nodenv|nvm)[/\\]/.test(node)) {
    return [
      `This Node belongs to one version of a version manager (${node}); where that is removed, link the profile again. mturk doctor tells.`,
    ]
  }
  return []
}
