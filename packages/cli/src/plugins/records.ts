import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {run, usageError} from '@mturk-cli/core'
import {codeOf} from '@mturk-cli/core/files'

/** What oclif's plugin remembers of a plugin that a person installed or linked. */
export interface PluginRecord {
  readonly name: string
  readonly type: 'user' | 'link'
  /** The version, range or tag that was asked for. */
  readonly tag?: string
  /** For a tarball or a git repository. */
  readonly url?: string
  /** For a link. */
  readonly root?: string
}

/** In the package.json of oclif's data directory. */
export async function readRecords(dataDirectory: string): Promise<readonly PluginRecord[]> {
  let text: string
  try {
    text = await readFile(join(dataDirectory, 'package.json'), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
  const {oclif} = JSON.parse(text) as {oclif?: {plugins?: readonly (PluginRecord | string)[]}}
  return (oclif?.plugins ?? []).map((each) =>
    typeof each === 'string' ? {name: each, type: 'user', tag: 'latest'} : each,
  )
}

/**
 * The plugin that a person names, by its name or by its folder.
 *
 * @throws MturkError `usage`
 */
export async function findRecord(named: string, dataDirectory: string): Promise<PluginRecord> {
  const records = await readRecords(dataDirectory)
  const found =
    records.find(({name}) => name === named) ??
    records.find(({type, root}) => type === 'link' && root !== undefined && resolve(root) === resolve(named))
  if (found) return found
  const known = records.map(({name}) => name).join(', ')
  throw usageError(
    records.length === 0
      ? `${named} is not installed; no plugin is.`
      : `${named} is not installed. There are: ${known}.`,
    [run('mturk plugins --core')],
  )
}
