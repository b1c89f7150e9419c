import {resolve} from 'node:path'

import {Args, dryRunFlag, Flags, MturkCommand, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {askAnew} from '../../plugins/brings.js'
import {agree} from '../../plugins/consent.js'
import {runOclifs} from '../../plugins/delegate.js'
import {readFolder} from '../../plugins/folder.js'
import {exitOf} from '../../plugins/outcome.js'
import {readRecords, addRecord, writeRecords} from '../../plugins/records.js'
import {assertIdsFree, assertNotOurs, takenOnLoading} from '../../plugins/taken.js'
import {cameInJson, cameInText, incomingLines} from '../../render/plugins.js'

/** In front of oclif's own command of this name, which asks nothing. */
export default class PluginsLink extends MturkCommand<typeof PluginsLink> {
  static override summary = 'Use a plugin from the folder where it is being written; shows first what it is, and asks.'
  static override description =
    'The folder stays where it is: what is changed there counts at once. A linked plugin goes before an installed one of its name. To end it: plugins uninstall.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> .',
    '<%= config.bin %> <%= command.id %> ~/src/mturk-plugin-vault --yes',
  ]
  static override args = {
    path: Args.string({default: '.', description: 'Folder with the plugin’s package.json.'}),
  }
  static override flags = {
    install: Flags.boolean({
      allowNo: true,
      default: false,
      summary: 'Install there what the folder’s lockfile names; scripts of packages do not run.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const folder = resolve(this.args.path)
    const plugin = await readFolder(folder)
    assertNotOurs(plugin.name, this.config)
    const presenter = await this.presenter()
    assertIdsFree(plugin, this.config)
    const warnings: string[] = []
    const lines = incomingLines(plugin, warnings)
    const shown = (brought?: Awaited<ReturnType<typeof askAnew>>) =>
      this.show(
        {plugin, brought, warnings, verb: 'linked'},
        {text: cameInText, json: cameInJson, exit: brought ? exitOf([plugin], brought) : Exit.ok},
      )
    if (this.flags['dry-run']) {
      for (const line of lines) this.log(line)
      return shown()
    }
    await agree(
      {
        lines,
        what: `${plugin.name} ${plugin.version} (${plugin.source})`,
        question: 'Link it?',
        command: ['mturk plugins link', this.args.path],
      },
      {yes: this.flags.yes, presenter, print: (line) => this.log(line)},
    )
    const before = await readRecords(this.config.dataDir)
    if (this.flags.install) await runOclifs(this.config, 'plugins:link', [folder, '--install'])
    await addRecord({name: plugin.name, type: 'link', root: folder}, this.config)
    const brought = await askAnew(this.config, (text) => this.logToStderr(text))
    const taken = takenOnLoading(plugin.name, brought, `So ${plugin.name} is not linked.`)
    if (!taken) return shown(brought)
    await writeRecords(before, this.config)
    throw taken
  }
}
