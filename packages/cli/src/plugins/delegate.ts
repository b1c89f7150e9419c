import {printable} from '@mturk-cli/command'
import type {Config} from '@mturk-cli/command/oclif'
import {Exit, MturkError, say} from '@mturk-cli/core'

import {restrainNpm} from './npm.js'

/**
 * Lets oclif's own command of this name do the work; ours stands in front of it.
 *
 * @throws MturkError with its words
 */
export async function runOclifs(config: Config, id: string, argv: readonly string[]): Promise<void> {
  const plugin = config.plugins.get('@oclif/plugin-plugins')
  if (!plugin) throw new Error('@oclif/plugin-plugins is not installed')
  const command = await plugin.findCommand(id, {must: true})
  restrainNpm()
  try {
    await command.run([...argv], config)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new MturkError({
      code: 'unknown',
      exit: Exit.unknown,
      message: `${id.replaceAll(':', ' ')} failed: ${printable(words)}`,
      remedy: [say('npm keeps a log of what it did in ~/.npm/_logs.')],
      cause: error,
    })
  }
}
