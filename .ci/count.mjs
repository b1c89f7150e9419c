/** `node count.mjs REPORT EXIT`: what vitest's JSON report counted, as `passed failed skipped`. */
import {existsSync, readFileSync} from 'node:fs'

const [path = '', exit = '1'] = process.argv.slice(2)
const {
  numPassedTests = 0,
  numFailedTests = 0,
  numPendingTests = 0,
  numTodoTests = 0,
} = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
if (numPassedTests + numFailedTests === 0) console.error('No test ran.')
// vitest also fails for what belongs to no test: a file that cannot be loaded, a rejection that nobody handled.
const lost = numFailedTests === 0 && (exit !== '0' || numPassedTests === 0) ? 1 : 0
console.log(numPassedTests, numFailedTests + lost, numPendingTests + numTodoTests)
