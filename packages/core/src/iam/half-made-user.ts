import {interrupted, messageOf} from '../errors.js'
import {openJournals} from '../journal/index.js'
import type {Remedy} from '../remedy.js'
import type {CreateUserState} from './create-user-steps.js'
import {goOn, whatIsLeft, type CreateUserRequest} from './create-user.js'

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
 * @param userName only the one of this name; undefined: any
 */
export async function findHalfMadeUser(
  dataDirectory: string,
  userName: string | undefined,
): Promise<HalfMadeUser | null> {
  const open = await openJournals(dataDirectory, 'create-user')
  const journal = open.find(({user}) => userName === undefined || user === userName)
  if (!journal) return null
  const {account} = journal
  const state = journal.state as CreateUserState
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
