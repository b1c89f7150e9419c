import {Args, dryRunFlag, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {changeSetting, displaySetting, settingName} from '@mturk-cli/core/settings'

import {findSetting} from '../../find-setting.js'
import {changeJson, changeText} from '../../render/settings.js'

export default class ConfigUnset extends MturkCommand<typeof ConfigUnset> {
  static override summary = 'Take one setting out of config.ini.'
  static override description =
    'Also one that mturk does not know and refuses to go on with, as of a plugin that is gone. All else in the file stays as it is.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> aws.admin-profile',
    '<%= config.bin %> <%= command.id %> aws.admin-profile --dry-run',
  ]
  static override args = {
    setting: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Its name, with its section: aws.admin-profile.',
    }),
  }
  static override flags = {'dry-run': dryRunFlag()}

  async run() {
    const {'dry-run': dryRun} = this.flags
    const setting = settingName(this.args.setting)
    const changed = await changeSetting(this.config.configDir, setting, null, {dryRun})
    // What is not there is perhaps mistyped.
    if (!changed.changed) await findSetting(this.args.setting, this.session)
    const shown = {
      ...changed,
      name: displaySetting(setting),
      value: null,
      dryRun,
      isUnknown: false,
      home: this.session.home,
    }
    return this.show(shown, {text: changeText, json: changeJson, exit: Exit.ok})
  }
}
