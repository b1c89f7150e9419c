import {dryRunFlag, Flags, MturkCommand, profileFlag, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {copyKey, planCopy, sourcesFor} from '@mturk-cli/core/places'
import {assertNoneOpen} from '@mturk-cli/core/rotation'

import {copiedJson, copiedText, copyPlanJson, copyPlanText} from '../../render/copy.js'

export default class CredentialsCopy extends MturkCommand<typeof CredentialsCopy> {
  static override summary = 'Copy a key from one backend to another, or to another profile.'
  static override description =
    'The copy is read back. With --delete-source the place that was copied then loses the key, and no other place does. Another key is replaced only by a yes, or with --replace. The same command again goes on where one was stopped.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --from boto-files --to boto-files --profile lab --as study',
    '<%= config.bin %> <%= command.id %> --from boto-files --to boto-files --as lab --replace --dry-run',
  ]
  static override flags = {
    from: Flags.string({helpValue: 'ID', required: true, summary: 'Credential backend that has the key.'}),
    to: Flags.string({helpValue: 'ID', required: true, summary: 'Credential backend that gets it.'}),
    profile: profileFlag(),
    as: Flags.string({
      helpValue: 'NAME',
      summary: 'Profile that the key is stored under; it need not exist yet. Without it the same.',
    }),
    replace: Flags.boolean({default: false, summary: 'Give up another key that stands in its place.'}),
    'delete-source': Flags.boolean({default: false, summary: 'Take the key out of the place that was copied.'}),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {from, to, profile, as, replace, 'delete-source': deleteSource, 'dry-run': dryRun, yes} = this.flags
    const {env, dataDirectory} = this.session
    const tools = {
      ...(await sourcesFor(to, this.session)),
      yes,
      presenter: await this.presenter(),
      env,
      assertFree: (accessKeyId: string) => assertNoneOpen(dataDirectory, {accessKeyId}),
    }
    const plan = await planCopy(tools, {from, to, profile, as, replace, deleteSource})
    if (dryRun) {
      const shown = {plan, warnings: await this.session.warnings()}
      return this.show(shown, {text: copyPlanText, json: copyPlanJson, exit: Exit.ok})
    }
    const copied = await copyKey(tools, plan)
    const shown = {...copied, warnings: await this.session.warnings()}
    return this.show(shown, {text: copiedText, json: copiedJson, exit: Exit.ok})
  }
}
