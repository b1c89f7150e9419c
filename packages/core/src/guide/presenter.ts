import type {Secret} from '../credentials/index.js'
import type {Remedy} from '../remedy.js'

export type Mark = 'done' | 'open' | 'warning' | 'unknown' | 'skipped'

export interface Choice<Value> {
  readonly label: string
  readonly value: Value
}

export interface AskOptions {
  /** What is wrong with the answer, for the person; then it is asked again. */
  readonly check?: (answer: string) => string | undefined
  /** Whether what was typed so far may be seen: somebody may paste a secret here by mistake. Everything, where it is missing. */
  readonly mayShow?: (typed: string) => boolean
}

/**
 * How a long flow talks to a person while it runs. Core asks through this and knows neither listr2 nor prompts.
 * Where `interactive` is false every question is refused with `answer_needed`; a flow asks only where it has looked.
 */
export interface Presenter {
  readonly interactive: boolean
  say(text: string): void
  warn(text: string): void
  /** One line of a list: a mark, what it is about, how it stands; and what to do where it is open. */
  show(line: {mark: Mark; title: string; message: string; remedy?: readonly Remedy[]}): void
  /** Shows that something is going on for as long as `work` takes; `report` changes the words beside it. */
  during<Result>(title: string, work: (report: (text: string) => void) => Promise<Result>): Promise<Result>
  confirm(question: string, options: {default: boolean}): Promise<boolean>
  choose<Value>(question: string, choices: readonly Choice<Value>[]): Promise<Value>
  ask(question: string, options?: AskOptions): Promise<string>
  /** What is typed stays hidden. */
  askSecret(question: string): Promise<Secret>
  /** Opens a page in the person's browser, or prints its address where that must not or cannot be. */
  openPage(url: string): Promise<void>
  /**
   * Waits up to `milliseconds`, one of several such waits; the person may cut it short.
   * @param left milliseconds until all of the waiting ends, shown as a countdown
   * @returns `elapsed`, `now` (check at once) or `stop` (skip this wait)
   */
  wait(milliseconds: number, title: string, left: number): Promise<'elapsed' | 'now' | 'stop'>
}
