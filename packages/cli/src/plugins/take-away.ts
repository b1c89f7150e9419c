import {rm} from 'node:fs/promises'
import {join} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'

import {sweepTarballs} from './install.js'
import {npmFlags, restrainNpm, runNpm} from './npm.js'
import {readRecords, writeRecords, type PluginRecord} from './records.js'

/**
 * Ends the use of plugins, then takes away their packages: whatever stops it half-way, nothing of them is loaded any more.
 *
 * @returns what a person should know
 */
export async function takeAway(plugins: readonly PluginRecord[], config: Config): Promise<readonly string[]> {
  const {dataDir} = config
  const names = plugins.map(({name}) => name)
  const records = await readRecords(dataDir)
  await writeRecords(
    records.filter(({name}) => !names.includes(name)),
    config,
  )
  const installed = plugins.filter(({type}) => type === 'user').map(({name}) => name)
  if (installed.length === 0) return []
  restrainNpm()
  const flags = [...npmFlags(config, dataDir), '--save', '--prefer-offline', '--loglevel=silent']
  const {exit} = await runNpm(['uninstall', ...installed, ...flags], {cwd: dataDir})
  await sweepTarballs(dataDir)
  if (exit === 0) return []
  return [
    `The files of ${installed.join(', ')} are still in ${join(dataDir, 'node_modules')}: npm could not take them away. Nothing uses them.`,
  ]
}

/** All that was put into the data directory for plugins, whatever state it is in. */
export async function wipe({dataDir}: Config): Promise<void> {
  const names = ['package.json', 'package.json.new', 'package-lock.json', 'yarn.lock', 'tarballs', 'node_modules']
  // In this order: without the list nothing is loaded.
  for (const name of names) await rm(join(dataDir, name), {recursive: true, force: true, maxRetries: 3})
}
