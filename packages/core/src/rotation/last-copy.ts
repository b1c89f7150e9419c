import {randomBytes} from 'node:crypto'
import {isBackendError, maskAccessKeyId, type AccessKey, type Location} from '../credentials/index.js'
import {interrupted} from '../errors.js'
import {run as command, say} from '../remedy.js'
import {assertHolds, holds, isForNow} from './exchange.js'
import {oldKeyOf, record, type Run} from './run.js'
import {lookAround, type Standing} from './standing.js'
import type {RotationState} from './state.js'
import {observed} from './tools.js'
import {TurnBack} from './turn-back.js'
import {awsIam, flagsOf, goOn} from './where-it-stands.js'

/**
 * Where every place has lost its key, the journal is the last to hold one: it goes where it was before. What holds another
 * key by now is somebody's decision, and stays.
 *
 * @returns the place that took it; null where none did
 * @throws a `MturkBackendError` where a place may take it in a minute
 */
export async function storeWhereItWas(run: Run, key: AccessKey, {vanished}: Standing): Promise<Location | null> {
  for (const location of vanished) {
    if (!run.tools.sources.backend(location.backend).writable) continue
    run.tools.signal?.throwIfAborted()
    try {
      return await storeAnew(run, key, location)
    } catch (error) {
      if (!isBackendError(error) && !(error instanceof TurnBack)) throw error
      if (isBackendError(error) && isForNow(error)) throw error
    }
  }
  return null
}

/** What serves every profile, as `~/.boto`, is not stored to by name: the profile of the rotation takes its key. */
async function storeAnew(run: Run, key: AccessKey, {backend: id, profile}: Location): Promise<Location> {
  const {tools, journal} = run
  const written = await observed(tools, `store ${id}`, () =>
    tools.sources.backend(id).store({
      profile: profile ?? journal.state.request.profile,
      key,
      expect: null,
      operationId: `${journal.runId}-anew-${randomBytes(4).toString('hex')}`,
    }),
  )
  await assertHolds(run, written, key)
  return written
}

/**
 * A journal is not forgotten while it alone holds the secret of the old key, which is active.
 *
 * @throws MturkError `interrupted` where every place has lost it, and none takes it; a `MturkBackendError` where one may
 *   take it in a minute
 */
export async function keepOldKey(run: Run): Promise<void> {
  const {state} = run.journal
  const standing = await lookAround(run)
  for (const location of standing.withOldKey) if (await holds(run, location, oldKeyOf(run))) return
  // What cannot be looked into holds what it held: no place is changed before the new key works.
  const isUntouched = state.step === 'creating' || state.step === 'created'
  if (isUntouched && standing.mayBeElsewhere) return
  if (await storeWhereItWas(run, oldKeyOf(run), standing)) return
  if (standing.storedIn.length === 0) throw isLastCopy(state, standing)
  // Nothing can go back, and both keys work: a person may still want either.
  const step = state.step === 'created' ? state.step : 'verified'
  const forward: RotationState = {...state, step, direction: 'forward'}
  await record(run, forward)
  throw interrupted(
    `No place could be given the old key back: ${placesText(standing)}. Both keys are active, and kept safely.`,
    goOn(forward),
  )
}

/** It stays open, and either there is room for the key again, or nothing needs it any more. */
function isLastCopy(state: RotationState, standing: Standing): Error {
  const {oldKey, request} = state
  return interrupted(
    `No place on this machine holds the old key ${maskAccessKeyId(oldKey.accessKeyId)} any more, and none takes it: ${placesText(standing)}. Only the journal of the rotation has its secret, and keeps it.`,
    [
      say('Make room for it in one of these places, and then:'),
      command('mturk keys rotate --abort', ...flagsOf(request)),
      say('If nothing needs that key any more, delete it first, for good; the same command then ends the rotation:'),
      awsIam(request, 'delete-access-key', oldKey.accessKeyId),
    ],
  )
}

function placesText({pending, storedIn}: Standing): string {
  const places = [
    ...storedIn.map(({display}) => `${display} (it holds the new key)`),
    ...pending.map(({location, why}) => `${location.display} (${why})`),
  ]
  return places.join(', ')
}
