import {backendError, isBackendError, type Location} from '../credentials/index.js'
import {exchange, isForNow, withoutStop} from './exchange.js'
import {deleteNewKey} from './old-key.js'
import {tidyWhatDiedAt} from './places.js'
import type {PendingPlace} from './result.js'
import {newKeyOf, oldKeyOf, type Run} from './run.js'
import {lookAround, placeId} from './standing.js'

/**
 * Puts the old key back wherever the new one is, also where somebody has copied it to. A place that holds something else by
 * now is left alone, and so is one that cannot be written: the new key stays active for it.
 *
 * @throws a `MturkBackendError` where a place may give the new key up in a minute: that must not be deleted before
 */
export async function putBackEverywhere(run: Run): Promise<void> {
  const {storedIn, withOldKey, failed} = await lookAround(run)
  const failures: unknown[] = []
  await tidyWhatDiedAt(run, withOldKey, oldKeyOf(run))
  for (const location of storedIn) {
    run.tools.signal?.throwIfAborted()
    await putBackAt(run, location).catch((error: unknown) => void failures.push(error))
  }
  const after = await lookAround(run)
  const ours = new Set(run.journal.state.places.map(({backend}) => backend))
  const [silent] = failed.filter(({backend}) => ours.has(backend))
  if (silent) failures.push(backendError('unavailable', silent.reason))
  const {refused} = run.memory
  const still = after.storedIn.filter((location) => !refused.has(placeId(location)))
  if (still.length > 0 || failures.length > 0) throw failures[0] ?? keepsNewKey(still)
  run.memory.withNewKey = after.storedIn.map((location): PendingPlace => {
    return {location, why: refused.get(placeId(location)) ?? ''}
  })
}

/** @throws whatever may be otherwise in a minute */
async function putBackAt(run: Run, location: Location): Promise<void> {
  try {
    if (!location.writable) throw backendError('not_writable', location.why ?? 'it cannot be written')
    await exchange(run, location, {to: oldKeyOf(run), from: newKeyOf(run), operation: 'back'})
  } catch (error) {
    if (!isBackendError(error) || isForNow(error)) throw error
    // What somebody has changed meanwhile the next look finds out.
    if (error.code === 'conflict' || error.code === 'not_found') return
    run.memory.refused.set(placeId(location), withoutStop(error.message))
  }
}

/** The last act of going back. No place that holds the new key, or may hold it, loses it. */
export async function giveUpNewKey(run: Run): Promise<void> {
  const {state} = run.journal
  const {newKey, step} = state
  if (!newKey) return
  // No place gets it before it works.
  const undecided = step === 'created' ? [] : (await lookAround(run)).undecided
  const places = [...run.memory.withNewKey, ...undecided]
  if (places.length > 0) {
    run.memory.keepsNewKey = true
    run.tools.report({kind: 'new-key-kept', accessKeyId: newKey.accessKeyId, places})
    return
  }
  await deleteNewKey(run)
  // While that was asked for, a copy of a file with the new key may have been written back.
  if (step !== 'created') await putBackEverywhere(run)
}

function keepsNewKey(places: readonly Location[]): Error {
  return backendError(
    'not_writable',
    `${places.map(({display}) => display).join(', ')} could not be given the old key back.`,
  )
}
