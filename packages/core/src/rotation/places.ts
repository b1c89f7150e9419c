import {randomBytes} from 'node:crypto'
import {backendError, isBackendError, maskAccessKeyId, type AccessKey, type Location} from '../credentials/index.js'
import {codeOf} from '../files/index.js'
import {newKeyOf, oldKeyOf, record, type Run} from './run.js'
import {placeId, surveyFor, type Standing} from './standing.js'
import {observed} from './tools.js'
import {TurnBack} from './turn-back.js'

/** Places may appear while others are replaced, but nobody makes them again and again. */
const MOST_ROUNDS = 5

/**
 * Puts the new key wherever the old one is, each place by compare-and-set and read back. A place that cannot be written,
 * or holds something else by now, is left alone.
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
      if (standing.storedIn.length === 0) throw new TurnBack(nowhere(standing))
      return standing
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

/**
 * Whoever died while a place was changed may have left a lock and a temporary file with a secret beside it, also where the
 * place holds what it is to hold. To put there what is there makes its backend look after that.
 */
async function tidyWhatDiedAt(run: Run, places: readonly Location[], key: AccessKey): Promise<void> {
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

/** All places as they are now. */
export function lookAround({tools, journal, memory}: Run): Promise<Standing> {
  return surveyFor(tools.sources, journal.state, memory.refused)
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

interface Exchange {
  readonly to: AccessKey
  readonly from: AccessKey
  /** What it is for. */
  readonly operation: string
}

async function exchange(run: Run, location: Location, {to, from, operation}: Exchange): Promise<void> {
  const {tools, journal} = run
  const backend = tools.sources.backend(location.backend)
  const written = await observed(tools, `replace ${location.backend}`, () =>
    backend.replace({
      location,
      key: to,
      expect: from.accessKeyId,
      // Each is decided on by a look of its own: a place that went back to the old key meanwhile is changed once more.
      operationId: `${journal.runId}-${operation}-${randomBytes(4).toString('hex')}`,
    }),
  )
  await assertHolds(run, written, to)
}

/** @throws TurnBack where the place gives another key */
async function assertHolds({tools}: Run, location: Location, key: AccessKey): Promise<void> {
  const read = await tools.sources.read(location)
  if (read.accessKeyId === key.accessKeyId && read.secretAccessKey.equals(key.secretAccessKey)) return
  throw new TurnBack(
    backendError(
      'unreadable',
      `${location.display} was given ${maskAccessKeyId(key.accessKeyId)}, and does not give it back: it gives ${maskAccessKeyId(read.accessKeyId)}.`,
    ),
  )
}

async function holds(run: Run, location: Location, key: AccessKey): Promise<boolean> {
  return assertHolds(run, location, key).then(
    () => true,
    () => false,
  )
}

/** What may be otherwise in a minute: somebody else holds a lock, a vault is away, the disk is full. */
function isForNow(error: Error & {code: string}): boolean {
  return error.code === 'locked' || error.code === 'unavailable' || DISK.has(codeOf(error.cause) ?? '')
}

const DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO'])

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
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

function keepsNewKey(places: readonly Location[]): Error {
  return backendError(
    'not_writable',
    `${places.map(({display}) => display).join(', ')} could not be given the old key back.`,
  )
}
