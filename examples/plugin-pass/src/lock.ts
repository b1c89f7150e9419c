import {rm, writeFile} from 'node:fs/promises'
import {setTimeout as pause} from 'node:timers/promises'
import {trouble} from './pass.js'

/** Milliseconds that one change waits for another. */
const PATIENCE = 20_000

/** One change at a time, of all processes: `pass` itself has no compare-and-set. */
export async function withLock<T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (const begun = Date.now(); !(await isTaken(file)); await pause(20)) {
    if (signal.aborted || Date.now() - begun > PATIENCE) {
      throw trouble('locked', `Another mturk is at work, as ${file} says.`, `If none is, take it away: rm ${file}`)
    }
  }
  try {
    return await work()
  } finally {
    await rm(file, {force: true})
  }
}

async function isTaken(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), {flag: 'wx', mode: 0o600})
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw trouble('not_writable', 'The password store cannot be written.')
  }
}
