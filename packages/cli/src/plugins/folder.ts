import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {usageError} from '@mturk-cli/core'
import {codeOf} from '@mturk-cli/core/files'

import {declaredIn, type Incoming} from './declared.js'

/**
 * The plugin that a folder holds, by its package.json alone.
 *
 * @throws MturkError `usage`
 */
export async function readFolder(folder: string): Promise<Incoming> {
  return {...declaredIn(await manifestIn(folder), folder), source: `folder ${folder}`, others: [], hasScripts: false}
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
