import {Flags, MturkCommand, dryRunFlag, targetProfileFlag, yesFlag} from '@mturk-cli/command'
import {answerNeeded} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {isRefused} from '../../migration/check-key.js'
import {isTurned} from '../../migration/psiturk-3.js'
import {migrate} from '../../migration/migrate.js'
import {again, type MigrationOptions} from '../../migration/options.js'
import type {MigrationPlan} from '../../migration/plan.js'
import {migrateJson, migrateText} from '../../render/migrate.js'
import {placesText} from '../../render/places.js'
import {planText} from '../../render/plan.js'

export default class PsiturkMigrate extends MturkCommand<typeof PsiturkMigrate> {
  static override summary = "Move the key of psiTurk 1, 2 or 3, or of Dallinger, into Boto's files."
  static override description =
    "Finds every place where psiTurk or Dallinger ever looked, shows which one psiTurk uses, stores the key where psiTurk 3, boto3 and the AWS CLI find it, and takes it out of the old file: as long as a key, or the placeholders of psiTurk 2, stand there, psiTurk 3 ignores Boto's files. A copy of each file stays, and the way back is printed. Whatever is cut off is finished by the next run."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --yes --json',
    '<%= config.bin %> <%= command.id %> --from old-study/config.txt --profile old-study --keep --yes',
  ]
  static override flags = {
    from: Flags.string({helpValue: 'PATH', summary: 'Look at this file only.'}),
    to: Flags.string({
      helpValue: 'ID',
      default: 'boto-files',
      summary: 'Credential backend that the key is stored in.',
    }),
    profile: targetProfileFlag(),
    replace: Flags.boolean({
      default: false,
      summary: 'Put the key in the place of another one that the profile holds; a copy of the file stays.',
    }),
    scrub: Flags.boolean({
      default: false,
      exclusive: ['keep', 'remove'],
      summary: "Take the two key lines out of the old file; this is the default, but for Dallinger's.",
    }),
    keep: Flags.boolean({default: false, exclusive: ['scrub', 'remove'], summary: 'Leave the old file as it is.'}),
    remove: Flags.boolean({
      default: false,
      exclusive: ['scrub', 'keep'],
      summary: 'Remove the old file if nothing but keys is in it; otherwise as --scrub.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {session} = this
    const options = this.#options()
    if (!options.dryRun) session.stopSafely()
    const presenter = await this.presenter()
    const result = await migrate(
      {
        surroundings: {env: session.env, home: session.home, workingDirectory: process.cwd()},
        dataDirectory: session.dataDirectory,
        sources: await session.sources(),
        aws: () => session.aws(options.profile),
        presenter,
        clock: session.clock,
        signal: session.signal,
        showFound: (places) => this.#print(placesText(places)),
        assertAnswerable: (plan) => this.#assertAnswerable(plan),
        agree: (plan) => this.#agree(plan),
      },
      options,
    )
    const shown = {...result, home: session.home, warnings: await session.warnings()}
    return this.show(shown, {text: migrateText, json: migrateJson, exit: result.exit})
  }

  #options(): MigrationOptions {
    const {from, to, profile, replace, scrub, keep, remove, 'dry-run': dryRun} = this.flags
    return {
      from,
      backend: to,
      profile: this.session.targetProfile(profile),
      profileGiven: profile !== undefined,
      replace,
      afterwards: keep ? 'keep' : remove ? 'remove' : scrub ? 'scrub' : undefined,
      dryRun,
    }
  }

  /** Where nobody can be asked --yes must have answered; to what an earlier run was cut off in, somebody said yes then. */
  #assertAnswerable(plan: MigrationPlan): void {
    const {options, resumed} = plan
    if (options.dryRun) return
    this.#assertNotTurned(plan)
    if (this.flags.yes || resumed || this.interactive) return
    throw answerNeeded('There is something to migrate, and nobody can be asked. Nothing was changed.', [
      again(options, '--dry-run'),
      again(options, '--yes'),
    ])
  }

  #assertNotTurned({options, resumed, psiturk, move}: MigrationPlan): void {
    const isSilent = this.flags.yes || !this.interactive
    if (!isSilent || !move || options.afterwards !== undefined || resumed || !isTurned(psiturk)) return
    const mask = maskAccessKeyId(move.key.accessKeyId)
    throw answerNeeded(
      `psiTurk 3 would change to another key than ${mask}: where it is started in this directory, it then ${psiturk.after.words}. Nothing was changed.`,
      [again(options, '--keep'), again(options, '--scrub')],
    )
  }

  /** A person sees everything before they are asked; a rehearsal shows it, and ends as the real run would. */
  async #agree(plan: MigrationPlan): Promise<void> {
    const {yes, 'dry-run': dryRun} = this.flags
    this.#print(planText(plan))
    if (dryRun) this.#assertNotTurned(plan)
    if (yes || dryRun || plan.resumed) return
    const presenter = await this.presenter()
    const isBad = plan.check !== null && isRefused(plan.check)
    const question = isBad ? 'AWS refuses this key. Do all this nevertheless?' : 'Do all this?'
    if (await presenter.confirm(question, {default: !isBad})) return
    throw answerNeeded('Nothing was changed.', [again(plan.options)])
  }

  #print(lines: readonly string[]): void {
    for (const line of lines) this.log(line)
  }
}
