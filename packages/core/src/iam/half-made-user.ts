import {interrupted, messageOf} from '../errors.js'
import {lookAtJournals, openJournals, type OpenChange} from '../journal/index.js'
import {describeRemedy, type Remedy} from '../remedy.js'
import {assertAsBegun, type AskedFor} from './as-begun.js'
import type {CreateUserState} from './create-user-steps.js'
import type {CreateUserRequest} from './create-user.js'
import {CREATE_USER} from './create-user-format.js'
import {goOn, whatIsLeft} from './what-is-left.js'

/** A user that an earlier run began in this home and did not finish. */
export interface HalfMadeUser {
  readonly account: string
  readonly request: CreateUserRequest
  readonly message: string
  readonly remedy: readonly Remedy[]
  /** @throws MturkError `usage` where it is asked for otherwise than the run wants it that began it */
  assertAsBegun(asked: AskedFor): void
  /** What to throw where there are no administrator credentials to go on with. */
  cannotGoOn(cause: unknown): Error
}

/**
 * @param userName only one of this name; undefined: any that nobody is at work on
 * @param account only one in this account; undefined: in any
 * @throws a `MturkBackendError` `locked` where a process is just making the user of this name
 */
export async function findHalfMadeUser(
  dataDirectory: string,
  userName: string | undefined,
  account?: string,
): Promise<HalfMadeUser | null> {
  const all = await openJournals(dataDirectory, CREATE_USER, {user: userName, account})
  const found = userName === undefined ? all.find(({locked}) => locked === null) : all[0]
  if (found?.locked) throw found.locked
  return found ? halfMadeUser(found) : null
}

/**
 * All that are half-made and that nobody is at work on, each in words with the command that finishes it: for a run that was about another user.
 *
 * @param except the user that the run was about, where that may be half-made too
 */
export async function otherHalfMadeUsers(dataDirectory: string, except?: string): Promise<readonly string[]> {
  const {open, untrusted} = await lookAtJournals(dataDirectory, CREATE_USER)
  const halfMade = open.filter(({user, locked}) => user !== except && locked === null).map(halfMadeUser)
  return [...halfMade, ...untrusted.filter(({user}) => user !== except)].map(
    ({message, remedy}) => `${message} ${describeRemedy(remedy)?.replaceAll('\n', ' ')}`,
  )
}

function halfMadeUser({account, state}: OpenChange<CreateUserState>): HalfMadeUser {
  const message = whatIsLeft(state, account)
  const remedy = goOn(state)
  return {
    account,
    request: state.request,
    message,
    remedy,
    assertAsBegun: (asked) => assertAsBegun(state, asked),
    cannotGoOn: (cause) =>
      interrupted(`${message} To go on it needs administrator credentials: ${messageOf(cause)}`, remedy, cause),
  }
}
