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
export function goOn(state: CreateUserState, {inFull = false}: {inFull?: boolean} = {}): readonly Remedy[] {
  const {request, lacking = []} = state
  const {userName, profile, backend, adopted, adminKeyFile} = request
  const target = ['--profile', profile, ...(inFull ? ['--backend', backend] : [])]
  if (adminKeyFile !== undefined && lacking.length === 0) {
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
  const adopt = adopted ? ['--adopt'] : []
  return [say(whoGoesOn(state)), run('mturk iam create-user', userName, ...adopt, ...target, ...administratorOf(state))]
}

function whoGoesOn({request: {adminProfile}, lacking = []}: CreateUserState): string {
  if (lacking.length > 0) {
    return `The next run finishes it. PROFILE is an AWS profile of an administrator who may also do ${lacking.join(' and ')}:`
  }
  return adminProfile === undefined
    ? 'The next run finishes it, with the same administrator credentials: where they are gone, add --admin-profile.'
    : 'The next run finishes it:'
}

/** The flag for whoever may do what is left: not the one who was just refused. */
export function administratorOf({request: {adminProfile}, lacking = []}: CreateUserState): readonly string[] {
  if (lacking.length > 0) return ['--admin-profile', 'PROFILE']
  return adminProfile === undefined ? [] : ['--admin-profile', adminProfile]
}

export function stoppedBetweenSteps(state: CreateUserState, cause: unknown): Error {
  return interrupted(`Stopped between two steps. Nothing is lost. ${whatIsLeft(state)}`, goOn(state), cause)
}

export function cannotGoOn(state: CreateUserState, cause: Error): Error {
  return interrupted(`${cause.message}\n${whatIsLeft(state)}`, goOn(state), cause)
}

/** @param failure the first thing that could not be undone */
export function undoingFailed(state: CreateUserState, cause: Error, failure: Error): Error {
  // Both may be about the same administrator, in the same words.
  const said = new Set(cause.message.split('\n'))
  const more = failure.message.split('\n').filter((line) => !said.has(line))
  return interrupted(
    [cause.message, `Undoing it failed too: ${more.join('\n')}`, whatIsLeft(state)].join('\n'),
    goOn(state),
    cause,
  )
}
