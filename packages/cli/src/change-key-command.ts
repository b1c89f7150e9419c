import {
  adminProfileFlag,
  Args,
  dryRunFlag,
  Flags,
  MturkCommand,
  profileFlag,
  userFlag,
  yesFlag,
} from '@mturk-cli/command'
import {answerNeeded, Exit, run, say, usageError} from '@mturk-cli/core'
import {overrideNotes, type Aws} from '@mturk-cli/core/aws'
import {
  assertAccessKeyId,
  changeKey,
  findKeyOwner,
  planKeyChange,
  type ChangeKeyTools,
  type KeyChange,
  type KeyChangePlan,
} from '@mturk-cli/core/iam'
import {assertNoneOpen} from '@mturk-cli/core/rotation'

import {
  changedKeyJson,
  changedKeyText,
  keyPlanJson,
  keyPlanLines,
  keyPlanText,
  questionFor,
} from './render/change-key.js'

export const forceFlag = () =>
  Flags.string({
    helpValue: 'ID',
    summary: 'The id once more, where a person would have to type it: what still uses the key stops working.',
  })

/** What `keys activate`, `keys deactivate` and `keys delete` share: all but the change itself. */
export abstract class ChangeKeyCommand extends MturkCommand<typeof ChangeKeyCommand> {
  static override args = {
    id: Args.string({required: true, description: 'The whole id of the access key.'}),
  }
  static override flags = {
    user: userFlag(),
    profile: profileFlag(),
    'admin-profile': adminProfileFlag(),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  protected abstract readonly change: KeyChange

  async run() {
    const {id: accessKeyId} = this.args
    const {'dry-run': dryRun} = this.flags
    const force = this.#forced()
    assertAccessKeyId(accessKeyId)
    if (force !== undefined && force !== accessKeyId)
      throw usageError(`--force takes the id once more: ${accessKeyId}. It was something else, so nothing was changed.`)
    const {session} = this
    const aws = await session.aws(session.targetProfile(this.flags.profile))
    const presenter = await this.presenter()
    const tools = await this.#tools(aws)
    const plan = await presenter.during('Asking IAM about the key', () => this.#plan(tools, accessKeyId))
    const now = session.clock.now()
    if (dryRun) {
      const shown = {plan, warnings: await this.#warnings(aws), now}
      return this.show(shown, {text: keyPlanText, json: keyPlanJson, exit: Exit.ok})
    }
    if (!plan.isDone) await this.#agree(plan)
    const changed = await changeKey(tools, plan)
    const shown = {...changed, warnings: [...changed.notes, ...(await this.#warnings(aws))]}
    return this.show(shown, {text: changedKeyText, json: changedKeyJson, exit: Exit.ok})
  }

  /** To activate a key takes no force. */
  #forced(): string | undefined {
    return (this.flags as {force?: string}).force
  }

  async #plan(tools: ChangeKeyTools, accessKeyId: string): Promise<KeyChangePlan> {
    const {user, profile, 'admin-profile': adminProfile} = this.flags
    const isAdministered = user !== undefined || adminProfile !== undefined
    // The profile's key may be the one that a rotation has left switched off, and could not say whose it is.
    await assertNoneOpen(tools.dataDirectory, {accessKeyId})
    const owner = await findKeyOwner(tools, {
      userName: user,
      profile,
      administrator: isAdministered ? () => this.session.administrator(tools.aws, adminProfile) : undefined,
      again: [this.change, accessKeyId],
    })
    return planKeyChange(tools, owner, {change: this.change, accessKeyId})
  }

  async #tools(aws: Aws): Promise<ChangeKeyTools> {
    const {session} = this
    const {clock, dataDirectory} = session
    const assertFree = (userName: string, account: string) => assertNoneOpen(dataDirectory, {userName, account})
    return {aws, sources: await session.sources(), clock, dataDirectory, assertFree}
  }

  /** A person sees what it would come to before they are asked; where nobody can be asked the flags must have answered. */
  async #agree(plan: KeyChangePlan): Promise<void> {
    if (plan.asks === 'nothing' || this.#forced() !== undefined || (this.flags.yes && plan.asks === 'yes')) return
    if (!this.interactive) throw this.#notAnswered(plan)
    for (const line of keyPlanLines(plan, this.session.clock.now())) this.log(line)
    const presenter = await this.presenter()
    const {accessKeyId, status} = plan.key
    const isGoneForGood = plan.change === 'delete' && status === 'Active'
    const agreed =
      plan.asks === 'id' || isGoneForGood
        ? (await presenter.ask(questionFor(plan, true))).trim() === accessKeyId
        : await presenter.confirm(questionFor(plan, false), {default: false})
    if (!agreed) throw answerNeeded('The answer was no, so nothing was changed.', [])
  }

  #notAnswered({change, key, asks, reasons}: KeyChangePlan) {
    const {accessKeyId, status} = key
    const why = reasons.length > 0 ? reasons.join(' ') : 'Nothing brings back a key that is deleted.'
    const [command, ...words] = ['mturk keys', change, accessKeyId] as const
    const isBetterOff = change === 'delete' && status === 'Active'
    return answerNeeded(`${accessKeyId} was not touched. ${why}`, [
      ...(isBetterOff
        ? [say('Switch it off first, and see whether anything breaks:'), run('mturk keys deactivate', accessKeyId)]
        : []),
      say(asks === 'id' ? 'To go on all the same, name it once more:' : 'To go on:'),
      run(command, ...words, ...(asks === 'id' ? ['--force', accessKeyId] : ['--yes'])),
    ])
  }

  async #warnings(aws: Aws): Promise<string[]> {
    return [...(await this.session.warnings()), ...(await overrideNotes(aws.endpoints, ['sts', 'iam']))]
  }
}
