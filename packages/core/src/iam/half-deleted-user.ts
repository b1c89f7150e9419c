import {interrupted, messageOf} from '../errors.js'
import {openJournals} from '../journal/index.js'
import {formatAccount} from '../mturk/index.js'
import {run, say, type Remedy} from '../remedy.js'
import type {DeleteUserState} from './delete-user-steps.js'
import {DELETE_USER} from './delete-user-format.js'

/** A deletion that an earlier run began in this home and did not finish. */
export interface HalfDeletedUser {
  readonly account: string
  readonly state: DeleteUserState
  readonly message: string
  readonly remedy: readonly Remedy[]
  /** What to throw where it cannot be finished now. */
  cannotGoOn(cause: unknown): Error
}

/**
 * @param account only one in this account; undefined: in any
 * @throws a `MturkBackendError` `locked` where a process is just deleting it
 */
export async function findHalfDeletedUser(
  dataDirectory: string,
  userName: string,
  account?: string,
): Promise<HalfDeletedUser | null> {
  const [found] = await openJournals(dataDirectory, DELETE_USER, {user: userName, account})
  if (found?.locked) throw found.locked
  return found ? halfDeletedUser(found.account, found.state) : null
}

/** Names what may be left in the account, so that a person can look. */
export function halfDeletedUser(account: string, state: DeleteUserState): HalfDeletedUser {
  const {userName, accessKeyIds, adminProfile} = state
  const keys =
    accessKeyIds.length === 0 ? '' : ` Its keys may be switched off or deleted already: ${accessKeyIds.join(', ')}.`
  const message = `The IAM user ${userName} is half deleted in account ${formatAccount(account)}.${keys}`
  const remedy = [
    say(
      adminProfile === undefined
        ? 'The next run finishes it, with the credentials of an administrator (add --admin-profile where they stand in a profile):'
        : 'The next run finishes it:',
    ),
    run('mturk iam delete-user', userName, ...(adminProfile === undefined ? [] : ['--admin-profile', adminProfile])),
  ]
  const cannotGoOn = (cause: unknown) => interrupted(`${messageOf(cause)}\n${message}`, remedy, cause)
  return {account, state, message, remedy, cannotGoOn}
}
