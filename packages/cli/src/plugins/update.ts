import type {Config} from '@mturk-cli/command/oclif'
import {Exit, MturkError, run, usageError} from '@mturk-cli/core'

import {runOclifs} from './delegate.js'
import {install} from './install.js'
import {isSame, lockedIn} from './locked.js'
import type {PackageSpec} from './package-spec.js'
import {readRecords, type PluginRecord} from './records.js'
import {stage, type Candidate} from './stage.js'

export interface Update {
  readonly from: string
  readonly to: Candidate
}

/** What oclif's plugin would fetch for each installed plugin, where that is another package than the one that is there. */
export async function findUpdates(config: Config): Promise<readonly Update[]> {
  const installed = await lockedIn(config.dataDir)
  const updates: Update[] = []
  for (const record of await readRecords(config.dataDir)) {
    if (record.type !== 'user') continue
    const to = await stage(specOf(record), config)
    if (to.name !== record.name) throw renamed(record, to)
    const locked = installed.get(record.name)
    if (!locked || !isSame(locked, to.locked)) updates.push({from: locked?.version ?? 'nothing', to})
  }
  return updates
}

/** A tarball or a repository that holds another plugin by now is not an update of this one. */
function renamed({name, url = ''}: PluginRecord, to: Candidate): MturkError {
  return usageError(`What ${name} came from holds ${to.name} now, which is another plugin. Nothing was updated.`, [
    run('mturk plugins uninstall', name),
    run('mturk plugins install', url),
  ])
}

function specOf({name, tag = 'latest', url}: PluginRecord): PackageSpec {
  if (url === undefined) return {kind: 'registry', spec: `${name}@${tag}`}
  return {kind: /^(file|https?):/.test(url) && !url.endsWith('.git') ? 'tarball' : 'git', spec: url}
}

/**
 * Lets oclif's plugin update all that come from a registry, and install anew what comes from elsewhere.
 *
 * @throws MturkError where another package came than was shown
 */
export async function update(updates: readonly Update[], config: Config): Promise<void> {
  const fromRegistry = updates.filter(({to}) => to.spec.kind === 'registry')
  if (fromRegistry.length > 0) await runOclifs(config, 'plugins:update', [])
  for (const {to} of updates) if (!fromRegistry.some((each) => each.to === to)) await install(to, config)
  const came = await lockedIn(config.dataDir)
  const other = fromRegistry.find(({to}) => !isSame(came.get(to.name) ?? {}, to.locked))
  if (!other) return
  const {name, version} = other.to
  throw new MturkError({
    code: 'conflict',
    exit: Exit.interrupted,
    message: `Another ${name} than the ${version} that was shown came meanwhile (${came.get(name)?.version ?? 'nothing'}).`,
    remedy: [run('mturk plugins'), run('mturk plugins uninstall', name)],
  })
}
