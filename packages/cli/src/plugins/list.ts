import type {Session} from '@mturk-cli/command'
import type {Config} from '@mturk-cli/command/oclif'
import type {CredentialSources} from '@mturk-cli/core/credentials'

import {whatPluginsBring} from './brings.js'
import {readRecords} from './records.js'

export interface ListedPlugin {
  readonly name: string
  /** Null where it cannot be loaded. */
  readonly version: string | null
  readonly kind: 'installed' | 'linked' | 'core'
  /** The folder of a linked one; what was asked for of an installed one. */
  readonly source: string | null
  readonly backends: CredentialSources['backends']
  readonly problems: readonly string[]
}

export interface ListedPlugins {
  readonly plugins: readonly ListedPlugin[]
  readonly warnings: readonly string[]
}

/** Everything that oclif loaded or was to load, by name; plugins' code runs, as in every command that looks for keys. */
export async function listPlugins(config: Config, session: Session, {core}: {core: boolean}): Promise<ListedPlugins> {
  const {backends, problems, warnings} = await whatPluginsBring(session)
  const records = new Map((await readRecords(config.dataDir)).map((record) => [record.name, record]))
  const loaded = new Map(config.getPluginsList().map((plugin) => [plugin.name, plugin]))
  loaded.delete(config.name)
  const names = [...new Set([...records.keys(), ...(core ? loaded.keys() : [])])].sort()
  const plugins = names.map((name): ListedPlugin => {
    const record = records.get(name)
    const plugin = loaded.get(name)
    return {
      name,
      version: plugin?.version ?? null,
      kind: record === undefined ? 'core' : record.type === 'link' ? 'linked' : 'installed',
      source: record === undefined ? null : (record.root ?? record.url ?? record.tag ?? 'latest'),
      backends: backends.filter((backend) => backend.plugin.name === name),
      problems: [
        ...(plugin ? [] : ['it cannot be loaded: its files are missing or broken']),
        ...problems.filter((problem) => problem.plugin === name).map(({message}) => message),
      ],
    }
  })
  return {plugins, warnings}
}
