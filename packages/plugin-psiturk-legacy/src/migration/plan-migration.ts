import {isBackendError, run, usageError} from '@mturk-cli/core'
import {coveredName, isReadByBoto, type AccessKey} from '@mturk-cli/core/credentials'
import {readRegion} from '@mturk-cli/core/files'
import type {Found} from '../reading/found.js'
import {holdsSomething} from '../reading/found.js'
import {judgeValues} from '../reading/judge-values.js'
import {readAll, readThese} from '../reading/read-all.js'
import {namedSource} from '../sources/find-sources.js'
import {candidatesIn, isSameKey, type Candidate} from './candidates.js'
import {agreeOnTarget, chooseKey} from './choose-key.js'
import {plannedChange} from './file-changes.js'
import {earlierCopies} from './earlier-copies.js'
import {notesOfCopiesInGit} from './copies-in-git.js'
import {assertUsable} from './named-file.js'
import {notesFor} from './notes.js'
import type {MigrationOptions} from './options.js'
import type {FileChange, FoundPlace, MigrationPlan, Move} from './plan.js'
import {usersOf} from './precedence.js'
import {psiturkAround} from './psiturk-3.js'
import {safeKeys, storedAmong, type StoredKeys} from './stored-keys.js'
import type {MigrationTools} from './tools.js'

/**
 * Finds out what there is, which key is meant, where it goes and what becomes of the files; asks only what nobody but the
 * person can know. Nothing is changed.
 *
 * @throws MturkError `answer_needed`, `usage`, `unreadable_file` for a file that was named
 */
export async function planMigration(tools: MigrationTools, options: MigrationOptions): Promise<MigrationPlan> {
  const {sources, surroundings} = tools
  assertStores(sources, options.backend)
  const {all, everything} = await lookAround(tools, options)
  const users = usersOf(everything, surroundings.env)
  const places = all.filter(holdsSomething).map((found): FoundPlace => ({found, users: users.get(found) ?? []}))
  tools.showFound(places)
  const candidates = candidatesIn(all, users)
  const stored = await storedAmong(tools, candidates, options)
  const chosen = await chooseKey(tools, candidates, stored, users, options)
  const move = chosen && (await moveOf(tools, options, chosen, stored))
  const safe = safeKeys(move, stored)
  const isGood = safe.length > 0 || (await hasGoodKey(tools, options))
  const changes = isGood ? await changesFor(all, safe, options) : []
  const region = move ? await missingRegion(tools, move) : null
  const psiturk = psiturkAround(everything, changes, surroundings.env, move?.key ?? null)
  const plan = {options, places, move, check: null, region, changes, psiturk, notes: [], resumed: false}
  return withAllNotes(tools, plan, all, {isGood, safe})
}

/** With what a person should know of it, be it begun now or gone on with. */
export async function withAllNotes(
  tools: MigrationTools,
  plan: MigrationPlan,
  all: readonly Found[],
  known: {readonly isGood: boolean; readonly safe: readonly AccessKey[]},
): Promise<MigrationPlan> {
  const copies = await notesOfCopiesInGit(plan, tools.surroundings)
  return {...plan, notes: [...notesFor(plan, all, known), ...(await otherRegion(tools, plan.move)), ...copies]}
}

/** A place that keeps nothing must not lead to a scrub: what is found there may be the very file that would be scrubbed. */
function assertStores(sources: MigrationTools['sources'], backend: string): void {
  const {title, id, writable} = sources.backend(backend)
  if (!writable) throw usageError(`${title} (${id}) cannot store keys.`, [run('mturk credentials backends')])
}

/** What may be moved, and whatever psiTurk reads besides: it decides which key it uses in the end. */
async function lookAround({surroundings}: MigrationTools, {from}: MigrationOptions) {
  const known = await readAll(surroundings)
  if (from === undefined) return {all: known, everything: known}
  const source = await namedSource(from, surroundings)
  const all = await readThese([source], surroundings)
  const isLeft = !all[0] || all[0].state === 'none'
  // What an earlier run took the key out of is no wrong file: there is nothing left to do.
  const isDone = isLeft && source.kind !== 'variables' && (await earlierCopies([source.file])).length > 0
  if (!isDone) assertUsable(from, all[0])
  return {all, everything: withOthers(all, known)}
}

/** What was looked at, and whatever else psiTurk reads. */
export function withOthers(all: readonly Found[], known: readonly Found[]): readonly Found[] {
  const files = all.flatMap(({source}) => (source.kind === 'variables' ? [] : [source.file]))
  return [...all, ...known.filter(({source}) => source.kind === 'variables' || !files.includes(source.file))]
}

async function moveOf(
  tools: MigrationTools,
  options: MigrationOptions,
  {key}: Candidate,
  stored: StoredKeys,
): Promise<Move> {
  const [there] = stored.get(key) ?? []
  if (there) {
    const target = {profile: there.profile ?? options.profile, backend: options.backend}
    return {key, target, expect: key.accessKeyId, place: there, alreadyThere: true}
  }
  const {target, expect, alreadyThere} = await agreeOnTarget(tools, key, options)
  const place = await tools.sources.backend(target.backend).placeFor({profile: target.profile, expect})
  return {key, target, expect, place, alreadyThere}
}

/** Another key that the tools find, so that nothing is lost if a template's words go. */
async function hasGoodKey({sources}: MigrationTools, {profile, profileGiven}: MigrationOptions): Promise<boolean> {
  const {active} = await sources.lookup(profileGiven ? {profile} : {})
  if (!active) return false
  const key = await sources.read(active.location).catch(() => null)
  return key !== null && judgeValues(key.accessKeyId, key.secretAccessKey.reveal()).state === 'key'
}

/** us-east-1 is written only where a tool would miss it; a file that cannot be read is told by whoever writes to it. */
export async function missingRegion({surroundings}: MigrationTools, {target}: Move): Promise<string | null> {
  if (!isReadByBoto(target.backend)) return null
  try {
    const set = await readRegion(target.profile, surroundings)
    return set ? null : `~/.aws/config [${target.profile === 'default' ? 'default' : `profile ${target.profile}`}]`
  } catch (error) {
    if (isBackendError(error)) return null
    throw error
  }
}

/** psiTurk, boto3 and the AWS CLI take this one, and Mechanical Turk is not there. */
async function otherRegion({surroundings}: MigrationTools, move: Move | null): Promise<string[]> {
  if (!move || !isReadByBoto(move.target.backend)) return []
  const set = await readRegion(move.target.profile, surroundings).catch(() => null)
  if (!set || set.region === 'us-east-1') return []
  return [
    `The region of ${move.target.profile} is ${coveredName(set.region)}, and stays. Mechanical Turk exists only in us-east-1: tools that take their region from there will not find it.`,
  ]
}

async function changesFor(
  all: readonly Found[],
  safe: readonly AccessKey[],
  {afterwards}: MigrationOptions,
): Promise<readonly FileChange[]> {
  const changes = await Promise.all(
    all.map(async (found) => {
      if (!mayLoseItsLines(found, safe)) return null
      // Dallinger finds its key nowhere else: only who asks for it has it taken out there.
      return plannedChange(found, afterwards ?? (found.source.role === 'dallinger' ? 'keep' : 'scrub'))
    }),
  )
  return changes.filter((change) => change !== null)
}

/** Another whole key stays where it is until it is moved itself. */
export function mayLoseItsLines({state, key, rivals = []}: Found, safe: readonly AccessKey[]): boolean {
  if (state === 'key') return key !== null && safe.some((each) => [key, ...rivals].some((one) => isSameKey(each, one)))
  return state === 'placeholder' || state === 'partial' || state === 'malformed' || state === 'temporary'
}
