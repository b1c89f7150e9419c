import {maskAccessKeyId, type Location} from '../credentials/index.js'
import {interrupted, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {ABOUT_RIGHTS, hasCode} from '../iam/index.js'
import {classify} from '../mturk/index.js'
import {run as command, say, type Remedy} from '../remedy.js'
import {settleLostAnswer} from './new-key.js'
import {bothKeysAreGone, oldKeyIsOff, rotatedElsewhere, userIsGone} from './over.js'
import type {OldKeyEnd} from './result.js'
import type {Run} from './run.js'
import {serverNow} from './server-time.js'
import {lookAround, placeId} from './standing.js'
import {observed} from './tools.js'
import {TurnBack} from './turn-back.js'
import {awsIam, flagsOf} from './where-it-stands.js'

/** What IAM has of the keys of a rotation; null for a new one that was never made. */
export interface KeysNow {
  readonly old: OldKeyEnd
  readonly new: OldKeyEnd | null
}

/** Milliseconds: as long as a new key may take to be known everywhere. */
const YOUTH = 60_000
/** Milliseconds: so long a key that was taken once may be refused by somebody who has not heard of it. */
const DOUBT = 5000
/** Milliseconds: a key that was made may show in lists a moment later (widdix/aws-s3-virusscan#15). */
const LISTS_LAG = 10_000
const POLL = 1000

/**
 * Whoever goes on with a rotation first looks whether its keys are still what they were: somebody may have looked after them
 * by hand.
 *
 * @throws Over where nothing is left to rotate; TurnBack where the new key was taken away; MturkError `interrupted` where
 *   only a person can tell what is meant
 */
export async function lookFirst(run: Run, way: 'forward' | 'back'): Promise<void> {
  const {journal, memory, tools} = run
  if (!journal.resumed || memory.hasLooked) return
  memory.hasLooked = true
  const keys = await tools.progress('Looking at the keys of the rotation', () => keysNow(run, way))
  if (keys === undefined) return
  if (keys === null) throw await userIsGone(run)
  if (keys.new === null) {
    if (keys.old === 'Active') return
    await settleLostAnswer(run)
    throw await oldKeyIsOff(run, keys.old)
  }
  if (keys.old === 'Deleted' && keys.new === 'Deleted') throw await bothKeysAreGone(run)
  if (keys.old === 'Inactive' && keys.new === 'Deleted') {
    const others = await isRotatedElsewhere(run)
    if (others) throw await rotatedElsewhere(run, others)
  }
  memory.oldKeyStatus = keys.old
  if (way === 'back' || keys.new === 'Active') return
  // What a rotation itself switches off is only the old key, and only at the end.
  const {step} = journal.state
  const isOurs = keys.old === 'Inactive' && keys.new === 'Deleted' && (step === 'deactivating' || step === 'deleting')
  if (keys.old === 'Active' || isOurs) throw new TurnBack(newKeyWasTaken(run, keys.new))
  throw await noneIsActive(run, keys)
}

/**
 * @returns null where the user is gone; undefined where nobody here may ask
 * @throws AwsFailure
 */
export async function keysNow(run: Run, way: 'forward' | 'back'): Promise<KeysNow | null | undefined> {
  const {tools, journal, signer} = run
  const {request, oldKey, newKey, intent, step} = journal.state
  const isProven = step !== 'creating' && step !== 'created'
  const age = Date.parse(serverNow(tools)) - Date.parse(intent.at)
  const left = !isProven && age >= 0 && age < YOUTH ? YOUTH - age : DOUBT
  for (let waited = Math.max(age, 0); ; waited += POLL) {
    try {
      const listed = await observed(tools, 'ListAccessKeys', () =>
        signer.call(isProven ? 'new' : 'old', (iam) => iam.listAccessKeys(request.userName), left),
      )
      const keys: KeysNow = {
        old: statusIn(listed, oldKey.accessKeyId),
        new: newKey ? statusIn(listed, newKey.accessKeyId) : null,
      }
      const matters = way === 'forward' || keys.old === 'Deleted'
      if (keys.new !== 'Deleted' || !matters || waited >= LISTS_LAG) return keys
      await tools.clock.sleep(POLL, tools.signal)
    } catch (error) {
      if (hasCode(error, 'NoSuchEntity')) return null
      if (ABOUT_RIGHTS.has(classify(error))) return undefined
      throw error
    }
  }
}

function statusIn(keys: readonly {accessKeyId: string; status: string}[], id: string): OldKeyEnd {
  const found = keys.find(({accessKeyId}) => accessKeyId === id)
  if (!found) return 'Deleted'
  return found.status === 'Active' ? 'Active' : 'Inactive'
}

const WORDS: Readonly<Record<OldKeyEnd, string>> = {
  Active: 'active',
  Inactive: 'switched off',
  Deleted: 'deleted',
}

function newKeyWasTaken({journal: {state}}: Run, now: OldKeyEnd): Error {
  const message = `The new key ${maskAccessKeyId(state.newKey?.accessKeyId ?? '')} was ${WORDS[now]} in IAM meanwhile, and not by this rotation.`
  return new MturkError({code: 'bad_key_id', exit: Exit.badKey, message})
}

/** To switch on unasked what somebody switched off could be the very thing that nobody wants. */
async function noneIsActive(run: Run, keys: KeysNow): Promise<Error> {
  const {state} = run.journal
  const {request, oldKey, newKey} = state
  const id = newKey?.accessKeyId ?? ''
  const remedy: Remedy[] = []
  if (keys.new === 'Inactive') {
    remedy.push(
      say('If the new key is to be used, switch it on, and go on:'),
      awsIam(request, 'update-access-key', id, '--status', 'Active'),
      command('mturk keys rotate --resume', ...flagsOf(request)),
    )
  }
  if (keys.old === 'Inactive') {
    remedy.push(
      say('To switch the old key on, and go back to it everywhere:'),
      command('mturk keys rotate --abort', ...flagsOf(request)),
    )
  } else {
    remedy.push(
      say('If nobody is to use it, delete it, for good; the second command then ends the rotation:'),
      awsIam(request, 'delete-access-key', id),
      command('mturk keys rotate --abort', ...flagsOf(request)),
    )
  }
  const old = `${maskAccessKeyId(oldKey.accessKeyId)} is ${WORDS[keys.old]}`
  return interrupted(
    `Neither key of this rotation is active in IAM: the old one ${old}, the new one ${maskAccessKeyId(id)} is ${WORDS[keys.new ?? 'Deleted']}. This rotation did not do that, so it does not undo it unasked. ${await whatPlacesHold(run)}`,
    remedy,
  )
}

async function whatPlacesHold(run: Run): Promise<string> {
  const {storedIn, withOldKey, changed} = await lookAround(run)
  const holding = [...storedIn, ...withOldKey]
  return [
    ...(holding.length > 0
      ? [`What these hold does not work: ${holding.map(({display}) => display).join(', ')}.`]
      : []),
    ...(changed.length > 0
      ? [`By now: ${changed.map(({location, why}) => `${location.display} (${why})`).join(', ')}.`]
      : []),
  ].join(' ')
}

/**
 * Every place holds a key by now that this rotation knows nothing of: to switch the old one on again would leave an active
 * key that nothing uses.
 */
async function isRotatedElsewhere(run: Run): Promise<readonly Location[] | null> {
  const {storedIn, withOldKey, changed, vanished, undecided, mayBeElsewhere} = await lookAround(run)
  const isElsewhere = storedIn.length + withOldKey.length + undecided.length === 0 && !mayBeElsewhere
  const others = changed.flatMap(({location}) => (vanished.some((gone) => isSame(gone, location)) ? [] : [location]))
  return isElsewhere && others.length > 0 ? others : null
}

function isSame(one: Location, other: Location): boolean {
  return placeId(one) === placeId(other)
}
