import {Args, dryRunFlag, MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {assertValue, changeSetting, displaySetting} from '@mturk-cli/core/settings'

import {findSetting} from '../../find-setting.js'
import {changeJson, changeText} from '../../render/settings.js'

export default class ConfigSet extends MturkCommand<typeof ConfigSet> {
  static override summary = 'Write one setting into config.ini.'
  static override description =
    'All else in the file stays as it is, comments too. Secrets do not belong there, and what looks like one is refused.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> aws.admin-profile lab-admin',
    '<%= config.bin %> <%= command.id %> aws.instance-metadata true --dry-run',
  ]
  static override args = {
    setting: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'Its name, with its section: aws.admin-profile.',
    }),
    value: Args.string({required: true, ignoreStdin: true, description: 'What it is to be.'}),
  }
  static override flags = {'dry-run': dryRunFlag()}

  async run() {
    const {value} = this.args
    const {'dry-run': dryRun} = this.flags
    const {setting, description} = await findSetting(this.args.setting, this.session)
    assertValue(setting, description, value)
    const changed = await changeSetting(this.config.configDir, setting, value, {dryRun})
    const shown = {
      ...changed,
      name: displaySetting(setting),
      value,
      dryRun,
      isUnknown: description === null,
      home: this.session.home,
    }
    return this.show(shown, {text: changeText, json: changeJson, exit: Exit.ok})
  }
}
