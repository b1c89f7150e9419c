import {ChangeKeyCommand, forceFlag} from '../../change-key-command.js'

export default class KeysDelete extends ChangeKeyCommand {
  static override summary = 'Delete an access key for good.'
  static override description =
    'Asks first, and of a key that is active, or that a place on this machine holds, asks more. The last active key that this machine holds is deleted only by typing its id. Files that hold a deleted key are named and stay as they are.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP --dry-run',
    '<%= config.bin %> <%= command.id %> AKIAABCDEFGHIJKLMNOP --yes',
  ]
  static override flags = {...ChangeKeyCommand.flags, force: forceFlag()}

  protected override readonly change = 'delete'
}
