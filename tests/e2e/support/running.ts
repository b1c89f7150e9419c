import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {Ended} from '../../support/child.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** The real command while it runs. */
export interface Running {
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
  /** The first line of standard output; an error where the command ends without one. */
  readonly firstLine: Promise<string>
  /** The same of standard error. */
  readonly firstError: Promise<string>
  readonly ended: Promise<Ended>
  /** All that was written to standard output and standard error so far. */
  readonly soFar: () => string
}

interface RunningOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** Another user than the one who runs the tests, who must be root then. */
  readonly uid?: number | undefined
}

/** Starts the real command without waiting for its end: for signals, and for commands that stay. */
export function startMturk(args: readonly string[], {env, cwd, uid}: RunningOptions): Running {
  const child = spawn(process.execPath, [RUN_JS, ...args], {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    cwd,
    ...(uid === undefined ? {} : {uid, gid: uid}),
    // A test that failed must not leave it running.
    timeout: 45_000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = {stdout: '', stderr: ''}
  const first = {stdout: Promise.withResolvers<string>(), stderr: Promise.withResolvers<string>()}
  for (const name of ['stdout', 'stderr'] as const) {
    first[name].promise.catch(() => {}) // most tests do not ask for it
    child[name].setEncoding('utf8').on('data', (part: string) => {
      output[name] += part
      const end = output[name].indexOf('\n')
      if (end >= 0) first[name].resolve(output[name].slice(0, end))
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, signal) => {
      const without = new Error(`mturk ${args.join(' ')} ended without a line: ${output.stderr}`)
      for (const line of Object.values(first)) line.reject(without)
      resolve({exit, signal, ...output})
    })
  })
  return {
    pid: child.pid ?? Number.NaN,
    kill: (signal) => void child.kill(signal),
    firstLine: first.stdout.promise,
    firstError: first.stderr.promise,
    ended,
    soFar: () => output.stdout + output.stderr,
  }
}
