import path from 'node:path'
import type {Config} from '@mturk-cli/command/oclif'
import {writeOwnerOnly} from '@mturk-cli/core/files'

import {bashScript} from './bash.js'
import {fishScript} from './fish.js'
import {runOclifs} from './oclifs.js'
import {surfaceOf} from './surface.js'

/** Where the script for fish is. */
export const fishScriptIn = (config: Config): string => scriptIn(config, 'fish', 'mturk.fish')

/**
 * Makes the completion scripts of every shell anew, from the commands that there are now. Those for zsh and PowerShell,
 * and the line that a shell reads at its start, are oclif's.
 *
 * @throws a `MturkBackendError` `not_writable` or `unavailable` that names the file
 */
export async function writeScripts(config: Config): Promise<void> {
  const places = surfaceOf(config)
  // First, because where this fails it says why.
  await writeOwnerOnly(fishScriptIn(config), Buffer.from(fishScript(places)))
  await runOclifs(config, 'autocomplete:create')
  await writeOwnerOnly(scriptIn(config, 'bash', 'mturk.bash'), Buffer.from(bashScript(places)))
}

/** oclif's plugin has them there too. */
function scriptIn({cacheDir}: Config, shell: string, file: string): string {
  return path.join(cacheDir, 'autocomplete', 'functions', shell, file)
}
