import {Args, dryRunFlag, Flags, MturkCommand, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {linkProfile, lookupByTools, planLink, sourcesFor} from '@mturk-cli/core/places'

import {ownProgram} from '../../own-program.js'
import {linkedJson, linkedText, linkPlanJson, linkPlanText} from '../../render/link-profile.js'

export default class CredentialsLinkProfile extends MturkCommand<typeof CredentialsLinkProfile> {
  static override summary = 'Let every AWS tool that uses a profile ask mturk for its key.'
  static override description =
    'Writes a credential_process into ~/.aws/config, with absolute paths, so that cron and editors find it too. boto3, the AWS CLI and the AWS SDKs then have the key that the backend holds at that moment, and no file holds a copy.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> study --backend boto-files --profile lab',
    '<%= config.bin %> <%= command.id %> study --backend boto-files --profile lab --dry-run',
  ]
  static override args = {
    name: Args.string({required: true, ignoreStdin: true, description: 'The profile that gets the line.'}),
  }
  static override flags = {
    backend: Flags.string({helpValue: 'ID', required: true, summary: 'Credential backend that is asked for the key.'}),
    profile: Flags.string({
      helpValue: 'P',
      summary: 'Profile that it is asked for; without it the one that is linked.',
    }),
    replace: Flags.boolean({default: false, summary: 'Give up a line of another program, or for another key.'}),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {name} = this.args
    const {backend, profile = name, replace, 'dry-run': dryRun, yes} = this.flags
    const {session} = this
    const {env, home} = session
    const [, script = ''] = process.argv
    const program = await ownProgram({execPath: process.execPath, script, searchPath: env.PATH})
    const {sources, setUp} = await sourcesFor(backend, session)
    const presenter = await this.presenter()
    const tools = {sources, setUp, yes, presenter, env, home, askedAs: () => session.askedAs}
    const plan = await planLink(tools, {name, backend, profile, program: program.words, replace})
    if (dryRun) {
      const shown = {plan, warnings: [...program.warnings, ...(await session.warnings())]}
      return this.show(shown, {text: linkPlanText, json: linkPlanJson, exit: Exit.ok})
    }
    const linked = await linkProfile(tools, plan)
    const {active} = await lookupByTools({sources, env}, name)
    const shown = {...linked, active, warnings: [...program.warnings, ...(await session.warnings())]}
    return this.show(shown, {text: linkedText, json: linkedJson, exit: Exit.ok})
  }
}
