import {Flags, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {listPlugins} from '../../plugins/list.js'
import {pluginsJson, pluginsText} from '../../render/list-plugins.js'

/** In front of oclif's own command of this name, which knows nothing of backends. */
export default class Plugins extends MturkCommand<typeof Plugins> {
  static override summary = 'Show the installed plugins, which backends each brings, and what is wrong with one.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --core --json',
  ]
  static override flags = {
    core: Flags.boolean({default: false, summary: 'Also those that come with mturk.'}),
  }

  async run() {
    const listed = await listPlugins(this.config, this.session, {core: this.flags.core})
    return this.show(listed, {text: pluginsText, json: pluginsJson, exit: Exit.ok})
  }
}
