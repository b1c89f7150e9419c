import {ChangeKeyCommand} from '../../change-key-command.js'

export default class KeysActivate extends ChangeKeyCommand {
  static override summary = 'Switch an access key on again.'
  static override description =
    'Breaks nothing, so it asks nothing. A key that is switched off cannot switch itself on: that takes another key of the user, or an administrator.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP',
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP --user anna --admin-profile admin',
  ]

  protected override readonly change = 'activate'
}
