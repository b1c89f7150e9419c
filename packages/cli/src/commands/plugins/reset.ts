import {Flags, MturkCommand, printable, yesFlag} from '@mturk-cli/command'
import {answerNeeded, Exit, messageOf, run, usageError} from '@mturk-cli/core'

import {readRecords} from '../../plugins/records.js'
import {takeAway, wipe} from '../../plugins/take-away.js'
import {resetJson, resetLines, resetText} from '../../render/uninstalled.js'

/** In front of oclif's own command of this name, which asks nothing, and with --reinstall fetches what nobody has looked at. */
export default class PluginsReset extends MturkCommand<typeof PluginsReset> {
  static override summary = 'Take away all plugins that were installed or linked; what their vaults hold stays there.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --hard --yes']
  static override flags = {
    hard: Flags.boolean({
      default: false,
      summary: 'Also where the list of plugins, or what npm has put there, is damaged.',
    }),
    yes: yesFlag(),
  }

  async run() {
    const {hard, yes} = this.flags
    const records = await this.#records(hard)
    if (!yes && (records.length > 0 || hard)) {
      for (const line of resetLines(records)) this.log(line)
      await this.#agree(hard)
    }
    const warnings = hard ? [] : await takeAway(records, this.config)
    if (hard) await wipe(this.config)
    return this.show({records, warnings}, {text: resetText, json: resetJson, exit: Exit.ok})
  }

  async #records(hard: boolean) {
    const reading = readRecords(this.config.dataDir)
    return reading.catch((error: unknown) => {
      if (hard) return []
      throw usageError(`The list of plugins cannot be read: ${printable(messageOf(error))}`, [
        run('mturk plugins reset --hard'),
      ])
    })
  }

  async #agree(hard: boolean): Promise<void> {
    const presenter = await this.presenter()
    if (!presenter.interactive) {
      throw answerNeeded('All plugins would be taken away, so somebody has to say yes; nothing was changed.', [
        run('mturk plugins reset', ...(hard ? ['--hard'] : []), '--yes'),
      ])
    }
    if (await presenter.confirm('Take them away?', {default: false})) return
    throw answerNeeded('The answer was no, so nothing was changed.', [])
  }
}
