import {createNewKey, settleLostAnswer} from './new-key.js'
import {keepOldKey} from './last-copy.js'
import {assertFoundEverywhere, replaceEverywhere} from './places.js'
import {giveUpNewKey, putBackEverywhere} from './put-back.js'
import {deleteOldKey, switchOldKey} from './old-key.js'
import {reactivateOldKey, switchedOnAgain} from './reactivate.js'
import type {Run} from './run.js'
import {staysActive} from './standing.js'
import type {RotationState, StateName} from './state.js'
import {verifyNewKey} from './verify.js'

/** One state: what is done in it, what follows, and how it is gone back from. Each act can be done again. */
export interface Step {
  readonly title: string
  /** Settles what an earlier run left, in either direction. May ask a person, so nothing else is shown meanwhile. */
  readonly settles?: (run: Run) => Promise<void>
  /** What it gives for the journal, which is written before the next state begins. */
  readonly does: (run: Run) => Promise<Partial<RotationState>>
  readonly next: (run: Run) => StateName | 'done'
  /** In this order. What one of them finds undone is no failure. */
  readonly back: readonly Undo[]
}

type Undo = (run: Run) => Promise<unknown>

const BACK: readonly Undo[] = [reactivateOldKey, putBackEverywhere, keepOldKey, giveUpNewKey]

/**
 * The whole protocol (docs/rotation.md). A state is what is certain and on the disk. A run that was killed begins again with
 * the state that it was in.
 *
 *   creating       the old key, its places, and which keys there were; a new one may be made by now, its secret lost
 *   created        the new key with its secret
 *   verified       the new key works; places hold the one or the other, and both work
 *   replaced       every place that can be written holds the new key
 *   deactivating   the old key may be switched off
 *   deleting       the old key may be gone for good
 */
export const states: Readonly<Record<StateName, Step>> = {
  creating: {
    title: 'Making the new key',
    settles: settleLostAnswer,
    does: createNewKey,
    next: () => 'created',
    back: [keepOldKey],
  },
  created: {
    title: 'Waiting until the new key works',
    does: verified,
    next: () => 'verified',
    back: BACK,
  },
  verified: {
    title: 'Replacing the key where it is kept',
    does: replaced,
    next: () => 'replaced',
    back: BACK,
  },
  replaced: {
    title: 'Reading every place once more',
    does: lookedAtOnceMore,
    next: (run) => (isToStay(run) ? 'done' : 'deactivating'),
    back: BACK,
  },
  deactivating: {
    title: 'Deactivating the old key, and checking everything with the new one',
    does: deactivated,
    next: (run) => (isToGo(run) ? 'deleting' : 'done'),
    back: BACK,
  },
  deleting: {
    title: 'Deleting the old key',
    does: deleted,
    next: () => 'done',
    back: BACK,
  },
}

async function verified(run: Run) {
  const {tries, seconds, measure} = await verifyNewKey(run)
  run.tools.report({kind: 'verified', tries, seconds, measure, before: run.journal.state.measure})
  return {}
}

async function replaced(run: Run) {
  const standing = await replaceEverywhere(run)
  run.memory.standing = standing
  run.tools.report({kind: 'replaced', ...standing})
  return {}
}

async function lookedAtOnceMore(run: Run) {
  const standing = await replaceEverywhere(run)
  await assertFoundEverywhere(run, standing)
  run.memory.standing = standing
  if (isToStay(run)) tellOfOldKey(run)
  return {}
}

/**
 * An earlier run may have been killed here, and a place that holds the old key may have turned up since. And who had read a
 * file before it was changed may write that back: the places are looked at once more while the old key can be switched on.
 */
async function deactivated(run: Run) {
  const {memory, tools, journal} = run
  if (journal.resumed) memory.standing = await replaceEverywhere(run)
  if (isToStay(run)) {
    await switchedOnAgain(run)
    tellOfOldKey(run)
    return {}
  }
  memory.oldKeyStatus = 'Inactive'
  if (!(await switchOldKey(run, 'Inactive'))) memory.oldKeyStatus = 'Deleted'
  tellOfOldKey(run)
  const {measure} = await verifyNewKey(run)
  tools.report({kind: 'checked', measure, before: journal.state.measure})
  memory.standing = await replaceEverywhere(run)
  if (!isToStay(run)) return {}
  await switchedOnAgain(run)
  tellOfOldKey(run)
  return {}
}

/** Nothing brings a deleted key back, so its places are looked at just before, and once more just after. */
async function deleted(run: Run) {
  const {memory} = run
  memory.standing = await replaceEverywhere(run)
  if (!isHeld(run)) {
    await deleteOldKey(run)
    memory.oldKeyStatus = 'Deleted'
    // While that was asked for, an old copy of a file may have been written back: the journal still has the new key.
    memory.standing = await replaceEverywhere(run)
  } else {
    const status = isToStay(run) ? 'Active' : 'Inactive'
    memory.oldKeyStatus = (await switchOldKey(run, status)) ? status : 'Deleted'
  }
  tellOfOldKey(run)
  return {}
}

function tellOfOldKey({tools, memory: {oldKeyStatus, standing}, journal}: Run): void {
  const {pending = [], needing = []} = standing ?? {}
  const {oldKey} = journal.state.request.ending
  const because = oldKey === 'active' ? 'asked' : needing.length > 0 ? 'held' : 'may-be-held'
  tools.report({kind: 'old-key', status: oldKeyStatus, because, pending})
}

function isToStay({memory, journal}: Run): boolean {
  return memory.standing !== undefined && staysActive(memory.standing, journal.state.request.ending)
}

/** A place that still holds the old key may yet be wanted: nothing brings a deleted key back. */
function isToGo(run: Run): boolean {
  const {memory, journal} = run
  return journal.state.request.ending.oldKey === 'deleted' && !isHeld(run) && memory.oldKeyStatus === 'Inactive'
}

function isHeld({memory, journal}: Run): boolean {
  const {ending} = journal.state.request
  return memory.standing !== undefined && staysActive(memory.standing, {...ending, despitePending: false})
}
