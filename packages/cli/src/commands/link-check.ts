import {backendFlag, Flags, MturkCommand, profileFlag, usageError, waitFlag} from '@mturk-cli/command'
import type {ExitCode} from '@mturk-cli/core'
import {regionWarning} from '@mturk-cli/core/aws'
import {linkCheckExit, linkCheckWaiting} from '@mturk-cli/core/guide'
import {forEachProfile, PRODUCTION, SANDBOX, selectKey, verdicts} from '@mturk-cli/core/mturk'

import {
  linkCheckJson,
  linkChecksJson,
  linkChecksText,
  linkCheckText,
  type LinkCheckShown,
} from '../render/link-check.js'
import {highestExit, ofProfile} from '../render/profiles.js'

export default class LinkCheck extends MturkCommand<typeof LinkCheck> {
  static override summary = 'Check whether production and the sandbox take your key, each for itself.'
  static override description =
    'The two environments are linked to an AWS account separately. A verdict for each says what is the matter, and what to do next.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --sandbox --wait 10',
    '<%= config.bin %> <%= command.id %> --all-profiles --json',
  ]
  static override flags = {
    profile: profileFlag(),
    'all-profiles': Flags.boolean({
      default: false,
      exclusive: ['profile'],
      summary: 'Check every profile that holds a key.',
    }),
    backend: backendFlag(),
    sandbox: Flags.boolean({exclusive: ['production'], summary: 'Check the sandbox only.'}),
    production: Flags.boolean({summary: 'Check production only.'}),
    wait: waitFlag(),
  }

  protected override get only() {
    return this.flags.backend
  }

  async run() {
    const {profile, backend, 'all-profiles': all} = this.flags
    if (!all) {
      const shown = await this.#check(profile)
      const warnings = [...shown.warnings, ...(await this.session.warnings())]
      return this.show(
        {...shown, warnings: [...new Set(warnings)]},
        {text: linkCheckText, json: linkCheckJson, exit: linkCheckExit(shown)},
      )
    }
    if (this.flags.wait !== undefined)
      throw usageError('--wait waits for the links of one profile: name it with --profile.')
    const found = await forEachProfile(await this.session.sources(), {backend}, (each) => this.#check(each))
    const profiles = found.map(ofProfile)
    const warnings = await this.session.warnings()
    return this.show(
      {environments: this.#environments, profiles, warnings},
      {text: linkChecksText, json: linkChecksJson, exit: highestExit(profiles, exitsOf)},
    )
  }

  get #environments() {
    const {sandbox, production} = this.flags
    return sandbox ? [SANDBOX] : production ? [PRODUCTION] : [PRODUCTION, SANDBOX]
  }

  async #check(given: string | undefined): Promise<LinkCheckShown> {
    const {backend, wait = 0} = this.flags
    const {key, lookup, ...about} = await selectKey(await this.session.sources(), {profile: given, backend})
    const profile = lookup.profile.name
    const aws = await this.session.aws(profile)
    const tools = {aws, clock: this.session.clock, presenter: await this.presenter()}
    const result = await linkCheckWaiting(tools, key, this.#environments, {...about, minutes: wait})
    const warnings = [...lookup.notes, ...(await regionWarning(profile, this.session)), ...result.warnings]
    return {...result, warnings, profile, location: key.location}
  }
}

function exitsOf({environments}: LinkCheckShown): ExitCode[] {
  return environments.map(({verdict}) => verdicts[verdict].exit)
}
