import {backendFlag, MturkCommand, profileFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {takeInventory} from '@mturk-cli/core/credentials'

import {lookupJson, lookupText} from '../../render/lookup.js'

export default class CredentialsList extends MturkCommand<typeof CredentialsList> {
  static override summary = 'Show every place that may hold a key: which one wins, and what is wrong with the others.'
  static override description =
    'The order is Boto’s, so this is what boto3 and psiTurk use. It reads files and the environment only; nothing is sent anywhere.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile lab --json',
  ]
  static override flags = {profile: profileFlag(), backend: backendFlag()}

  protected override get only() {
    return this.flags.backend
  }

  async run() {
    const {profile, backend} = this.flags
    const sources = await this.session.sources()
    const inventory = await takeInventory(sources, {profile, backend})
    return this.show({...inventory, problems: sources.problems}, {text: lookupText, json: lookupJson, exit: Exit.ok})
  }
}
