import {maskAccessKeyId, type Location} from '../credentials/index.js'
import {MturkError, usageError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run as command, say} from '../remedy.js'
import {closeJournal, type Run} from './run.js'
import {Over} from './turn-back.js'

/** The ends of a rotation that has nothing left to rotate. Each closes the journal, whose keys are not active any more. */

/** @returns what is to be thrown */
export function userIsGone(run: Run): Promise<Over> {
  return nothingLeft(run, `The IAM user ${run.journal.state.request.userName} is gone`)
}

/** @returns what is to be thrown */
export function bothKeysAreGone(run: Run): Promise<Over> {
  return nothingLeft(run, 'Both keys of this rotation are gone from IAM')
}

/** No new key was made. @returns what is to be thrown */
export async function oldKeyIsOff(run: Run, now: 'Inactive' | 'Deleted'): Promise<Over> {
  const {accessKeyId} = run.journal.state.oldKey
  if (now === 'Deleted') return nothingLeft(run, `The key ${maskAccessKeyId(accessKeyId)} is gone from IAM`)
  const {named, userName} = run.journal.state.request
  await closeJournal(run)
  return new Over(
    usageError(
      `The key ${maskAccessKeyId(accessKeyId)} was switched off in IAM meanwhile, so there is nothing to rotate. No new key was made, and the rotation is over; the places on this machine stay as they are.`,
      [
        say('If it is to be used again:'),
        command('mturk keys activate', accessKeyId, ...(named.user ? ['--user', userName] : [])),
      ],
    ),
  )
}

/**
 * The new key is deleted, the old one switched off, and the places have another one: somebody else has rotated.
 *
 * @returns what is to be thrown
 */
export async function rotatedElsewhere(run: Run, places: readonly Location[]): Promise<Over> {
  const {oldKey, newKey, request} = run.journal.state
  await closeJournal(run)
  const [old, its] = [oldKey.accessKeyId, newKey?.accessKeyId ?? ''].map(maskAccessKeyId)
  const flags = request.named.user ? ['--user', request.userName] : []
  return new Over(
    usageError(
      `Somebody else has rotated meanwhile, as it seems, perhaps on another computer: the new key ${its} was deleted, the old one ${old} switched off, and another key is in ${places.map(({display}) => display).join(', ')}. Nothing was changed, the rotation is over, and what mturk had kept of it is deleted.`,
      [
        command('mturk keys list', ...flags),
        say('If nothing needs the old key any more, delete it, for good:'),
        command('mturk keys delete', oldKey.accessKeyId, ...flags),
      ],
    ),
  )
}

async function nothingLeft(run: Run, what: string): Promise<Over> {
  const {profile} = run.journal.state.request
  await closeJournal(run)
  return new Over(
    new MturkError({
      code: 'bad_key_id',
      exit: Exit.badKey,
      message: `${what}, so there is nothing left to rotate. What mturk had kept of the rotation is deleted; the places on this machine stay as they are.`,
      remedy: [
        say('Make a new key, or a new user:'),
        command('mturk init'),
        command('mturk credentials list', '--profile', profile),
      ],
    }),
  )
}
