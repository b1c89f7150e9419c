import {backendFlag, Flags, MturkCommand, profileFlag, waitFlag} from '@mturk-cli/command'
import {linkCheck, linkCheckExit, waitForLink} from '@mturk-cli/core/guide'
import {PRODUCTION, SANDBOX, selectKey} from '@mturk-cli/core/mturk'

import {linkCheckJson, linkCheckText} from '../render/link-check.js'

export default class LinkCheck extends MturkCommand<typeof LinkCheck> {
  static override summary = 'Check whether production and the sandbox take your key, each for itself.'
  static override description =
    'The two environments are linked to an AWS account separately. A verdict for each says what is the matter, and what to do next.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --sandbox --wait 10',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    profile: profileFlag(),
    backend: backendFlag(),
    sandbox: Flags.boolean({exclusive: ['production'], summary: 'Check the sandbox only.'}),
    production: Flags.boolean({summary: 'Check production only.'}),
    wait: waitFlag(),
  }

  async run() {
    const {profile, backend, sandbox, production, wait = 0} = this.flags
    const environments = sandbox ? [SANDBOX] : production ? [PRODUCTION] : [PRODUCTION, SANDBOX]
    const {key, lookup} = await selectKey(await this.session.sources(), {profile, backend})
    const aws = await this.session.aws(lookup.profile.name)
    const at = {profile: lookup.profile.name}
    let result = await linkCheck(aws, key, environments, at)
    const unlinked = environments.filter(({name}) =>
      result.environments.some((each) => each.environment === name && each.verdict === 'not_linked'),
    )
    if (wait > 0 && unlinked.length > 0) {
      const tools = {aws, clock: this.session.clock, presenter: await this.presenter()}
      for (const environment of unlinked) await waitForLink(tools, key, environment, wait)
      result = await linkCheck(aws, key, environments, at)
    }
    const warnings = [...(await this.session.warnings(lookup)), ...result.warnings]
    return this.show(
      {...result, warnings, profile: lookup.profile.name, location: key.location},
      {text: linkCheckText, json: linkCheckJson, exit: linkCheckExit(result)},
    )
  }
}
