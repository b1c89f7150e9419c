import {usageError} from '@mturk-cli/core'
import type {AccessKey} from '@mturk-cli/core/credentials'
import {readAll, readThese} from '../reading/read-all.js'
import {holdsSomething, type Found} from '../reading/found.js'
import type {FileSource} from '../sources/source.js'
import {agreeOnTarget} from './choose-key.js'
import {plannedChange} from './file-changes.js'
import type {JournaledFile, MigrationState} from './journal-format.js'
import {psiturkNotes} from './notes.js'
import {again, type MigrationOptions} from './options.js'
import type {MigrationPlan, Move} from './plan.js'
import {missingRegion} from './plan-migration.js'
import {usersOf} from './precedence.js'
import {psiturkAround} from './psiturk-3.js'
import type {MigrationTools} from './tools.js'

/**
 * What is left of a migration that an earlier run began: what somebody said yes to then, and nothing else.
 *
 * @returns null where its key is neither at its old place nor at its new one any more; then it is over
 * @throws MturkError `usage` where this run asks for something else, naming the command that goes on
 */
export async function planRest(
  tools: MigrationTools,
  state: MigrationState,
  given: MigrationOptions,
): Promise<MigrationPlan | null> {
  const options = optionsOf(state, given)
  if (isAnother(state, given)) {
    throw usageError('A migration was cut off, and has to be finished first as it was begun.', [again(options)])
  }
  const all = await readThese(state.files.map(sourceOf), tools.surroundings)
  const move = state.accessKeyId === null ? null : await restOfMove(tools, state, all, options)
  if (state.accessKeyId !== null && move === null) return null
  const users = usersOf(all, tools.surroundings.env)
  const places = all.filter(holdsSomething).map((found) => ({found, users: users.get(found) ?? []}))
  tools.showFound(places)
  const planned = await Promise.all(
    all.map((found) => plannedChange(found, state.files.find(({file}) => isFile(found, file))?.change ?? 'keep')),
  )
  const changes = planned.filter((change) => change !== null)
  const {surroundings} = tools
  const psiturk = psiturkAround(await readAll(surroundings), changes, surroundings.env, move?.key ?? null)
  return {
    options,
    places,
    move,
    check: null,
    region: move && state.region ? await missingRegion(tools, move) : null,
    changes,
    psiturk,
    notes: psiturkNotes({psiturk, move}),
    resumed: true,
  }
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

function isAnother(
  state: MigrationState,
  {from, profile, profileGiven, backend, afterwards}: MigrationOptions,
): boolean {
  return (
    (profileGiven && profile !== state.profile) ||
    (from !== undefined && from !== state.from) ||
    (backend !== 'boto-files' && backend !== state.backend) ||
    (afterwards !== undefined && afterwards !== state.afterwards)
  )
}

function sourceOf({kind, role, file, display}: JournaledFile): FileSource {
  return {kind, role, file, display, isCertain: true}
}

function isFile({source}: Found, file: string): boolean {
  return source.kind !== 'variables' && source.file === file
}

/** The key is still at its old place, or it is at the new one already. */
async function restOfMove(
  tools: MigrationTools,
  {accessKeyId, backend, profile, expect}: MigrationState,
  all: readonly Found[],
  options: MigrationOptions,
): Promise<Move | null> {
  const {sources} = tools
  const held = await sources.placesOf(profile, backend)
  const there = held.find((place) => place.accessKeyId === accessKeyId)
  const stored = there && (await sources.read(there.location).catch(() => undefined))
  const target = {profile, backend}
  const left = all.find(({key}) => key?.accessKeyId === accessKeyId)?.key
  const key: AccessKey | null | undefined = left ?? stored
  if (!key) return null
  if (there && stored && !left) return {key, target, expect: accessKeyId, place: there.location, alreadyThere: true}
  const agreed = await agreeOnTarget(tools, key, {...options, replace: expect !== null}, target)
  const place = there?.location ?? (await sources.backend(backend).placeFor({profile, expect: agreed.expect}))
  return {key, target, expect: agreed.expect, place, alreadyThere: agreed.alreadyThere}
}
