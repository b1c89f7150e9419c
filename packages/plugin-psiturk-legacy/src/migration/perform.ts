import {backendError, interrupted, isBackendError, messageOf, type Location} from '@mturk-cli/core'
import {otherWinner, storeInto} from '@mturk-cli/core/credentials'
import {equalBackup, freeBackupPath, readForEdit, writeRegion} from '@mturk-cli/core/files'
import {openJournal, type Journal} from '@mturk-cli/core/journal'
import {isSameKey} from './candidates.js'
import {allChanged, changeFile, targetOf, type ChangedFile} from './change-file.js'
import {copiesIn, copyNote} from './earlier-copies.js'
import {dropCopyOf, keepCopy} from './keep-copy.js'
import {MIGRATION, WHOSE, type MigrationState} from './journal-format.js'
import {again} from './options.js'
import {isReplacing, type MigrationPlan, type Move} from './plan.js'
import type {MigrationTools} from './tools.js'

/** What was done. */
export interface Performed {
  /** Where the key is now; null where none was moved. */
  readonly storedIn: Location | null
  /** Where `region = us-east-1` was written. */
  readonly region: string | null
  readonly changed: readonly ChangedFile[]
  /** Every copy that was made, also by the run that was cut off. */
  readonly backups: readonly string[]
  readonly warnings: readonly string[]
  /** The copy of the file in which another key was replaced; null: none was. */
  readonly replaced: {readonly backup: string; readonly file: string} | null
  /** Another place than the one that it was stored in wins for the tools on Boto. */
  readonly isShadowed: boolean
}

/** Mechanical Turk exists in one region. */
const ONLY_REGION = 'us-east-1'

/**
 * Stores the key, reads it back, and only then touches its old place, file by file. A journal says what was agreed on and
 * where the copies are, so that a run that is cut off is finished by the next one. Each step can be done again.
 *
 * @throws MturkError `interrupted` where it was stopped between two steps, or where the key is stored and a file could not
 *   be changed; whatever the target's backend throws, with everything as it was
 */
export async function perform(tools: MigrationTools, plan: MigrationPlan): Promise<Performed> {
  tools.signal?.throwIfAborted()
  const journal = await openJournal(tools.dataDirectory, MIGRATION, WHOSE, () => firstState(tools, plan))
  if (journal.resumed !== plan.resumed) {
    await journal.release()
    throw backendError('locked', 'Another mturk has begun or ended a migration just now.', {
      remedy: 'Run the same command once more.',
    })
  }
  const {state} = journal
  const storedIn = plan.move ? await moveKey(tools, plan, plan.move, journal) : null
  const region = await inSteps(tools, plan, journal, () => writeMissingRegion(tools, plan))
  const changed: ChangedFile[] = []
  const failures: string[] = []
  for (const change of plan.changes) {
    const backup = state.files.find(({file}) => file === change.source.file)?.backup
    if (backup === undefined) continue
    await inSteps(tools, plan, journal, async () => {
      try {
        changed.push(await changeFile(change, backup))
      } catch (error) {
        if (!isBackendError(error)) throw error
        failures.push([error.message, ...(error.remedy === undefined ? [] : [error.remedy])].join(' '))
      }
    })
  }
  const copies = await copiesIn(state)
  const backups = copies.map(({copy}) => copy)
  await journal.close()
  if (failures.length > 0) {
    const notes = await Promise.all(copies.map((each) => copyNote(each, tools.surroundings.home)))
    throw halfDone(plan, storedIn, [...failures, ...notes])
  }
  const shadow = await shadowed(tools, plan)
  return {
    storedIn,
    region: region.written,
    changed: await allChanged(state, backups, changed),
    backups,
    warnings: [...region.warnings, ...shadow],
    replaced: await replacedIn(state, plan, backups),
    isShadowed: shadow.length > 0,
  }
}

/** Where the copy of a replaced key belongs: the file itself, and no link that leads to it. */
export async function replacedIn(
  {kept}: MigrationState,
  {move}: MigrationPlan,
  backups: readonly string[],
): Promise<Performed['replaced']> {
  const file = move?.place?.file
  if (kept === undefined || file === undefined || !backups.includes(kept)) return null
  return {backup: kept, file: await targetOf(file)}
}

/** A person who asked to stop is heard between two steps. */
async function inSteps<Result>(
  {signal}: MigrationTools,
  plan: MigrationPlan,
  journal: Journal<MigrationState>,
  step: () => Promise<Result>,
): Promise<Result> {
  if (signal?.aborted) {
    await journal.release()
    throw interrupted(
      'Stopped between two steps. Nothing is lost: every file still has its key, or a copy beside it.',
      [again(plan.options)],
    )
  }
  return step()
}

async function firstState(tools: MigrationTools, plan: MigrationPlan): Promise<MigrationState> {
  const {move, changes, options, region, places} = plan
  const now = tools.clock.now()
  const {afterwards, from} = options
  const files = await Promise.all(
    changes.map(async ({source, kind: change, before}) => {
      const {kind, role, file, display} = source
      const key = places.find(({found}) => found.source === source)?.found.key
      const accessKeyId = key?.accessKeyId ?? null
      const backup = (await equalBackup(file, before, now)) ?? (await freeBackupPath(file, now))
      return {kind, role, file, display, change, backup, accessKeyId}
    }),
  )
  return {
    backend: move?.target.backend ?? options.backend,
    profile: move?.target.profile ?? options.profile,
    accessKeyId: move?.key.accessKeyId ?? null,
    expect: move && !move.alreadyThere ? move.expect : null,
    ...(from === undefined ? {} : {from}),
    ...(afterwards === undefined ? {} : {afterwards}),
    ...(move && isReplacing(move) ? {kept: await freeBackupPath(move.place.file, now)} : {}),
    region: region !== null,
    files,
  }
}

/** Nothing has happened to the old place when this fails, so nothing has to be taken back. */
async function moveKey(
  {sources, signal}: MigrationTools,
  {resumed, options}: MigrationPlan,
  {key, target, expect, place, alreadyThere}: Move,
  journal: Journal<MigrationState>,
): Promise<Location | null> {
  if (alreadyThere) return place
  const {kept} = journal.state
  try {
    if (!resumed) signal?.throwIfAborted()
    if (kept !== undefined && place?.file !== undefined) {
      const bytes = await readForEdit(place.file)
      if (bytes) await keepCopy(kept, bytes)
    }
    const location = await storeInto(sources, target, key, expect)
    const back = await sources.read(location)
    if (isSameKey(back, key)) return location
    throw backendError('conflict', `${location.display} holds another key than the one that was just stored there.`)
  } catch (error) {
    if (kept !== undefined && place?.file !== undefined) await dropCopyOf(place.file, kept)
    await journal.close()
    if (!isBackendError(error) || error.code !== 'conflict') throw error
    throw backendError('conflict', `${error.message} Nothing of psiTurk's was changed.`, {
      remedy: `To see what is there now, and be asked anew: ${again(options).command}`,
      cause: error,
    })
  }
}

async function writeMissingRegion({surroundings}: MigrationTools, {region, move}: MigrationPlan) {
  if (region === null || !move) return {written: null, warnings: []}
  try {
    const {written, display} = await writeRegion(move.target.profile, surroundings, ONLY_REGION)
    return {written: written ? display : null, warnings: []}
  } catch (error) {
    if (!isBackendError(error)) throw error
    return {written: null, warnings: [`The region could not be written: ${messageOf(error)}`]}
  }
}

/** The environment, or a file that comes first, may hide the key that was just stored. */
async function shadowed({sources}: MigrationTools, {move}: MigrationPlan): Promise<string[]> {
  if (!move) return []
  const winner = await otherWinner(sources, {profile: move.target.profile, accessKeyId: move.key.accessKeyId})
  if (!winner) return []
  const wayOut =
    winner.backend === 'env'
      ? ' To use the stored one in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'
      : ''
  return [`Another key wins over it: the one from ${winner.location.display}.${wayOut}`]
}

function halfDone({options}: MigrationPlan, storedIn: Location | null, failures: readonly string[]): Error {
  const where = storedIn ? `The key is stored in ${storedIn.display}. ` : ''
  return interrupted(
    `${where}Its old place could not be changed, and psiTurk goes on using that: ${failures.join(' ')}`,
    [again(options)],
  )
}
