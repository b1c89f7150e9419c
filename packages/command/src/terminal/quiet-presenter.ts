import {answerNeeded, say} from '@mturk-cli/core'
import type {Presenter} from '@mturk-cli/core/guide'

export interface QuietOptions {
  /** Where words go: standard output for people without a terminal, nowhere with `--json`. */
  readonly print: (text: string) => void
  /** How a line of a list looks. */
  readonly line: (line: Parameters<Presenter['show']>[0]) => string
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** Milliseconds: what takes longer is announced, so that nobody wonders. */
const WORTH_A_WORD = 1000

/** The presenter for scripts, logs and `--yes`: it says the same, and asks nothing. */
export function quietPresenter({print, line, sleep}: QuietOptions): Presenter {
  const refuse = (question: string): never => {
    throw answerNeeded(`An answer is needed, and nobody can be asked: ${question}`, [
      say('Run the command in a terminal, without --yes, --json and CI; or give the answer with a flag (see --help).'),
    ])
  }
  let waitingFor: string | undefined
  return {
    interactive: false,
    say: print,
    warn: print,
    show: (shown) => print(line(shown)),
    async during(title, work) {
      const timer = setTimeout(() => print(`    ${title} …`), WORTH_A_WORD)
      try {
        return await work(() => undefined)
      } finally {
        clearTimeout(timer)
      }
    },
    confirm: async (question) => refuse(question),
    choose: async (question) => refuse(question),
    ask: async (question) => refuse(question),
    askSecret: async (question) => refuse(question),
    openPage: async (url) => print(`    ${url}`),
    async wait(milliseconds, title) {
      if (waitingFor !== title) print(`    ${title} …`)
      waitingFor = title
      await sleep(milliseconds)
      return 'elapsed'
    },
  }
}
