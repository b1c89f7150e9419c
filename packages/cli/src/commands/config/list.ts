import {Exit} from '@mturk-cli/core'
import {MturkCommand} from '@mturk-cli/command'
import {knownSettings} from '@mturk-cli/core/settings'

import {settingsJson, settingsShown, settingsText} from '../../render/settings.js'

export default class ConfigList extends MturkCommand<typeof ConfigList> {
  static override summary = 'Show every setting: what it is, what it may be, and what it is for.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run() {
    const {backends} = await this.session.sources()
    const {file, flat} = await this.session.settings()
    const warnings = await this.session.warnings()
    const shown = settingsShown(file, flat, knownSettings(backends))
    return this.show({...shown, warnings}, {text: settingsText, json: settingsJson, exit: Exit.ok})
  }
}
