import {expect} from 'vitest'
import {startMturk, type Running} from './running.js'
import type {Scene} from './scene.js'

/** The real command, at work in that home with that account. */
export function startIn({home, emulator}: Pick<Scene, 'home' | 'emulator'>, words: readonly string[]): Running {
  return startMturk(words, {env: {...home.env(), ...emulator.environment()}})
}

/** Lets the process come to its n-th request and stand still there; then it dies. */
export async function killAtRequest(
  scene: Pick<Scene, 'home' | 'emulator'>,
  words: readonly string[],
  {nth, act}: {nth: number; act: 'before' | 'after'},
): Promise<void> {
  const {emulator} = scene
  const heal = emulator.addFault({match: {nth}, effect: {kind: act === 'before' ? 'hang' : 'hang-after'}})
  const running = startIn(scene, words)
  await emulator.waitForRequest(() => emulator.requests.length >= nth, {timeoutMs: 30_000})
  running.kill('SIGKILL')
  expect(await running.ended).toMatchObject({signal: 'SIGKILL', stdout: ''})
  heal()
}
