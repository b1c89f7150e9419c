import {backendFlag, dryRunFlag, MturkCommand, profileFlag, usageError, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {
  lookupByTools,
  planRemoval,
  planUnlink,
  removeKey,
  unlinkProfile,
  type UnlinkPlan,
  type UnlinkTools,
} from '@mturk-cli/core/places'
import {assertNoneOpen} from '@mturk-cli/core/rotation'

import {forceFlag} from '../../change-key-command.js'
import {removalLines, removalPlanJson, removalPlanText, removedJson, removedText} from '../../render/remove.js'
import {unlinkedText, unlinkJson, unlinkLines, unlinkPlanText} from '../../render/unlink.js'

export default class CredentialsRemove extends MturkCommand<typeof CredentialsRemove> {
  static override summary = 'Take a profile’s key out of the places that hold it.'
  static override description =
    'The key is the one that Boto would use; the profile’s places lose it, and so does ~/.boto if it holds the same one. Other profiles keep theirs. A profile that only has tools ask mturk, as link-profile writes it, loses that line; the key stays where it is. In IAM nothing changes: what ends a key is `mturk keys deactivate` or `mturk keys delete`.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --profile lab --dry-run',
    '<%= config.bin %> <%= command.id %> --profile lab --yes',
  ]
  static override flags = {
    backend: backendFlag(),
    profile: profileFlag(),
    force: forceFlag(),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {backend, profile, force, yes, 'dry-run': dryRun} = this.flags
    const {env, home, dataDirectory} = this.session
    const sources = await this.session.sources()
    const tools = {
      sources,
      presenter: await this.presenter(),
      env,
      home,
      assertFree: (accessKeyId: string) => assertNoneOpen(dataDirectory, {accessKeyId}),
    }
    const link = await planUnlink(tools, {backend, profile})
    if (link) return this.#unlink(tools, link)
    const plan = await planRemoval(tools, {backend, profile})
    if (force !== undefined && force !== plan.accessKeyId) {
      throw usageError(`The key there is ${plan.accessKeyId}, and --force names another one. Nothing was changed.`)
    }
    if (dryRun) {
      const shown = {plan, warnings: await this.session.warnings()}
      return this.show(shown, {text: removalPlanText, json: removalPlanJson, exit: Exit.ok})
    }
    const show = () => removalLines(plan).forEach((line) => this.log(line))
    const removed = await removeKey(tools, plan, {force, yes, show})
    const {active} = await lookupByTools({sources, env}, plan.profile)
    const shown = {...removed, active, warnings: await this.session.warnings()}
    return this.show(shown, {text: removedText, json: removedJson, exit: Exit.ok})
  }
  /** There is no key to take out, only a line that leads to one. */
  async #unlink(tools: UnlinkTools, plan: UnlinkPlan) {
    const {yes, 'dry-run': dryRun} = this.flags
    if (!dryRun) {
      await unlinkProfile(tools, plan, {yes, show: () => unlinkLines(plan).forEach((line) => this.log(line))})
    }
    const active = dryRun ? {} : {active: (await lookupByTools(tools, plan.profile)).active}
    const shown = {plan, ...active, warnings: await this.session.warnings()}
    return this.show(shown, {text: dryRun ? unlinkPlanText : unlinkedText, json: unlinkJson, exit: Exit.ok})
  }
}
