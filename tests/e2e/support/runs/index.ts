import {checks} from './checks.js'
import {config} from './config.js'
import {doctor} from './doctor.js'
import {keysInIam} from './keys-in-iam.js'
import {keys} from './keys.js'
import {moves} from './moves.js'
import {others} from './others.js'
import {psiturk} from './psiturk.js'
import type {Run} from './run.js'
import {secretsManager} from './secrets-manager.js'
import {setUp} from './set-up.js'
import {users} from './users.js'

export {fillHome, newSecret} from './filled-home.js'
export {play, wordsOf, type Run, type Scene} from './run.js'

/** Every command, and every way in which it fails in this version. */
export const RUNS: readonly Run[] = [
  ...checks,
  ...setUp,
  ...users,
  ...keys,
  ...moves,
  ...keysInIam,
  ...config,
  ...doctor,
  ...psiturk,
  ...secretsManager,
  ...others,
]
