import {adminProfileFlag, dryRunFlag, Flags, MturkCommand, profileFlag, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {overrideNotes, type AdminCredentials, type Aws} from '@mturk-cli/core/aws'
import type {Presenter} from '@mturk-cli/core/guide'
import {assertUserName} from '@mturk-cli/core/iam'
import {
  abortRotation,
  cannotBegin,
  dryRun,
  findOpenRotation,
  flagsOf,
  orphanNeedsAnswer,
  resumeRotation,
  rotate,
  spareNeedsAnswer,
  type Answers,
  type Ending,
  type OpenRotation,
  type RotationTools,
} from '@mturk-cli/core/rotation'

import {newsLines, orphanLines, spareLines} from '../../render/rotate-progress.js'
import {plannedRotationJson, plannedRotationText} from '../../render/rotate-plan.js'
import {rotatedJson, rotatedText} from '../../render/rotate.js'

export default class KeysRotate extends MturkCommand<typeof KeysRotate> {
  static override summary =
    'Give a user a new access key, everywhere where the old one is kept, and switch the old one off.'
  static override description =
    'Makes a new key, waits until it works, puts it wherever the old one is kept on this machine, reads each place back, and only then deactivates the old key. Whatever dies at whatever moment, the tools go on working; --resume finishes, --abort goes back. It does not know of other machines.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --yes --delete-old --json',
    '<%= config.bin %> <%= command.id %> --user anna --admin-profile admin',
    '<%= config.bin %> <%= command.id %> --resume --yes',
  ]
  static override flags = {
    profile: profileFlag(),
    user: Flags.string({
      helpValue: 'NAME',
      summary: 'Rotate the key of this IAM user that is kept here, with the rights of an administrator.',
    }),
    'admin-profile': adminProfileFlag(),
    'delete-key': Flags.string({
      helpValue: 'ID',
      summary: 'Delete this other key of the user first, for good: IAM allows two.',
    }),
    'deactivate-old': Flags.boolean({
      default: false,
      exclusive: ['keep-old-active'],
      summary: 'Deactivate the old key also where a place that cannot be written still holds it.',
    }),
    'keep-old-active': Flags.boolean({
      default: false,
      exclusive: ['deactivate-old', 'delete-old'],
      summary: 'Leave the old key active.',
    }),
    'delete-old': Flags.boolean({
      default: false,
      exclusive: ['keep-old-active'],
      summary: 'Delete the old key at the end, for good; and first what the last rotation left.',
    }),
    'ignore-backend': Flags.string({
      helpValue: 'ID',
      multiple: true,
      summary: 'Go on without this credential backend, which fails; the old key then stays active.',
    }),
    resume: Flags.boolean({
      default: false,
      exclusive: ['abort', 'dry-run'],
      summary: 'Finish a rotation that was interrupted.',
    }),
    abort: Flags.boolean({
      default: false,
      exclusive: ['resume', 'dry-run', 'deactivate-old', 'keep-old-active', 'delete-old'],
      summary: 'Take back a rotation that was interrupted: the old key everywhere, the new one deleted.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {session, flags} = this
    if (flags.user !== undefined) assertUserName(flags.user)
    const presenter = await this.presenter()
    session.stopSafely()
    if (flags.resume || flags.abort) return this.#goOn(presenter)
    const aws = await session.aws(session.targetProfile(flags.profile))
    const tools = await this.#tools(aws, presenter)
    const isAdministered = flags.user !== undefined || flags['admin-profile'] !== undefined
    const wanted = {
      profile: flags.profile,
      userName: flags.user,
      administrator: isAdministered ? await session.administrator(aws, flags['admin-profile']) : null,
      adminProfile: flags['admin-profile'],
      deleteKey: flags['delete-key'],
      ending: this.#ending(),
      ignored: flags['ignore-backend'] ?? [],
    }
    if (flags['dry-run']) {
      const plan = await dryRun(tools, wanted)
      const warnings = await this.#warnings(aws, plan.notes)
      const shown = {plan, warnings, now: session.clock.now()}
      return this.show(shown, {text: plannedRotationText, json: plannedRotationJson, exit: Exit.ok})
    }
    const {user, profile} = flags
    const named = {user: user !== undefined, profile: profile !== undefined}
    const whose = flagsOf({named, profile: profile ?? '', userName: user ?? ''})
    return this.#shown(await rotate(tools, wanted, this.#answers(presenter)), aws, whose)
  }

  /** `--resume` and `--abort`: the journal knows what it is about. */
  async #goOn(presenter: Presenter) {
    const {session, flags} = this
    const sources = await session.sources()
    const {active} = await sources.lookup({profile: flags.profile})
    const open = await findOpenRotation(session.dataDirectory, {
      userName: flags.user,
      accessKeyId: active?.accessKeyId,
    })
    const aws = await session.aws(open.state.request.profile)
    const resumption = {
      open,
      administrator: await this.#administratorOf(open, aws),
      adminProfile: flags['admin-profile'],
      ending: this.#endingTyped(),
      ignored: flags['ignore-backend'],
    }
    const goOn = flags.abort ? abortRotation : resumeRotation
    const result = await goOn(await this.#tools(aws, presenter), resumption, this.#answers(presenter))
    return this.#shown(result, aws, flagsOf(open.state.request, flags['admin-profile']))
  }

  /** Who began it goes on with it, unless somebody else is named. */
  async #administratorOf({state}: OpenRotation, aws: Aws): Promise<AdminCredentials | null> {
    const profile = this.flags['admin-profile'] ?? state.request.adminProfile
    if (profile === undefined && state.request.signer === 'self') return null
    try {
      return await this.session.administrator(aws, profile)
    } catch (error) {
      throw cannotBegin(state, error)
    }
  }

  /** @param whose what says which key it is, in the next commands */
  async #shown(result: Awaited<ReturnType<typeof resumeRotation>>, aws: Aws, whose: readonly string[]) {
    const warnings = await this.#warnings(aws, result.notes)
    return this.show({result, warnings, whose}, {text: rotatedText, json: rotatedJson, exit: Exit.ok})
  }

  async #tools(aws: Aws, presenter: Presenter): Promise<RotationTools> {
    const {session} = this
    return {
      aws,
      sources: await session.sources(),
      clock: session.clock,
      dataDirectory: session.dataDirectory,
      signal: session.signal,
      ...this.#storyteller(presenter),
    }
  }

  /** While something turns at a terminal it owns the screen: what is reached then is told right after. */
  #storyteller(presenter: Presenter): Pick<RotationTools, 'progress' | 'report'> {
    let turning = 0
    const lines: string[] = []
    const tell = () => {
      if (turning === 0) for (const line of lines.splice(0)) this.log(line)
    }
    return {
      progress: async (title, work) => {
        turning++
        try {
          return await presenter.during(title, work)
        } finally {
          turning--
          tell()
        }
      },
      report: (news) => {
        lines.push(...newsLines(news, this.session.clock.now()))
        tell()
      },
    }
  }

  #answers(presenter: Presenter): Answers {
    const {flags, interactive} = this
    return {
      mayDeleteSpare: async (spare) => {
        if (!interactive) throw spareNeedsAnswer(spare, this.session.clock.now())
        for (const line of spareLines(spare, this.session.clock.now())) this.log(line)
        return this.#confirmDeletion(presenter, spare.accessKeyId, spare.status === 'Active')
      },
      mayDeleteOrphan: async (orphan, state) => {
        const {accessKeyId, verdict} = orphan
        if (flags['delete-key'] === accessKeyId || (verdict === 'sure' && flags.yes)) return true
        if (!interactive) throw orphanNeedsAnswer(orphan, state)
        for (const line of orphanLines(orphan)) this.log(line)
        return this.#confirmDeletion(presenter, accessKeyId, false)
      },
    }
  }

  /** As `mturk keys delete` asks: nothing is deleted by a mere Enter, and what may be in use only by its id. */
  async #confirmDeletion(presenter: Presenter, accessKeyId: string, mayBeInUse: boolean): Promise<boolean> {
    if (!mayBeInUse) return presenter.confirm(`Delete ${accessKeyId} for good?`, {default: false})
    return (await presenter.ask(`To delete ${accessKeyId} for good, type its id:`)).trim() === accessKeyId
  }

  #ending(): Ending {
    const {flags} = this
    const oldKey = flags['keep-old-active'] ? 'active' : flags['delete-old'] ? 'deleted' : 'inactive'
    return {oldKey, despitePending: flags['deactivate-old']}
  }

  /** undefined: as the run wanted it that began. */
  #endingTyped(): Ending | undefined {
    const {flags} = this
    return flags['keep-old-active'] || flags['delete-old'] || flags['deactivate-old'] ? this.#ending() : undefined
  }

  /** Several places of one backend may say the same. */
  async #warnings(aws: Aws, notes: readonly string[]): Promise<string[]> {
    const services = ['mturk', 'mturk-sandbox', 'sts', 'iam'] as const
    const all = [...notes, ...(await this.session.warnings()), ...(await overrideNotes(aws.endpoints, services))]
    return [...new Set(all)]
  }
}
