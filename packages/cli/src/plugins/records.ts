import {mkdir, readFile, rename, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'
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

/** What stands in the package.json of oclif's data directory, which npm writes, too. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly oclif?: {readonly plugins?: readonly (PluginRecord | string)[]}
}

/** Empty where there is none. */
export async function readManifest(dataDirectory: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(join(dataDirectory, 'package.json'), 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw error
  }
  return JSON.parse(text) as Manifest
}

export async function readRecords(dataDirectory: string): Promise<readonly PluginRecord[]> {
  const {oclif} = await readManifest(dataDirectory)
  return (oclif?.plugins ?? []).map((each) =>
    typeof each === 'string' ? {name: each, type: 'user', tag: 'latest'} : each,
  )
}

/** Makes it count, in the place of whatever has its name: until then nothing of it is ever loaded. */
export async function addRecord(record: PluginRecord, config: Config): Promise<void> {
  const records = await readRecords(config.dataDir)
  await writeRecords([...records.filter(({name}) => name !== record.name), record], config)
}

/** The whole list anew, as oclif writes it. */
export async function writeRecords(plugins: readonly PluginRecord[], {dataDir, name}: Config): Promise<void> {
  const {oclif, ...rest} = await readManifest(dataDir)
  const manifest = {name, private: true, ...rest, oclif: {schema: 1, ...oclif, plugins}}
  const file = join(dataDir, 'package.json')
  await mkdir(dataDir, {recursive: true})
  await writeFile(`${file}.new`, JSON.stringify(manifest, null, 2))
  await rename(`${file}.new`, file)
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
