import {spawn} from 'node:child_process'

export interface ChildOptions {
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the child reads from standard input; without it, standard input is empty. */
  readonly stdin?: string
  readonly cwd?: string
  /** Milliseconds until the child is killed; 45 s, so that a hang is told by what the child had said, not by vitest. */
  readonly timeout?: number
}

export interface Ended {
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program without a terminal and waits until it and its pipes are done. The environment is only what is given. */
export function runChild(program: string, args: readonly string[], options: ChildOptions = {}): Promise<Ended> {
  const {env = {}, stdin, cwd, timeout = 45_000} = options
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const child = spawn(program, args, {
    env: given,
    cwd,
    timeout,
    killSignal: 'SIGKILL',
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const output = {stdout: '', stderr: ''}
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (part: string) => (output[stream] += part))
  }
  child.stdin?.on('error', () => {}) // the child may end without having read it
  child.stdin?.end(stdin)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, signal) => resolve({exit, signal, ...output}))
  })
}

/** Divides `('balance', '--json', {env})` into the arguments and the options that may stand last. */
export function splitArguments<Options>(given: readonly (string | Options)[]): {
  args: string[]
  options: Partial<Options>
} {
  const args = given.filter((argument) => typeof argument === 'string')
  const last = given.at(-1)
  return {args, options: typeof last === 'string' || last === undefined ? {} : last}
}
