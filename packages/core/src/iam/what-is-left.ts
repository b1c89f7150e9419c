import {interrupted} from '../errors.js'
import {run, say, type Remedy} from '../remedy.js'
import type {CreateUserState} from './create-user-steps.js'

/** Names what may be in the account now, so that a person can look. */
export function whatIsLeft({request, key}: CreateUserState, account?: string): string {
  const where = account === undefined ? 'the account' : `account ${account}`
  const withKey = key ? ` and its access key ${key.accessKeyId}` : ''
  return `The IAM user ${request.userName}${withKey} may be ${request.adopted ? 'half taken over' : 'half-made'} in ${where}; mturk keeps what it needs to go on.`
}

/**
 * What finishes it. The journal knows the rest: policy, path, and where the key goes. The profile is named all the same:
 * in another shell AWS_PROFILE may say something else.
 *
 * @param inFull also the backend, since somebody has just named another
 */
export function goOn({request}: CreateUserState, {inFull = false}: {inFull?: boolean} = {}): readonly Remedy[] {
  const {userName, profile, backend, adminProfile, adminKeyFile, adopted} = request
  const target = ['--profile', profile, ...(inFull ? ['--backend', backend] : [])]
  if (adminKeyFile !== undefined) {
    const handedOver = adminKeyFile === null ? [] : ['--from-csv', adminKeyFile]
    return [
      say(
        adminKeyFile === null
          ? 'The next run finishes it. It asks for the key that you handed over, which mturk did not keep:'
          : 'The next run finishes it:',
      ),
      run('mturk init', ...handedOver, '--user-name', userName, ...target),
    ]
  }
  return [
    say(
      adminProfile === undefined
        ? 'The next run finishes it, with the same administrator credentials: where they are gone, add --admin-profile.'
        : 'The next run finishes it:',
    ),
    run(
      'mturk iam create-user',
      userName,
      ...(adopted ? ['--adopt'] : []),
      ...target,
      ...(adminProfile === undefined ? [] : ['--admin-profile', adminProfile]),
    ),
  ]
}

export function stoppedBetweenSteps(state: CreateUserState, cause: unknown): Error {
  return interrupted(`Stopped between two steps. Nothing is lost. ${whatIsLeft(state)}`, goOn(state), cause)
}

export function cannotGoOn(state: CreateUserState, cause: Error): Error {
  return interrupted(`${cause.message}\n${whatIsLeft(state)}`, goOn(state), cause)
}

/** @param failure the first thing that could not be undone */
export function undoingFailed(state: CreateUserState, cause: Error, failure: Error): Error {
  return interrupted(
    `${cause.message}\nUndoing it failed too: ${failure.message}\n${whatIsLeft(state)}`,
    goOn(state),
    cause,
  )
}
