import {
  adminProfileFlag,
  dryRunFlag,
  Flags,
  MturkCommand,
  targetBackendFlag,
  targetProfileFlag,
  waitFlag,
  yesFlag,
} from '@mturk-cli/command'
import {overrideNotes} from '@mturk-cli/core/aws'
import {readSingleKey} from '@mturk-cli/core/credentials'
import {runGuide} from '@mturk-cli/core/guide'
import {assertUserName, otherHalfMadeUsers} from '@mturk-cli/core/iam'

import {greeting, initJson, initText} from '../render/init.js'

export default class Init extends MturkCommand<typeof Init> {
  static override summary = 'Set up Mechanical Turk step by step, or check that it is set up.'
  static override description =
    'Goes through the steps of AWS’s own guide, finds out which are done, does or explains the others, and ends with a checked set-up. A second run changes nothing. A root key that you hand over is used once and never stored.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from-csv ~/Downloads/rootkey.csv',
    '<%= config.bin %> <%= command.id %> --from-csv rootkey.csv --user-name anna --profile anna --yes --json',
  ]
  static override flags = {
    'from-csv': Flags.string({helpValue: 'FILE', summary: 'CSV file with an access key, as AWS handed it out.'}),
    'user-name': Flags.string({
      helpValue: 'NAME',
      summary: 'IAM user that the key is to belong to; it is made if need be.',
    }),
    profile: targetProfileFlag(),
    backend: targetBackendFlag(),
    'admin-profile': adminProfileFlag(),
    wait: waitFlag(),
    open: Flags.boolean({
      default: true,
      allowNo: true,
      summary: 'Open pages in the browser; otherwise only show their addresses.',
    }),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {
      'from-csv': file,
      'user-name': userName,
      profile: given,
      backend,
      wait,
      'admin-profile': adminProfile,
    } = this.flags
    if (userName !== undefined) assertUserName(userName)
    const csv = file === undefined ? undefined : await readSingleKey(file)
    const {session} = this
    const profile = session.targetProfile(given)
    const presenter = await this.presenter()
    this.session.stopSafely()
    const aws = await session.aws(profile)
    // Whichever of them is refused or missing, is so before anything is done.
    const elsewhere = await overrideNotes(aws.endpoints, ['mturk', 'mturk-sandbox', 'sts', 'iam'])
    for (const line of greeting(profile, elsewhere)) presenter.say(line)
    for (const warning of csv?.warnings ?? []) presenter.warn(`! ${warning}`)
    const settings = await session.settings()
    const result = await runGuide({
      options: {
        profile,
        profileGiven: given !== undefined,
        backend,
        userName,
        adminProfile,
        csv,
        waitMinutes: wait,
        dryRun: this.flags['dry-run'],
      },
      env: session.env,
      home: session.home,
      dataDirectory: session.dataDirectory,
      adminProfileSetting: settings.adminProfile,
      allowInstanceMetadata: settings.instanceMetadata,
      onWait: (words) => this.logToStderr(words),
      sources: await session.sources(),
      aws,
      clock: session.clock,
      presenter,
      signal: session.signal,
      found: {},
      migrate: (command) => this.#migrate(command),
    })
    // Where nobody names a user, the guide itself takes up whichever is half-made.
    const others = userName === undefined ? [] : await otherHalfMadeUsers(session.dataDirectory, userName)
    const shown = {
      ...result,
      csvFile: file ?? null,
      adminProfile: this.flags['admin-profile'],
      saidAtStart: [...elsewhere, ...(csv?.warnings ?? [])],
      warnings: [...result.warnings, ...(await session.warnings()), ...others],
    }
    return this.show(shown, {text: initText, json: initJson, exit: result.exit})
  }

  /** A plugin's command, with what was said of the place that the key goes to. */
  async #migrate(command: string): Promise<void> {
    const {profile, backend} = this.givenFlags
    const [, ...words] = command.split(' ')
    const flags = {...(profile === undefined ? {} : {profile}), ...(backend === undefined ? {} : {to: backend})}
    await this.runOther(
      words,
      Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    )
  }
}
