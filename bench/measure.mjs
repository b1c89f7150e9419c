import {spawn} from 'node:child_process'

/**
 * `before` is done before each run, and not measured.
 * @typedef {{name: string, command: string[], env: Record<string, string>, before?: () => void}} Program
 */

/**
 * Runs all programs in turns, two rounds unmeasured first (disk cache, compile cache), and gives each its median.
 * @param {Program[]} programs
 * @param {number} rounds
 * @returns {Promise<Map<string, number>>} milliseconds by name
 */
export async function measure(programs, rounds) {
  /** @type {Map<string, number[]>} */
  const times = new Map(programs.map(({name}) => [name, []]))
  for (let round = -2; round < rounds; round++) {
    for (const program of programs) {
      program.before?.()
      const time = await timeOf(program)
      if (round >= 0) times.get(program.name)?.push(time)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

/**
 * One run, from spawn to exit. A program that fails would be fast, and is an error.
 * @param {Program} program
 * @returns {Promise<number>}
 */
function timeOf({name, command: [program = '', ...args], env}) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(performance.now() - start)
      else reject(new Error(`${name} ended with ${code}:\n${output}`))
    })
  })
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}
