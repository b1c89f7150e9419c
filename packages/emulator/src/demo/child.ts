import {spawn} from 'node:child_process'
import {constants} from 'node:os'

export interface Mturk {
  /** Runs the real command as a child process. With `capture` its standard output comes back instead of being shown. */
  run(args: readonly string[], options?: {capture?: boolean}): Promise<{exit: number; stdout: string}>
}

/** Variables that a child may have from here: enough to start, and nothing that leads to a person's own keys. */
const PASSED_ON = ['PATH', 'SystemRoot', 'TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'LANG', 'TZ'] as const

export function mturkIn(home: string, entry: string, variables: Readonly<Record<string, string>>): Mturk {
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
  return {
    run: (args, {capture = false} = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [entry, ...args], {
          cwd: home,
          env: {...env, HOME: home, USERPROFILE: home, ...variables},
          stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
        })
        let stdout = ''
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
        child.on('error', reject)
        child.on('close', (code, signal) =>
          resolve({exit: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], stdout}),
        )
      }),
  }
}
