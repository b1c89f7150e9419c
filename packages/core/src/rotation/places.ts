import {backendError, isBackendError, type AccessKey, type Location} from '../credentials/index.js'
import {assertHolds, exchange, holds, isForNow, withoutStop} from './exchange.js'
import {storeWhereItWas} from './last-copy.js'
import {newKeyOf, oldKeyOf, record, type Run} from './run.js'
import {lookAround, placeId, type Standing} from './standing.js'
import {TurnBack} from './turn-back.js'

/** Places may appear while others are replaced, but nobody makes them again and again. */
const MOST_ROUNDS = 5

/**
 * Puts the new key wherever the old one is, each place by compare-and-set and read back. A place that cannot be written,
 * or holds something else by now, is left alone. Where all have lost their key, it is stored anew.
 *
 * @throws TurnBack where a place gives back another key than was put there, or no place took the new one
 * @throws a `MturkBackendError` where a backend fails for a while, or the disk is full
 */
export async function replaceEverywhere(run: Run): Promise<Standing> {
  for (let round = 1; ; round++) {
    const standing = await lookAround(run)
    if (round === 1) await tidyWhatDiedAt(run, standing.storedIn, newKeyOf(run))
    assertNobodyFailed(standing)
    if (standing.newcomers.length > 0) await addPlaces(run, standing.newcomers)
    if (standing.toReplace.length === 0) {
      if (standing.storedIn.length > 0) return standing
      const storedAt = round <= MOST_ROUNDS ? await storeWhereItWas(run, newKeyOf(run), standing) : null
      if (!storedAt) throw new TurnBack(nowhere(standing))
      tellOfPutting(run, storedAt)
      continue
    }
    if (round > MOST_ROUNDS) {
      for (const location of standing.toReplace) run.memory.refused.set(placeId(location), 'it keeps changing')
      continue
    }
    for (const location of standing.toReplace) {
      run.tools.signal?.throwIfAborted()
      await replaceAt(run, location)
    }
  }
}

/**
 * Whoever died while a place was changed may have left a lock and a temporary file with a secret beside it, also where the
 * place holds what it is to hold. To put there what is there makes its backend look after that.
 */
export async function tidyWhatDiedAt(run: Run, places: readonly Location[], key: AccessKey): Promise<void> {
  const {journal, memory, tools} = run
  if (!journal.resumed) return
  const known = new Set(journal.state.places.map(placeId))
  for (const location of places) {
    const id = placeId(location)
    if (!location.writable || !known.has(id) || memory.tidied.has(id)) continue
    tools.signal?.throwIfAborted()
    memory.tidied.add(id)
    await exchange(run, location, {to: key, from: key, operation: 'tidy'}).catch((error: unknown) => {
      // Nothing had to be changed here, so nothing is missing.
      if (!isBackendError(error) && !(error instanceof TurnBack)) throw error
    })
  }
}

/**
 * The last look before the old key is given up: each place once more through its backend, and through the lookup that every
 * command goes by.
 *
 * @throws TurnBack where one of them does not give the new key
 */
export async function assertFoundEverywhere(run: Run, {storedIn}: Standing): Promise<void> {
  const {sources} = run.tools
  for (const location of storedIn) {
    await assertHolds(run, location, newKeyOf(run))
    const backend = sources.backend(location.backend)
    if (backend.lookup !== 'default') continue
    const {candidates} = await sources.lookup(location.profile === null ? {} : {profile: location.profile})
    const found = candidates.some(
      (candidate) =>
        candidate.location &&
        placeId(candidate.location) === placeId(location) &&
        candidate.accessKeyId === newKeyOf(run).accessKeyId &&
        candidate.state !== 'broken',
    )
    if (!found)
      throw new TurnBack(
        backendError('unreadable', `${location.display} holds the new key, and no tool finds it there.`),
      )
  }
}

async function replaceAt(run: Run, location: Location): Promise<void> {
  try {
    await exchange(run, location, {to: newKeyOf(run), from: oldKeyOf(run), operation: 'replace'})
    tellOfPutting(run, location)
  } catch (error) {
    // Where the place holds the new key all the same, only the answer went wrong.
    if (await holds(run, location, newKeyOf(run))) return
    if (!isBackendError(error)) throw error
    if (isForNow(error)) throw error
    // What somebody has changed meanwhile the next look finds out.
    if (error.code !== 'conflict' && error.code !== 'not_found') {
      run.memory.refused.set(placeId(location), withoutStop(error.message))
    }
  }
}

/** What is replaced at first is told of at once, of all places. */
function tellOfPutting({tools, journal: {state}}: Run, location: Location): void {
  if (state.step !== 'verified') tools.report({kind: 'put-again', location})
}

async function addPlaces(run: Run, more: readonly Location[]): Promise<void> {
  const {state} = run.journal
  await record(run, {...state, places: [...state.places, ...more]})
}

/** @throws a `MturkBackendError` `unavailable` */
function assertNobodyFailed({failed}: Standing): void {
  const [first] = failed
  if (!first) return
  throw backendError('unavailable', `What ${first.backend} holds cannot be found out: ${first.reason}`, {
    remedy: `When it works again, go on; or go on without it: --ignore-backend ${first.backend}`,
  })
}

function nowhere({pending}: Standing): Error {
  const places = pending.map(({location, why}) => `${location.display} (${why})`).join(', ')
  return backendError(
    'not_writable',
    `No place took the new key${places === '' ? ': the old one is kept nowhere any more' : `: ${places}`}.`,
  )
}
