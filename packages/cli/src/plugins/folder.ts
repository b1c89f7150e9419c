import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {usageError} from '@mturk-cli/core'
import {codeOf} from '@mturk-cli/core/files'

import {declaredIn, hookIn, type Incoming} from './declared.js'

/**
 * The plugin that a folder holds, by its package.json alone.
 *
 * @throws MturkError `usage`
 */
export async function readFolder(folder: string): Promise<Incoming> {
  const manifest = await manifestIn(folder)
  return {
    ...declaredIn(manifest, folder),
    source: `folder ${folder}`,
    others: [],
    hasScripts: false,
    lacks: missingHook(manifest, folder),
  }
}

/** The file that its package.json names as the hook, where there is no such file. */
export function missingHook(manifest: unknown, folder: string): string | undefined {
  const target = hookIn(manifest)
  if (target === undefined) return undefined
  const paths = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js'].map((ending) => join(folder, `${target}${ending}`))
  return paths.some((path) => existsSync(path)) ? undefined : target
}

async function manifestIn(folder: string): Promise<unknown> {
  const file = join(folder, 'package.json')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw usageError(
      `${file} cannot be read (${codeOf(error) ?? 'unknown'}): a plugin is a folder with a package.json.`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    throw usageError(`${file} is not JSON.`)
  }
}
