import {
  Args,
  dryRunFlag,
  Flags,
  MturkCommand,
  readStandardInput,
  targetBackendFlag,
  targetProfileFlag,
  yesFlag,
} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {
  decodeText,
  importKeys,
  otherWinner,
  readAwsCsv,
  readKeyFile,
  type CredentialSources,
  type Imported,
} from '@mturk-cli/core/credentials'
import {agreeOnPlace} from '@mturk-cli/core/guide'

import {winnerWarnings, type Stored} from '../../render/check-it.js'
import {importJson, importText} from '../../render/import.js'

export default class KeysImport extends MturkCommand<typeof KeysImport> {
  static override summary = 'Store the access keys in a CSV file that AWS handed out.'
  static override description =
    'Reads rootkey.csv, credentials.csv and <user>_accessKeys.csv. One key goes to the profile named; several go to a profile each, named after their users. All of them or none.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ~/Downloads/anna_accessKeys.csv',
    '<%= config.bin %> <%= command.id %> credentials.csv --profile-prefix lab-',
    'pass aws/anna.csv | <%= config.bin %> <%= command.id %> - --profile anna',
  ]
  static override args = {
    file: Args.string({required: true, description: 'Path of the CSV file, or - for standard input.'}),
  }
  static override flags = {
    profile: targetProfileFlag(),
    'profile-prefix': Flags.string({
      helpValue: 'P',
      summary: 'Goes in front of the name of each profile.',
      default: '',
    }),
    backend: targetBackendFlag(),
    'dry-run': dryRunFlag(),
    yes: yesFlag(),
  }

  async run() {
    const {file} = this.args
    const {profile, 'profile-prefix': prefix, backend, 'dry-run': dryRun} = this.flags
    const keys =
      file === '-'
        ? await readAwsCsv(decodeText(await readStandardInput(), 'standard input'), 'standard input')
        : await readKeyFile(file)
    const sources = await this.session.sources()
    const presenter = await this.presenter()
    const result = await importKeys(
      {
        sources,
        agree: (target, accessKeyId) =>
          agreeOnPlace(
            {sources, presenter},
            target,
            accessKeyId,
            keys.length > 1 ? '--profile-prefix OTHER-' : '--profile OTHER',
          ),
      },
      keys,
      {profile: this.session.targetProfile(profile), profileGiven: profile !== undefined, prefix, backend, dryRun},
    )
    const stored = dryRun ? [] : await this.#found(sources, result)
    const warnings = [...result.warnings, ...stored.flatMap(winnerWarnings), ...(await this.session.warnings())]
    const shown = {...result, warnings, dryRun, stored, file: file === '-' ? null : file}
    return this.show(shown, {text: importText, json: importJson, exit: Exit.ok})
  }

  /** Whether tools find what was stored. */
  #found(sources: CredentialSources, {imported}: Imported): Promise<Stored[]> {
    return Promise.all(
      imported.map(async ({profile, accessKeyId}) => ({
        profile,
        winner: await otherWinner(sources, {profile, accessKeyId}),
      })),
    )
  }
}
