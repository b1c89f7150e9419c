import {isAwsFailure} from '../aws/index.js'
import {maskAccessKeyId} from '../credentials/index.js'
import {interrupted, isMturkError} from '../errors.js'
import {ABOUT_RIGHTS, howToAllowSelfService, isTooYoung} from '../iam/index.js'
import {classify, isExplicitDeny} from '../mturk/index.js'
import {say, type Remedy} from '../remedy.js'
import {wayOut} from '../journal/index.js'
import type {Run} from './run.js'
import {isMisfit} from './signer.js'
import type {RotationState} from './state.js'
import {cannotGoOn, goOn, whereItStands} from './where-it-stands.js'

/**
 * The journal stays open. Where AWS takes neither key, or they may not do it any more, somebody else has to sign.
 *
 * @returns what is to be thrown
 */
export function stuck({journal, explain}: Run, error: unknown): Error {
  const {state, path} = journal
  const explained = explain(error)
  if (state.request.signer === 'self' && isMisfit(error)) return secretsDoNotFit(path, state, explained)
  if (state.request.signer === 'self' && isTooYoung(error)) return neitherIsTaken(state, explained)
  if (!isAwsFailure(error) || error.service !== 'iam' || !ABOUT_RIGHTS.has(classify(error))) {
    return cannotGoOn(state, explained)
  }
  return interrupted(
    `${explained.message}\nNothing is lost. ${whereItStands(state)}`,
    [...howToAllow(state, error, explained), ...goOn(state, {administrator: 'PROFILE'})],
    error,
  )
}

function howToAllow({request}: RotationState, error: unknown, explained: Error): readonly Remedy[] {
  if (classify(error) === 'denied_by_scp') return isMturkError(explained) ? explained.remedy : []
  if (request.signer !== 'self' || !isAwsFailure(error) || isExplicitDeny({failure: error})) return []
  return [
    ...howToAllowSelfService(request),
    say('With that policy the commands below go without --admin-profile, too.'),
  ]
}

/** Of a key that is switched off or gone AWS does not know the id: this is about the journal. */
function secretsDoNotFit(path: string, {oldKey, newKey}: RotationState, explained: Error): Error {
  const ids = [oldKey, newKey].flatMap((key) => (key ? [maskAccessKeyId(key.accessKeyId)] : []))
  return interrupted(
    `${explained.message}\nThe secret that ${path} keeps of ${ids.join(' or ')} is another one than AWS has: the file was changed since, or is damaged.`,
    wayOut(path, 'rotate'),
    explained,
  )
}

/** Whether they are switched off or deleted, or the user is gone, IAM tells only whom it takes. */
function neitherIsTaken(state: RotationState, explained: Error): Error {
  const {oldKey, newKey, request} = state
  const old = maskAccessKeyId(oldKey.accessKeyId)
  const keys = newKey
    ? `AWS takes neither key of this rotation, the old one ${old} nor the new one ${maskAccessKeyId(newKey.accessKeyId)}: each is switched off or deleted`
    : `AWS does not take ${old}, and no other key is kept: it is switched off or deleted`
  return interrupted(
    `${explained.message}\n${keys}, or the user ${request.userName} is gone. Which it is IAM tells an administrator, or another key of the user; with their profile the same command finds out and ends this.`,
    goOn(state, {administrator: 'PROFILE'}),
    explained,
  )
}
