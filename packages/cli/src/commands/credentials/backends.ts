import {MturkCommand} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {backendsJson, backendsText} from '../../render/backends.js'

export default class CredentialsBackends extends MturkCommand<typeof CredentialsBackends> {
  static override summary =
    'Show the places that credentials can come from and go to, in the order in which they are asked.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run() {
    const sources = await this.session.sources()
    const backends = await sources.status()
    return this.show({backends, problems: sources.problems}, {text: backendsText, json: backendsJson, exit: Exit.ok})
  }
}
