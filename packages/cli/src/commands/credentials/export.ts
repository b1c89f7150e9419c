import {backendFlag, Flags, MturkCommand, profileFlag, usageError, writeToStandardOutput} from '@mturk-cli/command'
import {run} from '@mturk-cli/core'
import {processDocument} from '@mturk-cli/core/credentials'
import {selectAnyKey} from '@mturk-cli/core/mturk'

export default class CredentialsExport extends MturkCommand<typeof CredentialsExport> {
  static override summary = 'Hand a key, with its secret, to another program.'
  static override description =
    'Writes the key that Boto would use to standard output, and nothing else: the document that boto3, the AWS CLI and the AWS SDKs expect of a credential_process. Never to a terminal.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --format process | jq -r .AccessKeyId',
    'credential_process = <%= config.bin %> <%= command.id %> --format process --profile lab',
  ]
  /** What it writes is a document of its own, which `--json` would only promise a second time. */
  static override enableJsonFlag = false
  static override flags = {
    format: Flags.string({options: ['process'], required: true, summary: 'What the other program expects.'}),
    profile: profileFlag(),
    backend: backendFlag(),
  }

  override async init() {
    if (this.jsonEnabled()) {
      throw usageError('--json is refused here, since what it prints never holds a secret.', [
        run('mturk credentials export --format process'),
      ])
    }
    await super.init()
  }

  override jsonEnabled(): boolean {
    return this.argv.includes('--json')
  }

  protected override get ownsStandardOutput(): boolean {
    return true
  }

  async run() {
    const {profile, backend} = this.flags
    if (process.stdout.isTTY) {
      throw usageError(
        'Standard output is a terminal, where the secret would stay to be seen. Send it to a program through a pipe, or name this command as a credential_process.',
      )
    }
    const key = await selectAnyKey(await this.session.sources(), {profile, backend})
    writeToStandardOutput(`${processDocument(key)}\n`)
  }
}
