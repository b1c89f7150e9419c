import {Args, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {displaySetting} from '@mturk-cli/core/settings'

import {findSetting} from '../../find-setting.js'
import {coveredValue} from '../../render/settings.js'

export default class ConfigGet extends MturkCommand<typeof ConfigGet> {
  static override summary = 'Print one setting: what stands in the file, or what holds without it.'
  static override description =
    'Prints nothing where it is not set and nothing holds without it. --json tells the one from the other.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> aws.admin-profile',
    '<%= config.bin %> <%= command.id %> aws.instance-metadata --json',
  ]
  static override args = {
    setting: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Its name, with its section: aws.admin-profile.',
    }),
  }

  async run() {
    const {setting, description} = await findSetting(this.args.setting, this.session)
    const {file, flat} = await this.session.settings()
    const value = flat[displaySetting(setting)] ?? null
    const result = {
      name: displaySetting(setting),
      value: coveredValue(value),
      default: description?.default ?? null,
      file,
    }
    const print = () => [result.value ?? result.default ?? []].flat()
    return this.show(result, {text: print, json: (shown) => shown, exit: Exit.ok})
  }
}
