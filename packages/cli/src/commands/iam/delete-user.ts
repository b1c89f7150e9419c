import {adminProfileFlag, Args, dryRunFlag, Flags, MturkCommand, yesFlag} from '@mturk-cli/command'
import {answerNeeded, Exit} from '@mturk-cli/core'
import {overrideNotes, type AdminCredentials, type Aws} from '@mturk-cli/core/aws'
import {
  assertAgreed,
  assertUserName,
  deleteUser,
  findHalfDeletedUser,
  planDeletion,
  whoDeletes,
  type DeletionPlan,
} from '@mturk-cli/core/iam'

import {
  deletedUserJson,
  deletedUserText,
  deletionPlanJson,
  deletionPlanLines,
  deletionPlanText,
  halfDeletedJson,
  halfDeletedText,
} from '../../render/delete-user.js'

export default class IamDeleteUser extends MturkCommand<typeof IamDeleteUser> {
  static override summary = 'Delete an IAM user that has nothing but Mechanical Turk, with its keys.'
  static override description =
    'Shows first what would go: the user, its keys, when they were last used, and where they are kept on this machine. Refuses a user that has anything else. What is interrupted is finished by the next run. Files that hold a deleted key are named and stay as they are.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> anna --dry-run',
    '<%= config.bin %> <%= command.id %> anna --admin-profile admin --yes',
  ]
  static override args = {
    name: Args.string({required: true, description: 'Name of the IAM user.'}),
  }
  static override flags = {
    'admin-profile': adminProfileFlag(),
    force: Flags.boolean({
      default: false,
      summary:
        'Also a user that mturk did not make, or whose key was used in the last seven days (IAM and STS do not count: with those a key is only looked after); never one that has more.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {session, args, flags} = this
    const userName = args.name
    assertUserName(userName)
    const presenter = await this.presenter()
    session.stopSafely()
    const aws = await session.aws(session.targetProfile(undefined))
    const admin = await this.#administrator(aws, userName)
    if (flags['dry-run']) return this.#plan(aws, admin, userName)
    const deleted = await deleteUser(
      {
        ...(await this.#tools(aws)),
        signal: session.signal,
        progress: (title, work) => presenter.during(title, work),
      },
      admin,
      {userName, adminProfile: flags['admin-profile'], agree: (plan) => this.#agree(plan)},
    )
    const warnings = [...deleted.notes, ...(await this.#warnings(aws))]
    return this.show({...deleted, warnings}, {text: deletedUserText, json: deletedUserJson, exit: Exit.ok})
  }

  /** A person sees what goes before they are asked; where nobody can be asked the flags must have answered. */
  async #agree(plan: DeletionPlan): Promise<void> {
    const {yes, force} = this.flags
    if (!this.interactive) return assertAgreed(plan, {yes, force})
    for (const line of deletionPlanLines(plan, this.session.clock.now())) this.log(line)
    const presenter = await this.presenter()
    const question = `Delete the IAM user ${plan.user.userName} for good?`
    if (await presenter.confirm(question, {default: false})) return
    throw answerNeeded('The answer was no, so nothing was changed.', [])
  }

  async #plan(aws: Aws, admin: AdminCredentials, userName: string) {
    const tools = await this.#tools(aws)
    const administrator = await whoDeletes(tools, admin, userName)
    const left = await findHalfDeletedUser(tools.dataDirectory, userName, administrator.identity.account)
    const warnings = await this.#warnings(aws)
    if (left) return this.show({left, warnings}, {text: halfDeletedText, json: halfDeletedJson, exit: Exit.ok})
    const plan = await planDeletion(tools, admin, {administrator, userName})
    const now = this.session.clock.now()
    return this.show({plan, warnings, now}, {text: deletionPlanText, json: deletionPlanJson, exit: Exit.ok})
  }

  async #tools(aws: Aws) {
    const {session} = this
    return {aws, sources: await session.sources(), clock: session.clock, dataDirectory: session.dataDirectory}
  }

  async #administrator(aws: Aws, userName: string): Promise<AdminCredentials> {
    try {
      return await this.session.administrator(aws, this.flags['admin-profile'])
    } catch (error) {
      const left = await findHalfDeletedUser(this.session.dataDirectory, userName)
      throw left ? left.cannotGoOn(error) : error
    }
  }

  async #warnings(aws: Aws): Promise<string[]> {
    return [...(await this.session.warnings()), ...(await overrideNotes(aws.endpoints, ['sts', 'iam']))]
  }
}
