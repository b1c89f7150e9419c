import type {Emulator} from '@mturk-cli/emulator'
import type {Home} from '../../support/home.js'
import type {Mturk} from '../../support/mturk.js'

/** Where something happens: a home, an account, and the real command between the two. */
export interface Scene {
  readonly home: Home
  readonly emulator: Emulator
  readonly mturk: Mturk
}
