import {Flags, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {runOclifs} from '../../plugins/delegate.js'
import {readRecords} from '../../plugins/records.js'
import {resetJson, resetText} from '../../render/uninstalled.js'

/** In front of oclif's own command of this name, which with --reinstall fetches what nobody has looked at. */
export default class PluginsReset extends MturkCommand<typeof PluginsReset> {
  static override summary = 'Take away all plugins that were installed or linked; what their vaults hold stays there.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --hard']
  static override flags = {
    hard: Flags.boolean({
      default: false,
      summary: 'Also where oclif’s list of plugins, or what npm has put there, is damaged.',
    }),
  }

  async run() {
    // Taken up before oclif's command writes its own words to standard output.
    const {dataDirectory} = this.session
    const records = await readRecords(dataDirectory).catch(() => [])
    await runOclifs(this.config, 'plugins:reset', this.flags.hard ? ['--hard'] : [])
    return this.show(records, {text: resetText, json: resetJson, exit: Exit.ok})
  }
}
