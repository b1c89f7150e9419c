import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {readFileSync} from 'node:fs'
import {expect} from 'vitest'
import type {Python} from '../support/real-clients.js'

const prelude = readFileSync(new URL('./emulator-boto3.py', import.meta.url), 'utf8')

export const INVALID_TOKEN = 'The security token included in the request is invalid.'

/** What the steps have as `given`, beside the endpoints. */
export interface Given {
  /** By name; `root` is there anyhow. */
  readonly keys?: Readonly<Record<string, EmulatorKey>>
  readonly [name: string]: unknown
}

/** Runs the steps in one Python with boto3; answers what each came to, by name. */
export async function boto3(python: Python, emulator: Emulator, steps: string, {keys, ...given}: Given = {}) {
  const result = await python(`${prelude}\n${steps}\nprint(json.dumps(seen, default=str))`, {
    ...given,
    keys: {root: emulator.rootKey, ...keys},
  })
  expect(result.stderr).toBe('')
  return result.json as Record<string, any>
}

/** An error as `see` notes it. */
export function error(code: string, status: number, message: unknown = expect.any(String)) {
  return {code, status, message}
}
