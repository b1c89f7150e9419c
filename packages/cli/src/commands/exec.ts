import {Args, backendFlag, failureOf, MturkCommand, profileFlag, usageError} from '@mturk-cli/command'
import {Exit, MturkError, run} from '@mturk-cli/core'
import {configuredEndpoints, endpointVariables} from '@mturk-cli/core/aws'
import {childEnvironment, selectedProfile} from '@mturk-cli/core/credentials'
import {REGION_OF_MTURK, readRegion} from '@mturk-cli/core/files'
import {selectAnyKey} from '@mturk-cli/core/mturk'

import {runProgram} from '../run-program.js'

export default class Exec extends MturkCommand<typeof Exec> {
  static override summary = 'Run a program with one key in its environment, and nothing that could mix in.'
  static override description =
    'The key is the one that Boto would use. The program has the same input, output and terminal, signals reach it, and its exit code is the one of this command; 125 where it could not be started. Variables of AWS that would lead it to another key (profiles, session tokens, roles, containers) are taken away.'
  static override usage = '<%= command.id %> [--profile NAME] [--backend ID] -- PROGRAM [ARGUMENT...]'
  static override examples = [
    '<%= config.bin %> <%= command.id %> -- printenv AWS_ACCESS_KEY_ID',
    '<%= config.bin %> <%= command.id %> --profile lab -- sh -c \'echo "$AWS_ACCESS_KEY_ID in $AWS_REGION"\'',
  ]
  /** Standard output is the program's. */
  static override enableJsonFlag = false
  static override args = {
    // oclif would read a missing one from standard input, which is the program's.
    program: Args.string({ignoreStdin: true, description: 'The program, behind two dashes, with its own arguments.'}),
  }
  static override flags = {profile: profileFlag(), backend: backendFlag()}

  #program: readonly string[] = []

  override async init() {
    const end = this.argv.indexOf('--')
    this.#program = end < 0 ? [] : this.argv.slice(end + 1)
    if (end >= 0) this.argv = this.argv.slice(0, end)
    if (this.jsonEnabled()) throw usageError('--json is refused here: standard output belongs to the program.', HOW)
    if (!this.#program[0]) throw misplaced()
    await super.init()
    if (this.args.program !== undefined) throw misplaced()
  }

  override jsonEnabled(): boolean {
    const end = this.argv.indexOf('--')
    return (end < 0 ? this.argv : this.argv.slice(0, end)).includes('--json')
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
    const {profile, backend} = this.flags
    const {env, home} = this.session
    const key = await selectAnyKey(await this.session.sources(), {profile, backend})
    const {name} = selectedProfile(env, profile)
    // The program will not know of the profile. Where a file is broken, the lookup has said so, or was not asked.
    const [found, configured] = await Promise.all([
      readRegion(name, {env, home}).catch(() => null),
      name === 'default' ? undefined : configuredEndpoints({env, home}, name).catch(() => undefined),
    ])
    const variables = endpointVariables(configured, env)
    process.exitCode = await runProgram(
      this.#program,
      childEnvironment(env, key, {region: found?.region || REGION_OF_MTURK, variables}),
    )
  }

  /** Whatever went wrong before the program ran ends alike, so that no code is mistaken for one of the program's. */
  protected override async catch(error: Parameters<MturkCommand<typeof Exec>['catch']>[0]) {
    if ('code' in error && error.code === 'EEXIT') throw error
    return super.catch(new MturkError({...failureOf(error), exit: Exit.execFailed}))
  }
}

function misplaced() {
  return usageError('The program stands behind two dashes, with its own arguments:', HOW)
}

const HOW = [run('mturk exec -- python3 study.py')]
