import {backendError, type Location} from '../credentials/index.js'
import {exchange} from './exchange.js'
import {tidyWhatDiedAt} from './places.js'
import {newKeyOf, oldKeyOf, type Run} from './run.js'
import {lookAround, type Standing} from './standing.js'

/**
 * Puts the old key back wherever the new one is, also where somebody has copied it to. A place that holds something else by
 * now is left alone.
 *
 * @throws a `MturkBackendError` where a place keeps the new key: that must not be deleted then
 */
export async function putBackEverywhere(run: Run): Promise<Standing> {
  const {storedIn, withOldKey, failed} = await lookAround(run)
  const failures: unknown[] = []
  await tidyWhatDiedAt(run, withOldKey, oldKeyOf(run))
  for (const location of storedIn) {
    run.tools.signal?.throwIfAborted()
    await exchange(run, location, {to: oldKeyOf(run), from: newKeyOf(run), operation: 'back'}).catch(
      (error: unknown) => void failures.push(error),
    )
  }
  const after = await lookAround(run)
  const ours = new Set(run.journal.state.places.map(({backend}) => backend))
  const [silent] = failed.filter(({backend}) => ours.has(backend))
  if (silent) failures.push(backendError('unavailable', silent.reason))
  if (after.storedIn.length > 0 || silent) throw failures[0] ?? keepsNewKey(after.storedIn)
  return after
}

function keepsNewKey(places: readonly Location[]): Error {
  return backendError(
    'not_writable',
    `${places.map(({display}) => display).join(', ')} could not be given the old key back.`,
  )
}
