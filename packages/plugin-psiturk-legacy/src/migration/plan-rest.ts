import {usageError} from '@mturk-cli/core'
import {maskAccessKeyId, occupantOf, type AccessKey} from '@mturk-cli/core/credentials'
import {wayBefore} from '@mturk-cli/core/guide'
import {readAll, readThese} from '../reading/read-all.js'
import {holdsSomething, type Found} from '../reading/found.js'
import type {FileSource} from '../sources/source.js'
import {candidatesIn, type Candidate} from './candidates.js'
import {isHeldBy} from './choose-key.js'
import {plannedChange} from './file-changes.js'
import type {JournaledFile, MigrationState} from './journal-format.js'
import {again, type MigrationOptions} from './options.js'
import type {MigrationPlan, Move} from './plan.js'
import {mayLoseItsLines, missingRegion, withAllNotes, withOthers} from './plan-migration.js'
import {usersOf} from './precedence.js'
import {psiturkAround} from './psiturk-3.js'
import {safeKeys, storedAmong} from './stored-keys.js'
import type {MigrationTools} from './tools.js'

/** What somebody said yes to then can no longer be done as it was: why, in a sentence. What is there now is planned anew. */
export interface Overtaken {
  readonly overtaken: string
}

/**
 * What is left of a migration that an earlier run began: what somebody said yes to then, and nothing else.
 *
 * @throws MturkError `usage` where this run asks for something else, naming the command that goes on
 */
export async function planRest(
  tools: MigrationTools,
  state: MigrationState,
  given: MigrationOptions,
): Promise<MigrationPlan | Overtaken> {
  const {surroundings} = tools
  const options = optionsOf(state, given)
  const all = await readThese(state.files.map(sourceOf), surroundings)
  const everything = withOthers(all, await readAll(surroundings))
  const users = usersOf(everything, surroundings.env)
  const candidates = candidatesIn(all, users)
  const move = state.accessKeyId === null ? null : await restOfMove(tools, state, candidates)
  if (move && 'overtaken' in move) return move
  const safe = safeKeys(move, await storedAmong(tools, candidates, {...options, profileGiven: false}))
  const exchanged = all.find((found) => isExchanged(found, state, safe))
  if (exchanged) return overtaken(state, exchangeText(exchanged, state))
  assertSameWish(state, given, options)
  const places = all.filter(holdsSomething).map((found) => ({found, users: users.get(found) ?? []}))
  tools.showFound(places)
  const changes = await restOfChanges(all, state)
  const region = move && state.region ? await missingRegion(tools, move) : null
  const psiturk = psiturkAround(everything, changes, surroundings.env, move?.key ?? null)
  const plan = {options, places, move, check: null, region, changes, psiturk, notes: [], resumed: true}
  return withAllNotes(tools, plan, all, {isGood: true, safe})
}

function optionsOf(
  {backend, profile, from, afterwards, expect}: MigrationState,
  given: MigrationOptions,
): MigrationOptions {
  return {
    from,
    backend,
    profile,
    profileGiven: profile !== 'default',
    replace: expect !== null,
    afterwards,
    dryRun: given.dryRun,
  }
}

/** A flag of this run must not come back with the command: what it asks for is what stands in the way. */
function assertSameWish(state: MigrationState, given: MigrationOptions, options: MigrationOptions): void {
  const {from, profile, profileGiven, backend, afterwards} = given
  const isAnother =
    (profileGiven && profile !== state.profile) ||
    (from !== undefined && from !== state.from) ||
    (backend !== 'boto-files' && backend !== state.backend) ||
    (afterwards !== undefined && afterwards !== state.afterwards)
  if (!isAnother) return
  throw usageError('A migration was cut off, and has to be finished first as it was begun.', [
    {...again(options), isWhole: true},
  ])
}

function sourceOf({kind, role, file, display}: JournaledFile): FileSource {
  return {kind, role, file, display, isCertain: true}
}

function journaled({source}: Found, {files}: MigrationState): JournaledFile | undefined {
  return files.find(({file}) => source.kind !== 'variables' && source.file === file)
}

async function restOfChanges(all: readonly Found[], state: MigrationState) {
  const planned = await Promise.all(all.map((found) => plannedChange(found, journaled(found, state)?.change ?? 'keep')))
  return planned.filter((change) => change !== null)
}

/** Somebody has put another key there since: nobody said yes to taking that out, and it may stand nowhere else. */
function isExchanged(found: Found, state: MigrationState, safe: readonly AccessKey[]): boolean {
  if (found.key === null) return false
  const then = journaled(found, state)?.accessKeyId
  return !mayLoseItsLines(found, safe) || (then !== undefined && then !== found.key.accessKeyId)
}

function exchangeText({source: {display}, key}: Found, {accessKeyId}: MigrationState): string {
  const what =
    key && key.accessKeyId !== accessKeyId
      ? `another key, ${maskAccessKeyId(key.accessKeyId)}`
      : 'the same access key id with another secret'
  return `${display} holds ${what}`
}

function overtaken({accessKeyId}: MigrationState, why: string): Overtaken {
  const which = accessKeyId === null ? '' : ` of ${maskAccessKeyId(accessKeyId)}`
  return {overtaken: `An earlier migration${which} was cut off, and by now ${why}.`}
}

/** The key is still at its old place, or it is at the new one already; and only what was to be replaced is in its way. */
async function restOfMove(
  {sources}: MigrationTools,
  state: MigrationState,
  candidates: readonly Candidate[],
): Promise<Move | Overtaken> {
  const {accessKeyId, backend, profile, expect} = state
  const held = await sources.placesOf(profile, backend)
  const there = held.find((place) => place.accessKeyId === accessKeyId)
  const stored = there && (await sources.read(there.location).catch(() => undefined))
  const target = {profile, backend}
  const left = candidates.find(({key}) => key.accessKeyId === accessKeyId)?.key
  const key = left ?? stored
  if (!key) {
    return overtaken(state, `that key is neither in psiTurk's files nor in ${backend}, profile ${profile}`)
  }
  if (there && !left) return {key, target, expect: accessKeyId, place: there.location, alreadyThere: true}
  const occupant = await occupantOf(sources, target)
  if (await wayBefore(sources, target, occupant?.accessKeyId ?? null)) {
    return overtaken(state, `no tool would find a key in ${backend}, profile ${profile}`)
  }
  const alreadyThere = occupant !== null && (await isHeldBy(occupant, key, sources))
  if (occupant && !alreadyThere && occupant.accessKeyId !== expect) {
    return overtaken(state, `${occupant.location.display} is taken`)
  }
  const agreed = occupant?.accessKeyId ?? null
  const place = there?.location ?? (await sources.backend(backend).placeFor({profile, expect: agreed}))
  return {key, target, expect: agreed, place, alreadyThere}
}
