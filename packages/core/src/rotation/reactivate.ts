import {maskAccessKeyId} from '../credentials/index.js'
import {interrupted} from '../errors.js'
import {run as command, say, type Remedy} from '../remedy.js'
import {keysNow} from './first-look.js'
import {switchOldKey} from './old-key.js'
import {bothKeysAreGone, userIsGone} from './over.js'
import {oldKeyOf, record, type Run} from './run.js'
import {lookAround} from './standing.js'
import type {RotationState} from './state.js'
import {answersSts} from './verify.js'
import {awsIam, flagsOf, goOn} from './where-it-stands.js'

/**
 * Nothing goes back to a key that does not work: it is switched on, whatever it was, and tried as a new one is.
 *
 * @throws MturkError `interrupted` where it is gone; `bad_key_id` where both keys are, which ends the rotation
 */
export async function reactivateOldKey(run: Run): Promise<void> {
  if (!(await switchedOnAgain(run))) throw await oldKeyIsGone(run)
}

/** @returns false where it is gone */
export async function switchedOnAgain(run: Run): Promise<boolean> {
  const {memory, tools} = run
  const wasOff = memory.oldKeyStatus === 'Inactive'
  if (!(await switchOldKey(run, 'Active'))) {
    memory.oldKeyStatus = 'Deleted'
    return false
  }
  await answersSts(tools, oldKeyOf(run))
  memory.oldKeyStatus = 'Active'
  if (wasOff) tools.report({kind: 'reactivated', accessKeyId: oldKeyOf(run).accessKeyId})
  return true
}

/** @returns what is to be thrown */
async function oldKeyIsGone(run: Run): Promise<Error> {
  const {state} = run.journal
  const keys = await keysNow(run, 'back')
  if (keys === null) return userIsGone(run)
  if (keys?.new === 'Deleted') return bothKeysAreGone(run)
  const forward: RotationState = {...state, direction: 'forward'}
  await record(run, forward)
  const {storedIn} = await lookAround(run)
  return interrupted(
    `The old key ${maskAccessKeyId(state.oldKey.accessKeyId)} is gone from IAM, so nothing can go back to it. The new one is there, and kept safely.`,
    [...goOn(forward, {back: false}), ...(storedIn.length > 0 ? [] : howToEnd(state))],
  )
}

/** Where no place takes the new key, to go on would come to the same again. */
function howToEnd({request, newKey}: RotationState): readonly Remedy[] {
  return [
    say('If no place here is to hold the new key, delete it, for good; the second command then ends the rotation:'),
    awsIam(request, 'delete-access-key', newKey?.accessKeyId ?? ''),
    command('mturk keys rotate --abort', ...flagsOf(request)),
  ]
}
