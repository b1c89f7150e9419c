import {interrupted, messageOf} from '../errors.js'
import {openJournals} from '../journal/index.js'
import {describeRemedy, type Remedy} from '../remedy.js'
import type {CreateUserState} from './create-user-steps.js'
import type {CreateUserRequest} from './create-user.js'
import {goOn, whatIsLeft} from './what-is-left.js'

/** A user that an earlier run began in this home and did not finish. */
export interface HalfMadeUser {
  readonly account: string
  readonly request: CreateUserRequest
  readonly message: string
  readonly remedy: readonly Remedy[]
  /** What to throw where there are no administrator credentials to go on with. */
  cannotGoOn(cause: unknown): Error
}

/**
 * @param userName only one of this name; undefined: any
 * @param account only one in this account; undefined: in any
 */
export async function findHalfMadeUser(
  dataDirectory: string,
  userName: string | undefined,
  account?: string,
): Promise<HalfMadeUser | null> {
  const fits = (user: HalfMadeUser) =>
    (userName === undefined || user.request.userName === userName) &&
    (account === undefined || user.account === account)
  return (await findHalfMadeUsers(dataDirectory)).find(fits) ?? null
}

/**
 * All that are half-made, each in words with the command that finishes it: for a run that was about another user.
 *
 * @param except the user that the run was about, where that may be half-made too
 */
export async function otherHalfMadeUsers(dataDirectory: string, except?: string): Promise<readonly string[]> {
  const all = await findHalfMadeUsers(dataDirectory)
  return all
    .filter(({request}) => request.userName !== except)
    .map(({message, remedy}) => `${message} ${describeRemedy(remedy)?.replaceAll('\n', ' ')}`)
}

async function findHalfMadeUsers(dataDirectory: string): Promise<readonly HalfMadeUser[]> {
  const open = await openJournals(dataDirectory, 'create-user')
  return open.map(({account, state}) => halfMadeUser(account, state as CreateUserState))
}

function halfMadeUser(account: string, state: CreateUserState): HalfMadeUser {
  const message = whatIsLeft(state, account)
  const remedy = goOn(state)
  return {
    account,
    request: state.request,
    message,
    remedy,
    cannotGoOn: (cause) =>
      interrupted(`${message} To go on it needs administrator credentials: ${messageOf(cause)}`, remedy, cause),
  }
}
