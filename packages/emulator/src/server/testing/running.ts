import {onTestFinished} from 'vitest'
import type {Clock} from '../clock.js'
import {startEmulator, type Emulator, type EmulatorOptions} from '../emulator.js'

/** A clock that stands still until a test moves it; it starts at the real time, which real clients sign with. */
export class HandClock implements Clock {
  #now = Date.now()

  now(): number {
    return this.#now
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
  }
}

/** Starts an emulator that is stopped when the test ends. */
export async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  onTestFinished(() => emulator.stop())
  return emulator
}
