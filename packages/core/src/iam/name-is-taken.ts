import {maskAccessKeyId, type FoundPlace} from '../credentials/index.js'
import {messageOf, usageError} from '../errors.js'
import {run, say} from '../remedy.js'
import type {CreateUserRequest} from './create-user.js'

const TAKEN = 'There is already an IAM user'

/** Their key is in the very place that a new one was to go to: as a rule the same command was typed twice. */
export function isSetUp(
  {userName, profile}: Pick<CreateUserRequest, 'userName' | 'profile'>,
  {location, accessKeyId}: FoundPlace,
): Error {
  const key = maskAccessKeyId(accessKeyId)
  return usageError(`${TAKEN} ${userName} in this account, and its key is stored: ${key} in ${location.display}.`, [
    run('mturk link-check', '--profile', profile),
    say('Another user takes another name, and another place for its key: --profile OTHER'),
  ])
}

/** Did making a user end because another one has the name? */
export function isNameTaken(error: unknown): boolean {
  return messageOf(error).startsWith(TAKEN)
}

export function nameIsTaken(userName: string): Error {
  return usageError(`${TAKEN} ${userName} in this account, and mturk did not make it in this run.`, [
    say('To take that user over, if it has nothing but Mechanical Turk:'),
    run('mturk iam create-user', userName, '--adopt'),
    say('Or choose another name: with `mturk init`, --user-name OTHER; with `mturk iam create-user`, another NAME.'),
  ])
}
