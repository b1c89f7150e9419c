import {differenceLines} from '@mturk-cli/command/difference'
import {dryRunFlag, Flags, MturkCommand, profileFlag, yesFlag} from '@mturk-cli/command'
import {answerNeeded, Exit, run} from '@mturk-cli/core'
import {overriddenEndpoints, overrideNotes, type AwsService} from '@mturk-cli/core/aws'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  examine,
  examineInstead,
  examineOffline,
  leftAsItIs,
  mendAll,
  planMending,
  type Looking,
  type Mended,
  type Treatment,
} from '@mturk-cli/core/doctor'

import {doctorJson, doctorText, type DoctorShown} from '../render/doctor.js'

const ASKED: readonly AwsService[] = ['mturk', 'mturk-sandbox', 'sts', 'iam']

export default class Doctor extends MturkCommand<typeof Doctor> {
  static override summary = 'Find out what is wrong with the keys and files of this computer, and mend it.'
  static override description =
    'Looks at the environment, at every file that Boto reads, at who else may read them and at what psiTurk left behind; then, unless --offline, asks AWS and Mechanical Turk with your key. --fix shows each change first, asks, and keeps a copy of the file. Errors end with exit code 12, warnings alone with 0.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --offline --json',
    '<%= config.bin %> <%= command.id %> --fix --dry-run',
    '<%= config.bin %> <%= command.id %> --fix --yes',
  ]
  static override flags = {
    profile: profileFlag(),
    offline: Flags.boolean({default: false, summary: 'Ask nobody: look at this computer only.'}),
    fix: Flags.boolean({default: false, summary: 'Mend what can be mended; each change is shown before it is made.'}),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {fix, offline, 'dry-run': dryRun} = this.flags
    const {session} = this
    if (fix && !dryRun) session.stopSafely()
    const mended = fix ? await this.#mend() : null
    const examined = offline ? await examineOffline(await this.#patient()) : await this.#askToo()
    const shown: DoctorShown = {
      ...examined,
      home: session.home,
      mended,
      dryRun,
      ...(examined.online ? await this.#elsewhere(examined.profile) : {elsewhere: [], endpoints: []}),
      warnings: [...(mended?.failures ?? []), ...(await session.sources()).warnings],
    }
    const isIll = mended?.isIncomplete || examined.findings.some(({severity}) => severity === 'error')
    return this.show(shown, {text: doctorText, json: doctorJson, exit: isIll ? Exit.needsMending : Exit.ok})
  }

  async #patient() {
    const {env, home, clock, dataDirectory} = this.session
    const sources = await this.session.sources()
    const {profile} = this.flags
    return {env, home, workingDirectory: process.cwd(), dataDirectory, sources, profile, now: clock.now()}
  }

  async #askToo() {
    const patient = await this.#patient()
    const {profile} = await patient.sources.lookup({profile: patient.profile, follow: 'never'})
    const work = () => examine(patient, () => this.session.aws(profile.name))
    // A log, or a script that counts lines, gets no word of it.
    return this.interactive ? (await this.presenter()).during('Looking, and asking AWS', work) : work()
  }

  async #elsewhere(profile: string): Promise<Pick<DoctorShown, 'elsewhere' | 'endpoints'>> {
    const {endpoints} = await this.session.aws(profile)
    return {
      elsewhere: await overrideNotes(endpoints, ASKED),
      endpoints: await overriddenEndpoints(endpoints, ASKED),
    }
  }

  async #mend(): Promise<Mended> {
    const {session} = this
    const looking: Looking = {
      examine: async () => examineOffline(await this.#patient()),
      examineInstead: async (instead) => examineInstead(await this.#patient(), instead),
    }
    if (this.flags['dry-run']) {
      const {treatments, choices} = await planMending(looking)
      for (const treatment of treatments) this.#show(treatment)
      return {
        treated: treatments.map(({file}) => ({file, backup: null})),
        failures: choices.map(leftAsItIs),
        isIncomplete: false,
      }
    }
    return mendAll({
      looking,
      agree: (treatment) => this.#agree(treatment),
      now: session.clock.now(),
      signal: session.signal,
    })
  }

  /** A person sees each change before they are asked; where nobody can be asked --yes must have answered. */
  async #agree(treatment: Treatment): Promise<boolean> {
    const {yes} = this.flags
    const {otherKey} = treatment
    // Which of two keys that work is meant, a yes to everything does not say.
    if (otherKey && (yes || !this.interactive)) return false
    if (!yes && !this.interactive) {
      throw answerNeeded('There is something to mend, and nobody can be asked. Nothing was changed.', [
        run('mturk doctor --fix --dry-run'),
        run('mturk doctor --fix --yes'),
      ])
    }
    this.#show(treatment)
    if (yes) return true
    const presenter = await this.presenter()
    if (!otherKey) return presenter.confirm('Make this change?', {default: true})
    const {from, to} = otherKey
    return presenter.confirm(
      `boto3 will then use ${maskAccessKeyId(to)} instead of ${maskAccessKeyId(from)}. Make this change?`,
      {default: false},
    )
  }

  #show(treatment: Treatment): void {
    for (const line of differenceLines(treatment, this.session.home)) this.log(line)
  }
}
