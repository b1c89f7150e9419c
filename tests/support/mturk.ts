import {fileURLToPath} from 'node:url'
import {runChild, splitArguments, type ChildOptions, type Ended} from './child.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

export interface MturkResult extends Ended {
  /** Standard output parsed, where the arguments had `--json`; an error if it is not one JSON value. */
  readonly json?: any
}

/** `await mturk('balance', '--json')`, or with options last: `await mturk('keys', 'import', '-', {stdin: csv})`. */
export type Mturk = (...args: string[] | [...string[], ChildOptions]) => Promise<MturkResult>

/** The real command as a child process: no terminal, and no environment but this and what a call adds. */
export function mturkIn(environment: Readonly<Record<string, string | undefined>>): Mturk {
  return async (...given) => {
    const {args, options} = splitArguments<ChildOptions>(given)
    const env = {...environment, ...options.env}
    const ended = await runChild(process.execPath, [RUN_JS, ...args], {...options, env})
    return args.includes('--json') ? {...ended, json: parse(ended, args)} : ended
  }
}

function parse({exit, signal, stdout, stderr}: Ended, args: readonly string[]): unknown {
  try {
    return JSON.parse(stdout)
  } catch {
    const ending = signal ?? `exit code ${exit}`
    throw new Error(
      `mturk ${args.join(' ')} (${ending}) did not print JSON:\n${stdout}\n--- standard error:\n${stderr}`,
    )
  }
}
