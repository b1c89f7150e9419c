import {maskAccessKeyId} from '../credentials/index.js'
import {interrupted, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {hasCode} from '../iam/index.js'
import {run as command, say} from '../remedy.js'
import {switchOldKey} from './old-key.js'
import {callIam, closeJournal, oldKeyOf, record, type Run} from './run.js'
import type {RotationState} from './state.js'
import {Over} from './turn-back.js'
import {answersSts} from './verify.js'
import {goOn} from './where-it-stands.js'

/**
 * Nothing goes back to a key that does not work: it is switched on, whatever it was, and tried as a new one is.
 *
 * @throws MturkError `interrupted` where it is gone; `bad_key_id` where both keys are, which ends the rotation
 */
export async function reactivateOldKey(run: Run): Promise<void> {
  const {memory, tools} = run
  const wasOff = memory.oldKeyStatus === 'Inactive'
  if (!(await switchOldKey(run, 'Active'))) throw await oldKeyIsGone(run)
  await answersSts(tools, oldKeyOf(run))
  memory.oldKeyStatus = 'Active'
  if (wasOff) tools.report({kind: 'reactivated', accessKeyId: oldKeyOf(run).accessKeyId})
}

/** @returns what is to be thrown */
async function oldKeyIsGone(run: Run): Promise<Error> {
  const {state} = run.journal
  const left = await keysLeft(run)
  const mask = maskAccessKeyId(state.oldKey.accessKeyId)
  if (left !== null && left.includes(state.newKey?.accessKeyId ?? '')) {
    const forward: RotationState = {...state, direction: 'forward'}
    await record(run, forward)
    return interrupted(
      `The old key ${mask} is gone from IAM, so nothing can go back to it. The new one is there, and kept safely.`,
      goOn(forward, {back: false}),
    )
  }
  await closeJournal(run)
  const {userName, profile} = state.request
  const what = left === null ? `The IAM user ${userName} is gone` : `Both keys of this rotation are gone from IAM`
  const reason = new MturkError({
    code: 'bad_key_id',
    exit: Exit.badKey,
    message: `${what}, so there is nothing left to rotate. What mturk had kept of the rotation is deleted; the places on this machine stay as they are.`,
    remedy: [
      say('Make a new key, or a new user:'),
      command('mturk init'),
      command('mturk credentials list', '--profile', profile),
    ],
  })
  return new Over(reason)
}

/** null where the user is gone. */
async function keysLeft(run: Run): Promise<readonly string[] | null> {
  const {userName} = run.journal.state.request
  try {
    const keys = await callIam(run, 'ListAccessKeys', 'new', (iam) => iam.listAccessKeys(userName))
    return keys.map(({accessKeyId}) => accessKeyId)
  } catch (error) {
    if (hasCode(error, 'NoSuchEntity')) return null
    throw error
  }
}
