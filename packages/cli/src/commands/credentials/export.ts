import {backendFlag, Flags, MturkCommand, profileFlag, usageError, writeToStandardOutput} from '@mturk-cli/command'
import {run, say} from '@mturk-cli/core'
import {EXPORT_FORMATS, exportedKey, selectedProfile, type ExportFormat} from '@mturk-cli/core/credentials'
import {selectAnyKey} from '@mturk-cli/core/mturk'

import {enterExport} from '../../export-chain.js'

const EXPORT = 'mturk credentials export'

/** How each format gets to the program that it is for, without a terminal in between. */
const WAYS: Readonly<Record<ExportFormat, (command: string) => string>> = {
  env: (command) => `eval "$(${command})"`,
  dotenv: (command) => `(umask 077; ${command} > mturk.env)`,
  powershell: (command) => `${command} | Out-String | Invoke-Expression`,
  fish: (command) => `${command} | source`,
  process: (command) => `In a profile of ~/.aws/config: credential_process = ${command}`,
}

export default class CredentialsExport extends MturkCommand<typeof CredentialsExport> {
  static override summary = 'Hand a key, with its secret, to another program.'
  static override description =
    'Writes the key that Boto would use to standard output, and nothing else. process is the document that boto3, the AWS CLI and the AWS SDKs expect of a credential_process; env (sh, bash, zsh), fish and powershell are lines for that shell, which also take a left-over session token away; dotenv is for a file. Never to a terminal.'
  static override examples = [
    'eval "$(<%= config.bin %> <%= command.id %> --format env)"',
    '(umask 077; <%= config.bin %> <%= command.id %> --format dotenv > mturk.env)',
    '<%= config.bin %> <%= command.id %> --format process | jq -r .AccessKeyId',
    'credential_process = <%= config.bin %> <%= command.id %> --format process --profile lab',
  ]
  /** What it writes is a text of its own, which `--json` would only promise a second time. */
  static override enableJsonFlag = false
  static override flags = {
    format: Flags.option({options: EXPORT_FORMATS, required: true, summary: 'What the other program expects.'})(),
    profile: profileFlag(),
    backend: backendFlag(),
  }

  override async init() {
    if (this.jsonEnabled()) {
      throw usageError('--json is refused here, since what it prints never holds a secret.', [
        run(`${EXPORT} --format process`),
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

  protected override get mayCache(): boolean {
    return true
  }

  protected override get only() {
    return this.flags.backend
  }

  async run() {
    const {profile, backend, format} = this.flags
    if (process.stdout.isTTY) {
      throw usageError(
        'Standard output is a terminal, where the secret would stay to be seen. Send it to the program that wants it:',
        [say(WAYS[format](this.#command))],
      )
    }
    enterExport(process.env, {profile: selectedProfile(process.env, profile).name, backend})
    const key = await selectAnyKey(await this.session.sources(), {profile, backend})
    writeToStandardOutput(exportedKey(key, format))
  }

  /** As it was typed; said and not run, since another program stands around it or behind it. */
  get #command(): string {
    const typed = Object.entries({format: this.flags.format, profile: this.flags.profile, backend: this.flags.backend})
    return run(EXPORT, ...typed.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))).command
  }
}
