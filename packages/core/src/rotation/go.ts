import {backendError, isBackendError} from '../credentials/index.js'
import {isMturkError, messageOf, MturkError} from '../errors.js'
import {adding, changedNothing, hasCode} from '../iam/index.js'
import {run as command} from '../remedy.js'
import {lookFirst} from './first-look.js'
import {NotCreated} from './new-key.js'
import {deleteNewKey, switchOldKey} from './old-key.js'
import {callIam, closeJournal, record, type Run} from './run.js'
import type {Rotated, TakenBack} from './result.js'
import {lookAround} from './standing.js'
import {states, type Step} from './states.js'
import type {RotationState, StateName} from './state.js'
import {Over, TurnBack} from './turn-back.js'
import {anotherAppeared, type SuddenKey} from './two-keys.js'
import {verifyNewKey} from './verify.js'
import {stuck} from './stuck.js'
import {cannotGoOn, flagsOf, stoppedHere} from './where-it-stands.js'

const NOTHING_WAS_CHANGED = 'Nothing was changed.'
const ALMOST_AS_IT_WAS =
  'Every place that can be written holds the old key again. The new one stays active, since a place holds it still, or may:'
const AS_IT_WAS = 'Everything is as it was: every place holds the old key, and the new one is deleted.'

/**
 * From whatever state the journal says to the end.
 *
 * @throws MturkError of what stood in the way, after everything went back to the old key, or nothing had begun;
 *   `interrupted` where the journal stays open
 */
export async function goForward(run: Run): Promise<Rotated> {
  const {journal, tools} = run
  let result: Rotated
  try {
    await lookFirst(run, 'forward')
    await assertNewKeyStillWorks(run)
    for (let at: StateName | 'done' = journal.state.step; at !== 'done';) {
      const {title, settles, does, next}: Step = states[at]
      if (journal.resumed) await settles?.(run)
      tools.signal?.throwIfAborted()
      const made = await tools.progress(title, () => does(run))
      at = next(run)
      if (at !== 'done') await enter(run, at, made)
    }
    result = await rotated(run)
  } catch (error) {
    throw await afterFailure(run, error)
  }
  await closeJournal(run).catch((error: unknown) => {
    throw cannotGoOn(journal.state, error)
  })
  return result
}

async function enter(run: Run, step: StateName, made: Partial<RotationState>): Promise<void> {
  const {newKey} = made
  await record(run, {...run.journal.state, ...made, step}).catch((error: unknown) => {
    throw newKey ? new SecretNotKept(error) : error
  })
  if (newKey) run.tools.report({kind: 'created', accessKeyId: newKey.accessKeyId})
}

/** Whoever was killed may have been on the way back, or somebody may have looked after the keys by hand. */
async function assertNewKeyStillWorks(run: Run): Promise<void> {
  const {resumed, state} = run.journal
  if (!resumed || !state.newKey || state.step === 'created') return
  await run.tools.progress('Trying the new key', () => verifyNewKey(run))
}

/** @returns what is to be thrown */
async function afterFailure(run: Run, error: unknown): Promise<Error> {
  const {journal, tools} = run
  const {state} = journal
  if (error instanceof Over) return error.reason
  if (isMturkError(error) && (error.code === 'interrupted' || error.code === 'answer_needed')) return error
  if (tools.signal?.aborted) return stoppedHere(state, error)
  if (error instanceof TurnBack) return turnBack(run, error.reason)
  if (error instanceof SecretNotKept) return notKept(run, error.cause)
  if (error instanceof NotCreated) return notCreated(run, error.cause)
  if (state.step === 'deactivating' && run.memory.oldKeyStatus === 'Inactive') await keepBothActive(run)
  return stuck(run, error)
}

/** What is wrong with the new key is no reason to leave a person without a key. */
async function turnBack(run: Run, reason: Error): Promise<Error> {
  const {explain, tools} = run
  tools.report({kind: 'turned-back', why: reason.message})
  let pending: TakenBack['pending']
  try {
    pending = (await goBack(run)).pending
  } catch (failure) {
    const message = `${explain(reason).message}\nGoing back failed, too: ${messageOf(failure)}`
    if (!isMturkError(failure)) return new Error(message, {cause: failure})
    const {code, exit, remedy} = failure
    return new MturkError({code, exit, message, remedy, cause: failure})
  }
  if (!run.memory.keepsNewKey) return adding(explain(reason), AS_IT_WAS)
  const places = pending.map(({location, why}) => `${location.display} (${why})`)
  return adding(explain(reason), `${ALMOST_AS_IT_WAS} ${places.join(', ')}.`)
}

/** The answer to CreateAccessKey came, and the disk did not take it: with this process the secret would be lost. */
class SecretNotKept extends Error {
  override readonly name = 'SecretNotKept'

  constructor(cause: unknown) {
    super(messageOf(cause), {cause})
  }
}

async function notKept(run: Run, cause: unknown): Promise<Error> {
  const {journal, explain} = run
  try {
    await deleteNewKey(run)
    await closeJournal(run)
    return adding(explain(cause), AS_IT_WAS)
  } catch (failure) {
    // What is on the disk.
    const {newKey: _lost, ...state} = journal.state
    return cannotGoOn({...state, step: 'creating'}, adding(explain(cause), messageOf(failure)))
  }
}

async function notCreated(run: Run, cause: unknown): Promise<Error> {
  const {journal, explain, memory} = run
  if (!changedNothing(cause)) return cannotGoOn(journal.state, explain(cause))
  const changed = memory.hasDeleted ? 'No new key was made.' : NOTHING_WAS_CHANGED
  const isFull = hasCode(cause, 'LimitExceeded')
  const keys = isFull ? await keysNow(run) : null
  await closeJournal(run)
  if (!isFull) return adding(explain(cause), changed)
  const listing = command('mturk keys list', ...flagsOf(journal.state.request))
  return anotherAppeared(keys, listing, changed)
}

/** null where nobody says: whoever took the room may have switched our key off by now. */
async function keysNow(run: Run): Promise<readonly SuddenKey[] | null> {
  const {request, intent} = run.journal.state
  try {
    const keys = await callIam(run, 'ListAccessKeys', 'old', (iam) => iam.listAccessKeys(request.userName))
    return keys.map((key) => ({...key, isNew: !intent.accessKeyIds.includes(key.accessKeyId)}))
  } catch {
    return null
  }
}

/** Nobody answered whether the new key works without the old one: until somebody does, both do. */
async function keepBothActive(run: Run): Promise<void> {
  try {
    if (!(await switchOldKey(run, 'Active'))) return
    run.memory.oldKeyStatus = 'Active'
    await record(run, {...run.journal.state, step: 'replaced'})
  } catch {
    // The journal says that it may be switched off, which is so.
  }
}

/**
 * Back to the old key everywhere.
 *
 * @throws MturkError `interrupted` where the journal stays open; whatever an act threw
 */
export async function goBack(run: Run): Promise<TakenBack> {
  const {journal, tools} = run
  try {
    if (journal.state.direction !== 'back') await recordIfPossible(run, {...journal.state, direction: 'back'})
    await lookFirst(run, 'back')
    const {settles, back} = states[journal.state.step]
    await settles?.(run)
    for (const undo of back) {
      tools.signal?.throwIfAborted()
      await tools.progress('Going back to the old key', () => undo(run))
    }
    const result = await takenBack(run)
    await closeJournal(run)
    return result
  } catch (error) {
    if (error instanceof Over) throw error.reason
    if (isMturkError(error) && (error.code === 'interrupted' || error.code === 'answer_needed')) throw error
    if (tools.signal?.aborted) throw stoppedHere(journal.state, error)
    throw stuck(run, error)
  }
}

/** A full disk may be why it goes back. Whoever goes on from an older note tries the new key first. */
async function recordIfPossible(run: Run, state: RotationState): Promise<void> {
  await record(run, state).catch((error: unknown) => {
    if (!isBackendError(error)) throw error
  })
}

async function rotated(run: Run): Promise<Rotated> {
  const {journal, memory} = run
  const {request, oldKey, newKey, measure} = journal.state
  if (!newKey) throw backendError('not_found', 'the rotation ended without a new key') // every step has run, so this is a bug
  const {storedIn, pending, notes} = memory.standing ?? (await lookAround(run))
  return {
    rotated: true,
    userName: request.userName,
    oldKey: {accessKeyId: oldKey.accessKeyId, status: memory.oldKeyStatus},
    newKey: {accessKeyId: newKey.accessKeyId},
    storedIn,
    pending,
    notes: [...memory.notes, ...notes],
    before: measure,
    measure: memory.measure ?? measure,
  }
}

async function takenBack(run: Run): Promise<TakenBack> {
  const {oldKey, newKey, request} = run.journal.state
  const {withOldKey, changed, notes} = await lookAround(run)
  const {memory} = run
  return {
    rotated: false,
    userName: request.userName,
    oldKey: {accessKeyId: oldKey.accessKeyId, status: 'Active'},
    newKey: newKey ? {accessKeyId: newKey.accessKeyId, status: memory.keepsNewKey ? 'Active' : 'Deleted'} : null,
    storedIn: withOldKey,
    pending: [...memory.withNewKey, ...changed],
    notes: [...memory.notes, ...notes],
  }
}
