import {fileURLToPath} from 'node:url'
import {commandOf} from '../e2e/usage.js'
import {complaintsAbout} from '../reference/schemas.js'
import {runChild, splitArguments, type ChildOptions, type Ended} from './child.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

export interface MturkResult extends Ended {
  /** Standard output parsed, where the arguments had `--json`; an error if it is not one JSON value. */
  readonly json?: any
}

/** `await mturk('balance', '--json')`, or with options last: `await mturk('keys', 'import', '-', {stdin: csv})`. */
export type Mturk = (...args: string[] | [...string[], ChildOptions]) => Promise<MturkResult>

/**
 * The real command as a child process: no terminal, and no environment but this and what a call adds. Whatever it prints
 * for `--json` is held against the schema that it is promised by.
 */
export function mturkIn(environment: Readonly<Record<string, string | undefined>>): Mturk {
  return async (...given) => {
    const {args, options} = splitArguments<ChildOptions>(given)
    const env = {...environment, ...options.env}
    const ended = await runChild(process.execPath, [RUN_JS, ...args], {...options, env})
    return args.includes('--json') ? {...ended, json: parse(ended, args)} : ended
  }
}

function parse({exit, signal, stdout, stderr}: Ended, args: readonly string[]): unknown {
  const complain = (what: string) =>
    new Error(
      `mturk ${args.join(' ')} (${signal ?? `exit code ${exit}`}) ${what}:\n${stdout}\n--- standard error:\n${stderr}`,
    )
  const json = parsed(stdout)
  if (json === undefined) throw complain('did not print JSON')
  const command = commandOf(args)
  const complaints = command === undefined ? [] : complaintsAbout(command, json)
  if (complaints.length > 0) throw complain(`broke its promise (${complaints.join('; ')})`)
  return json
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
