import {Args, Flags, MturkCommand} from '@mturk-cli/command'
import {run, usageError} from '@mturk-cli/core'

import {fishSetUp} from '../../completion/fish.js'
import {runOclifs} from '../../completion/oclifs.js'
import {fishScriptIn, writeScripts} from '../../completion/write-scripts.js'

const SHELLS = ['bash', 'fish', 'powershell', 'zsh']

/** In front of oclif's own command of this name, which knows no fish. */
export default class Autocomplete extends MturkCommand<typeof Autocomplete> {
  static override enableJsonFlag = false
  static override summary = 'Complete commands and flags with the Tab key: how to switch it on.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> fish',
    '<%= config.bin %> <%= command.id %> --refresh-cache',
  ]
  static override args = {
    shell: Args.string({options: SHELLS, description: 'Your shell; found out where it is missing.'}),
  }
  static override flags = {
    'refresh-cache': Flags.boolean({char: 'r', default: false, summary: 'Only take up the commands of new plugins.'}),
  }

  async run(): Promise<void> {
    if (this.flags['refresh-cache']) return writeScripts(this.config)
    const shell = this.args.shell ?? shellNamed(this.config.shell)
    if (shell !== 'fish') await runOclifs(this.config, 'autocomplete', [shell])
    await writeScripts(this.config)
    if (shell === 'fish') for (const line of fishSetUp(fishScriptIn(this.config))) this.log(line)
  }
}

/** `bash`, or `C:\Program Files\Git\bin\bash.exe`. */
function shellNamed(found: string): string {
  const name =
    /[^\\/]*$/
      .exec(found)?.[0]
      .replace(/\.exe$/i, '')
      .replace('pwsh', 'powershell') ?? ''
  if (SHELLS.includes(name)) return name
  throw usageError(`Completion is for ${SHELLS.join(', ')}; your shell seems to be another one (${found}).`, [
    run('mturk autocomplete bash'),
  ])
}
