import {emitKeypressEvents} from 'node:readline'

import {Secret} from '@mturk-cli/core/credentials'
import type {Presenter} from '@mturk-cli/core/guide'
import {Listr} from 'listr2'

import {printable} from './printable.js'

export interface TerminalOptions {
  readonly print: (text: string) => void
  readonly line: (line: Parameters<Presenter['show']>[0]) => string
  /** Ends a wait. */
  readonly signal: AbortSignal
  readonly openPage: (url: string) => Promise<void>
}

/** The presenter for a person at a terminal: prompts, and listr2 for whatever takes a while. */
export function terminalPresenter({print, line, signal, openPage}: TerminalOptions): Presenter {
  return {
    interactive: true,
    say: print,
    warn: print,
    show: (shown) => print(line(shown)),
    during,
    async confirm(question, options) {
      const {confirm} = await import('@inquirer/prompts')
      return confirm({message: printable(question), default: options.default})
    },
    async choose(question, choices) {
      const {select} = await import('@inquirer/prompts')
      return select({
        message: printable(question),
        // Once it is chosen, what stands in brackets has been read.
        choices: choices.map(({label, value}) => {
          const name = printable(label)
          return {name, value, short: name.replace(/ \([^()]*\)$/, '')}
        }),
      })
    },
    async ask(question, {check, mayShow = () => true} = {}) {
      const {input} = await import('@inquirer/prompts')
      return input({
        message: printable(question),
        validate: (answer) => check?.(answer) ?? true,
        // As many stars as there were characters, since the prompt reckons the place of the cursor from them.
        transformer: (typed) => (mayShow(typed) ? printable(typed) : '*'.repeat(typed.length)),
        // What cannot be seen cannot be put right either.
        theme: {validationFailureMode: 'clear'},
      })
    },
    async askSecret(question) {
      // Without a mask nothing is echoed at all, so neither a screen reader nor a recording learns its length.
      const {password} = await import('@inquirer/prompts')
      return new Secret(await password({message: printable(question), mask: false, toggleMask: false}))
    },
    openPage,
    wait(milliseconds, title, left) {
      const end = Date.now() + left
      const keys = '(Enter: check now · s: skip · Ctrl-C: stop here)'
      return during(title, (report) =>
        untilKey(milliseconds, signal, () => report(`${title} … ${minutesAndSeconds(end - Date.now())}   ${keys}`)),
      )
    },
  }
}

/** One listr2 task that vanishes when it is done; what came out of it is for the caller to say. */
async function during<Result>(
  title: string,
  work: (report: (text: string) => void) => Promise<Result>,
): Promise<Result> {
  let result: Result | undefined
  const tasks = new Listr(
    {
      title: printable(title),
      task: async (_context, task) => {
        result = await work((text) => {
          task.title = printable(text)
        })
      },
    },
    {rendererOptions: {clearOutput: true}, exitOnError: true, registerSignalListeners: false},
  )
  await tasks.run()
  return result as Result
}

/** Ticks each second; a key ends it. Ctrl-C is an `AbortError`, as in a prompt. */
function untilKey(milliseconds: number, signal: AbortSignal, tick: () => void): Promise<'elapsed' | 'now' | 'stop'> {
  const {stdin} = process
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearInterval(ticker)
      clearTimeout(timer)
      stdin.off('keypress', onKey)
      signal.removeEventListener('abort', onAbort)
      stdin.setRawMode(false)
      stdin.pause()
      finish()
    }
    const onKey = (_text: string | undefined, key: {name?: string; ctrl?: boolean}) => {
      if (key.ctrl && key.name === 'c') settle(() => reject(new DOMException('Stopped.', 'AbortError')))
      else if (key.name === 'return' || key.name === 'enter') settle(() => resolve('now'))
      else if (key.name === 's') settle(() => resolve('stop'))
    }
    const onAbort = () => settle(() => reject(signal.reason as Error))
    const ticker = setInterval(tick, 1000)
    const timer = setTimeout(() => settle(() => resolve('elapsed')), milliseconds)
    signal.addEventListener('abort', onAbort, {once: true})
    emitKeypressEvents(stdin)
    stdin.setRawMode(true)
    stdin.resume()
    stdin.on('keypress', onKey)
    tick()
  })
}

function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
