import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {Emulator} from '@mturk-cli/emulator'
import {runChild, type Ended} from '../../support/child.js'
import type {Home} from '../../support/home.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** Kills a process at a system call; Linux only. A constant, so that knip does not look for it among the packages. */
const STRACE = 'strace'
const strace = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0
if (process.platform === 'linux' && !strace) {
  console.warn('strace is not on this machine: commands were NOT killed at their writes.')
}

/** Without strace these tests fail in CI, where nothing may be left out unseen. */
export const canKillAtWrite = strace || Boolean(process.env['CI'] && process.platform === 'linux')

/** A system call, counted from 1. */
export interface NthCall {
  readonly call: string
  readonly when: number
}

/**
 * Runs the real command and kills it as it makes a system call for the n-th time. One thread makes all of these calls, so
 * they can be counted.
 */
export function runKilledAt(scene: Traced, args: readonly string[], at: NthCall): Promise<Ended> {
  return runWith('signal=KILL', scene, args, at)
}

/** The same with Ctrl-C. */
export function runStoppedAt(scene: Traced, args: readonly string[], at: NthCall): Promise<Ended> {
  return runWith('signal=INT', scene, args, at)
}

/** The same on a disk that is full by then: this call fails, and no other one. */
export function runWithFullDiskAt(scene: Traced, args: readonly string[], at: NthCall): Promise<Ended> {
  return runWith('error=ENOSPC', scene, args, at)
}

interface Traced {
  readonly home: Home
  readonly emulator: Emulator
}

function runWith(
  effect: string,
  {home, emulator}: Traced,
  args: readonly string[],
  {call, when}: NthCall,
): Promise<Ended> {
  const inject = `inject=${call}:${effect}:when=${when}`
  const tracing = ['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject]
  const env = {...home.env(), ...emulator.environment(), UV_THREADPOOL_SIZE: '1'}
  return runChild(STRACE, [...tracing, process.execPath, RUN_JS, ...args], {env})
}

/** What a lock leaves where its process dies: it says which process that was, and nothing else. */
export function withoutLocks(files: readonly string[]): readonly string[] {
  return files.filter((file) => !/[.-]lock(\.[0-9a-f]{32}\.new)?$/.test(file))
}
