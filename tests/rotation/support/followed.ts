import {openSync, writeSync} from 'node:fs'
import {actsSoFar, follow, type Plan} from './acts.ts'

/** Loaded by Node before the real command: follows it by the plan in its environment, and tells its acts into a file. */

const {SWEEP_PLAN = '', SWEEP_ACTS, HOME = ''} = process.env
follow(JSON.parse(SWEEP_PLAN) as Plan, HOME)
process.once('exit', () => {
  if (SWEEP_ACTS !== undefined) writeSync(openSync(SWEEP_ACTS, 'w'), JSON.stringify(actsSoFar()))
})
