import {Args, MturkCommand, yesFlag} from '@mturk-cli/command'
import {answerNeeded, Exit, run} from '@mturk-cli/core'

import {findRecord} from '../../plugins/records.js'
import {takeAway} from '../../plugins/take-away.js'
import {whoAsks} from '../../plugins/who-asks.js'
import {uninstalledJson, uninstalledText} from '../../render/uninstalled.js'

/** In front of oclif's own command of this name, which does not ask whether somebody needs the plugin. */
export default class PluginsUninstall extends MturkCommand<typeof PluginsUninstall> {
  static override aliases = ['plugins:unlink', 'plugins:remove']
  static override summary = 'Take away a plugin that was installed or linked; what its vault holds stays there.'
  static override description =
    'Asks only where something would stop working: profiles that ask a backend of the plugin, a rotation that is open, settings.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> @org/mturk-plugin-vault',
    '<%= config.bin %> plugins unlink .',
  ]
  static override args = {
    plugin: Args.string({default: '.', description: 'Name of the plugin, or the folder of a linked one.'}),
  }
  static override flags = {yes: yesFlag()}

  async run() {
    const {plugin} = this.args
    const record = await findRecord(plugin, this.config.dataDir)
    const needed = await whoAsks(record.name, this.config, this.session)
    for (const sentence of needed) this.log(`! ${sentence}`)
    if (needed.length > 0) await this.#agree(record.name, needed)
    const warnings = await takeAway([record], this.config)
    return this.show(
      {record, warnings: [...needed, ...warnings]},
      {
        text: uninstalledText,
        json: uninstalledJson,
        exit: Exit.ok,
      },
    )
  }

  async #agree(name: string, [first = '']: readonly string[]): Promise<void> {
    if (this.flags.yes) return
    const presenter = await this.presenter()
    if (!presenter.interactive) {
      throw answerNeeded(`${name} is still needed, so somebody has to say yes; nothing was changed. ${first}`, [
        run('mturk plugins uninstall', name, '--yes'),
      ])
    }
    if (await presenter.confirm('Take it away all the same?', {default: false})) return
    throw answerNeeded('The answer was no, so nothing was changed.', [])
  }
}
