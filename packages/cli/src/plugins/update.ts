import type {Config} from '@mturk-cli/command/oclif'
import {Exit, isMturkError, run, usageError, type ExitCode} from '@mturk-cli/core'

import {install} from './install.js'
import {isSame, lockedIn} from './locked.js'
import type {PackageSpec} from './package-spec.js'
import {readRecords, type PluginRecord} from './records.js'
import {stage, type Candidate} from './stage.js'
import {assertIdsFree} from './taken.js'

export interface Update {
  readonly from: string
  readonly to: Candidate
}

export interface Updates {
  readonly updates: readonly Update[]
  readonly unasked: readonly Unasked[]
}

/** A plugin of which nobody could be asked whether there is a newer one. */
export interface Unasked {
  /** Why; with its name. */
  readonly words: string
  readonly exit: ExitCode
}

/** What was asked for of each installed plugin, where that is another package by now than the one that is there. */
export async function findUpdates(config: Config): Promise<Updates> {
  const installed = await lockedIn(config.dataDir)
  const updates: Update[] = []
  const unasked: Unasked[] = []
  for (const record of await readRecords(config.dataDir)) {
    if (record.type !== 'user') continue
    const to = await lookFor(record, config)
    if ('words' in to) {
      unasked.push(to)
      continue
    }
    if (to.name !== record.name) throw renamed(record, to)
    const locked = installed.get(record.name)
    if (locked && isSame(locked, to.locked)) continue
    assertIdsFree(to, config)
    updates.push({from: locked?.version ?? 'nothing', to})
  }
  return {updates, unasked}
}

/** What there is, or why that is not known. */
async function lookFor(record: PluginRecord, config: Config): Promise<Candidate | Unasked> {
  try {
    const to = await stage(specOf(record), config)
    if (!to.isFromCache) return to
    const words = `${record.name}: the registry was not reached, so nobody knows whether there is a newer one than npm has kept (${to.version}).`
    return {words, exit: Exit.unavailable}
  } catch (error) {
    // What is wrong with one is no reason to leave the others as they are.
    if (!isMturkError(error)) throw error
    return {words: `${record.name}: ${error.message}`, exit: error.exit}
  }
}

/** A tarball or a repository that holds another plugin by now is not an update of this one. */
function renamed({name, url = ''}: PluginRecord, to: Candidate) {
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
 * Installs what was shown, each as a whole.
 *
 * @throws MturkError where one cannot be had any more; those before it are there
 */
export async function update(updates: readonly Update[], config: Config): Promise<void> {
  for (const {to} of updates) await install(to, config)
}
