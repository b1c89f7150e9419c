import {dryRunFlag, MturkCommand, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {askAnew, type Brought} from '../../plugins/brings.js'
import {agree} from '../../plugins/consent.js'
import {exitOf} from '../../plugins/outcome.js'
import {takenOnLoading} from '../../plugins/taken.js'
import {findUpdates, update} from '../../plugins/update.js'
import {updatedJson, updatedText, updateLines} from '../../render/plugins.js'

/** In front of oclif's own command of this name, which asks nothing. */
export default class PluginsUpdate extends MturkCommand<typeof PluginsUpdate> {
  static override summary = 'Update the installed plugins; shows first what would come, and asks.'
  static override description =
    'A plugin that was installed with a version (NAME@2.1.0) or a range stays within it; linked ones are what their folder holds. Install scripts do not run.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --yes',
  ]
  static override flags = {'dry-run': dryRunFlag(), yes: yesFlag()}

  async run() {
    const {'dry-run': dryRun, yes} = this.flags
    const presenter = await this.presenter()
    const {updates, unasked} = await presenter.during('Looking for newer versions', () => findUpdates(this.config))
    const exit = (brought: Brought | undefined) => {
      if (unasked[0]) return unasked[0].exit
      return brought
        ? exitOf(
            updates.map(({to}) => to),
            brought,
          )
        : Exit.ok
    }
    const shown = (brought?: Awaited<ReturnType<typeof askAnew>>) =>
      this.show({updates, unasked, brought, dryRun}, {text: updatedText, json: updatedJson, exit: exit(brought)})
    if (updates.length === 0) return shown()
    const lines = updateLines(updates)
    if (dryRun) {
      for (const line of lines) this.log(line)
      return shown()
    }
    const what = updates.map(({to}) => `${to.name} ${to.version} (${to.source})`).join(', ')
    await agree(
      {lines, what, question: updates.length === 1 ? 'Update it?' : 'Update them?', command: ['mturk plugins update']},
      {yes, presenter, print: (line) => this.log(line)},
    )
    await presenter.during('Installing', () => update(updates, this.config))
    const brought = await askAnew(this.config, (text) => this.logToStderr(text))
    for (const {to} of updates) {
      const taken = takenOnLoading(to.name, brought, `${to.name} ${to.version} is installed all the same.`)
      if (taken) throw taken
    }
    return shown(brought)
  }
}
