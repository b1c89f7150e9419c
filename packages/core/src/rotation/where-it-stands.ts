import {maskAccessKeyId} from '../credentials/index.js'
import {interrupted, messageOf} from '../errors.js'
import {run, say, type Remedy} from '../remedy.js'
import type {RotationState} from './state.js'

/** What a person has to know of a rotation that is open, whoever left it so. */
export function whereItStands({step, direction, oldKey, newKey}: RotationState): string {
  const old = maskAccessKeyId(oldKey.accessKeyId)
  const its = newKey ? maskAccessKeyId(newKey.accessKeyId) : ''
  if (direction === 'back') {
    return newKey
      ? `The rotation was going back to ${old}: some places may hold the new key ${its} still, and both are kept safely.`
      : `The rotation was going back: every place holds ${old}.`
  }
  switch (step) {
    case 'creating':
      return `Every place still works with ${old}. A new key may have been made whose secret was lost; that is settled when you decide.`
    case 'created':
      return `Every place still works with ${old}, and the new key ${its} is kept safely until you decide.`
    case 'verified':
      return `Some places may hold the new key ${its} by now, the others ${old}; both work, and both are kept safely until you decide.`
    case 'replaced':
      return `Every place that can be written works with the new key ${its}; ${old} works, too, and is kept safely until you decide.`
    case 'deactivating':
      return `Every place that can be written works with the new key ${its}; ${old} may be switched off by now, and is kept safely until you decide.`
    case 'deleting':
      return `Every place works with the new key ${its}; ${old} may be deleted by now.`
  }
}

/** What was typed to say which rotation is meant, and who signs; for the commands that go on. */
export function flagsOf(
  {
    named,
    profile,
    userName,
    adminProfile,
  }: Pick<RotationState['request'], 'named' | 'profile' | 'userName' | 'adminProfile'>,
  administrator: string | undefined = adminProfile,
): readonly string[] {
  return [
    ...(named.profile ? ['--profile', profile] : []),
    ...(named.user ? ['--user', userName] : []),
    ...(administrator === undefined ? [] : ['--admin-profile', administrator]),
  ]
}

/** As `whereItStands`, of what nobody has looked at since: its keys may have changed in IAM. */
export function asItWasLeft(state: RotationState): string {
  const words = whereItStands(state)
  return `As it was left here: ${words.slice(0, 1).toLowerCase()}${words.slice(1)} IAM is asked what became of the keys since when it goes on.`
}

/** A command for the AWS CLI: IAM has no regions, and version 1 of it asks for one all the same. */
export function awsIam(
  {userName, adminProfile}: Pick<RotationState['request'], 'userName' | 'adminProfile'>,
  operation: string,
  accessKeyId: string,
  ...more: readonly string[]
): Remedy {
  return run(
    `aws iam ${operation}`,
    '--user-name',
    userName,
    '--access-key-id',
    accessKeyId,
    ...more,
    '--region',
    'us-east-1',
    ...(adminProfile === undefined ? [] : ['--profile', adminProfile]),
  )
}

/** The commands that go on from here. */
export function goOn(
  {request, direction}: Pick<RotationState, 'request' | 'direction'>,
  {back = true, administrator = request.adminProfile}: {back?: boolean; administrator?: string | undefined} = {},
): readonly Remedy[] {
  const flags = flagsOf(request, administrator)
  const who = administrator === 'PROFILE' ? ' (PROFILE is an AWS profile of an administrator)' : ''
  const forward = [say(`To go on${who}:`), run('mturk keys rotate --resume', ...flags)]
  const backward = [say(`To go back to the old key${who}:`), run('mturk keys rotate --abort', ...flags)]
  if (direction === 'back') return backward
  return back ? [...forward, ...backward] : forward
}

/** Exit code 10: a person stopped it, and nothing is lost. */
export function stoppedHere(state: RotationState, cause: unknown): Error {
  return interrupted(`Stopped between two steps. Nothing is lost. ${whereItStands(state)}`, goOn(state), cause)
}

/** Exit code 10: something stood in the way, and may be gone the next time. */
export function cannotGoOn(state: RotationState, cause: unknown): Error {
  return interrupted(`${messageOf(cause)}\nNothing is lost. ${whereItStands(state)}`, goOn(state), cause)
}

/** Exit code 10: who was named to go on cannot. How the keys are by now nobody has asked. */
export function cannotBegin(state: RotationState, cause: unknown): Error {
  return interrupted(
    `${messageOf(cause)}\nThe rotation is open as it was before, and nothing was asked or changed.`,
    goOn(state, {administrator: 'PROFILE'}),
    cause,
  )
}
