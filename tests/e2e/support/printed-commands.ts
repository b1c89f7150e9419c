import {fileURLToPath} from 'node:url'
import {runChild} from '../../support/child.js'
import type {MturkResult} from '../../support/mturk.js'
import type {Scene} from './scene.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** Every command that a remedy prints, without its backticks. */
export function commandsIn(remedy: string | null): string[] {
  return [...(remedy ?? '').matchAll(/`(mturk [^`]+)`$/gm)].map(([, command = '']) => command)
}

/** Types printed lines into a shell in which `mturk` is the real command; `--json` is added to the last. */
export async function typeIn(
  {home, emulator}: Omit<Scene, 'mturk'> & Partial<Scene>,
  lines: string,
  more: Readonly<Record<string, string>> = {},
): Promise<MturkResult> {
  const script = `mturk() { "${process.execPath}" "${RUN_JS}" "$@"; }\n${lines} --json`
  const ended = await runChild('/bin/sh', ['-c', script], {env: {...home.env(), ...emulator.environment(), ...more}})
  return {...ended, json: JSON.parse(ended.stdout) as unknown}
}
