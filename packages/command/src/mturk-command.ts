import {Command, type Interfaces} from './oclif.js'
import {usageError, type ExitCode} from '@mturk-cli/core'
import {withoutLookalikes} from '@mturk-cli/core/credentials'
import type {Presenter} from '@mturk-cli/core/guide'

import {envelopeOf, failureOf, type Failure} from './failure.js'
import {isTerminal, mayAsk} from './interaction.js'
import {CARRIED, rememberCall, withinCall} from './next-command.js'
import {Session} from './session.js'
import {failureLines} from './terminal/lines.js'
import {jsonText, withoutEndlessWords} from './terminal/printable.js'
import {reserveStandardOutput, writeToStandardOutput} from './terminal/standard-output.js'
import {shown} from './terminal/style.js'

export type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof MturkCommand)['baseFlags'] & T['flags']
>
export type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>

/** A line end in a name would make a line of ours of whatever follows it. */
function refuseLines(flags: Readonly<Record<string, unknown>>): void {
  for (const name of ['profile', 'admin-profile', 'user', 'user-name', 'profile-prefix']) {
    const value = flags[name]
    if (typeof value !== 'string' || !/[\r\n\u0085\u2028\u2029]/.test(value)) continue
    throw usageError(`--${name} holds a line end, and nothing has such a name.`)
  }
}

/**
 * What every command of ours shares: parsed flags, a session that knows the person's machine, one way to show a result and
 * one way to fail. A command parses, makes one call into core, and hands the result to one renderer.
 */
export abstract class MturkCommand<T extends typeof Command> extends Command {
  static override enableJsonFlag = true

  protected flags!: FlagsOf<T>
  protected args!: ArgsOf<T>
  /** The flags that were typed; a default is none of them. */
  protected givenFlags!: Partial<FlagsOf<T>>
  #session: Session | undefined

  protected override async init(): Promise<void> {
    await super.init()
    const {args, flags, metadata} = await this.parse({
      flags: this.ctor.flags,
      baseFlags: (super.ctor as typeof MturkCommand).baseFlags,
      enableJsonFlag: this.ctor.enableJsonFlag,
      args: this.ctor.args,
      strict: this.ctor.strict,
    })
    this.flags = flags as FlagsOf<T>
    this.args = args as ArgsOf<T>
    const typed = Object.entries(flags).filter(([name]) => !metadata.flags[name]?.setFromDefault)
    refuseLines(this.flags)
    this.givenFlags = Object.fromEntries(typed) as Partial<FlagsOf<T>>
    rememberCall({
      flags: this.ctor.flags,
      given: Object.fromEntries(typed.filter(([name]) => CARRIED.some((carried) => carried === name))),
      flagsOf: (id) => this.config.findCommand(id)?.flags,
      canStore: (backend) => this.#session?.canStore(backend) ?? true,
    })
  }

  /** The person's machine, as this command may see it. */
  protected get session(): Session {
    if (this.#session) return this.#session
    // From here on plugins may be asked.
    if (this.ownsStandardOutput) reserveStandardOutput()
    this.#session = new Session({
      config: this.config,
      env: process.env,
      interactive: this.interactive,
      mayCache: this.mayCache,
      only: this.only,
      tell: (text) => this.logToStderr(text),
    })
    return this.#session
  }

  /** One thing alone goes to standard output, for a program; whatever else is written there goes to standard error. */
  protected get ownsStandardOutput(): boolean {
    return this.jsonEnabled()
  }

  /** It only hands a key on, and neither changes keys nor says whether they work. */
  protected get mayCache(): boolean {
    return false
  }

  /** The one backend that this command asks; undefined: all of them. */
  protected get only(): string | undefined {
    return undefined
  }

  /** Whether questions may be asked at all. */
  protected get interactive(): boolean {
    const {yes = false} = this.flags as {yes?: boolean}
    return mayAsk({json: this.jsonEnabled(), yes, env: process.env, terminal: isTerminal()})
  }

  protected async presenter(): Promise<Presenter> {
    const {presenterFor} = await import('./terminal/presenter.js')
    return presenterFor({
      interactive: this.interactive,
      print: (text) => this.log(text),
      signal: this.session.signal,
      mayOpenPages: (this.flags as {open?: boolean}).open !== false,
    })
  }

  /** Runs another command of ours or of a plugin's, as if it were typed; it asks and shows for itself. Its exit code is not ours. */
  protected async runOther(words: readonly string[], flags: readonly string[]): Promise<void> {
    await withinCall(() => this.config.runCommand(words.join(':'), [...flags]))
    process.exitCode = 0
  }

  /**
   * Shows a result: as text through its renderer, or as the JSON that `toJson` makes of it.
   *
   * @param exit what the process ends with; a command that ran and has bad news shows its result all the same
   */
  protected show<Result, Json>(
    result: Result,
    {text, json, exit}: {text: (result: Result) => readonly string[]; json: (result: Result) => Json; exit: ExitCode},
  ): Json {
    for (const line of text(result)) this.log(line)
    process.exitCode = exit
    return json(result)
  }

  /** Nothing that came from outside reaches a terminal unfiltered. */
  override log(message = ''): void {
    super.log('%s', shown(withoutEndlessWords(this.#covered(message)), process.stdout))
  }

  override logToStderr(message = ''): void {
    super.logToStderr('%s', shown(withoutEndlessWords(this.#covered(message)), process.stderr))
  }

  override logJson(json: unknown): void {
    const cover = (_name: string, value: unknown) => (typeof value === 'string' ? this.#covered(value) : value)
    const covered: unknown = JSON.parse(JSON.stringify(json), cover)
    writeToStandardOutput(`${jsonText(covered)}\n`)
  }

  /** A plugin's words are cleaned where they come in; it may have given out the secret itself only later. */
  #covered(text: string): string {
    return this.#session?.withoutSecrets(text) ?? withoutLookalikes(text)
  }

  /** Every failure ends here: one envelope for `--json`, the same words for people, one exit code. */
  protected override async catch(error: Interfaces.CommandError): Promise<void> {
    if ('code' in error && error.code === 'EEXIT') throw error
    const failure = this.#afterStop(failureOf(error))
    process.exitCode = failure.exit
    if (this.jsonEnabled()) this.logJson(envelopeOf(failure))
    else for (const line of failureLines(failure)) this.logToStderr(line)
  }

  /** Where somebody had asked to stop, and no journal is open, whatever failed on the way out is that they did. */
  #afterStop(failure: Failure): Failure {
    const signal = this.#session?.signal
    if (!signal?.aborted || failure.code === 'interrupted') return failure
    const stop = failureOf(signal.reason)
    return {...stop, message: `${stop.message} ${failure.message}`}
  }
}
