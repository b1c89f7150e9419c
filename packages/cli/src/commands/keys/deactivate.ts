import {ChangeKeyCommand, forceFlag} from '../../change-key-command.js'

export default class KeysDeactivate extends ChangeKeyCommand {
  static override summary = 'Switch an access key off; it can be switched on again.'
  static override description =
    'Asks where a place on this machine still holds it, or somebody used it lately. The last active key that this machine holds is switched off only by typing its id.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP --dry-run',
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP --yes',
  ]
  static override flags = {...ChangeKeyCommand.flags, force: forceFlag()}

  protected override readonly change = 'deactivate'
}
