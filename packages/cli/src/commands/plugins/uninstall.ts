import {Args, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {runOclifs} from '../../plugins/delegate.js'
import {findRecord} from '../../plugins/records.js'
import {uninstalledJson, uninstalledText} from '../../render/uninstalled.js'

/** In front of oclif's own command of this name, which has no --json. */
export default class PluginsUninstall extends MturkCommand<typeof PluginsUninstall> {
  static override aliases = ['plugins:unlink', 'plugins:remove']
  static override summary = 'Take away a plugin that was installed or linked; what its vault holds stays there.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> @org/mturk-plugin-vault',
    '<%= config.bin %> plugins unlink .',
  ]
  static override args = {
    plugin: Args.string({default: '.', description: 'Name of the plugin, or the folder of a linked one.'}),
  }

  async run() {
    const record = await findRecord(this.args.plugin, this.config.dataDir)
    await runOclifs(this.config, 'plugins:uninstall', [record.name])
    return this.show(record, {text: uninstalledText, json: uninstalledJson, exit: Exit.ok})
  }
}
