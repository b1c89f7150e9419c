import {answerNeeded, run} from '@mturk-cli/core'
import type {Presenter} from '@mturk-cli/core/guide'

export interface Consent {
  /** What would come, as a person reads it. */
  readonly lines: readonly string[]
  /** The same in a few words: `@org/mturk-plugin-vault 1.0.0 from …`. */
  readonly what: string
  /** `Install it?` */
  readonly question: string
  /** The command that was typed, which with --yes does it. */
  readonly command: readonly [command: string, ...words: string[]]
}

interface Asking {
  readonly yes: boolean
  readonly presenter: Presenter
  readonly print: (line: string) => void
}

/** What everybody should know who says yes. */
export const RIGHTS =
  'A plugin runs with all your rights: it can read your files and your keys. Install none that you would not run.'

/**
 * Shows what would come, and asks.
 *
 * @throws MturkError `answer_needed` where nobody can be asked, or where the answer was no
 */
export async function agree({lines, what, question, command}: Consent, {yes, presenter, print}: Asking): Promise<void> {
  for (const line of lines) print(line)
  if (yes) return
  if (!presenter.interactive) {
    const [typed, ...words] = command
    throw answerNeeded(
      `${what} would run with all your rights, so somebody has to say yes; nothing was changed. If you trust it:`,
      [run(typed, ...words, '--yes')],
    )
  }
  if (await presenter.confirm(question, {default: false})) return
  throw answerNeeded('The answer was no, so nothing was changed.', [])
}
