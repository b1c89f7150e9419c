import {Exit, isMturkError, MturkError, type ExitCode} from '@mturk-cli/core'
import {botoPaths} from '@mturk-cli/core/files'
import {openJournal} from '@mturk-cli/core/journal'
import {findSources, namedSource} from '../sources/find-sources.js'
import {checkKey} from './check-key.js'
import {copiesIn, copyNote, earlierCopies} from './earlier-copies.js'
import {MIGRATION, openMigration, WHOSE, type MigrationState} from './journal-format.js'
import type {MigrationOptions} from './options.js'
import {allChanged} from './change-file.js'
import {perform, replacedIn, type Performed} from './perform.js'
import {assertChangeable} from './file-changes.js'
import {hinderedIn, isNothingToDo, type MigrationPlan} from './plan.js'
import {planMigration} from './plan-migration.js'
import {planRest} from './plan-rest.js'
import type {MigrationTools} from './tools.js'

export interface MigrationResult {
  readonly plan: MigrationPlan
  /** null: there was nothing to do, or it was a rehearsal. */
  readonly done: Performed | null
  readonly exit: ExitCode
}

/**
 * From psiTurk's places to where Boto looks. Finds out, shows, asks, does; a run that was cut off is finished first.
 *
 * @throws MturkError `answer_needed`, `usage`, `unreadable_file`, `interrupted`; see `planMigration` and `perform`
 */
export async function migrate(tools: MigrationTools, options: MigrationOptions): Promise<MigrationResult> {
  const left = await openMigration(tools.dataDirectory)
  if (left?.locked) throw left.locked
  if (!left) return carryOut(tools, await planMigration(tools, options))
  const rest = await planRest(tools, left.state, options)
  if ('overtaken' in rest) return migrateAnew(tools, options, left.state, rest.overtaken)
  if (isNothingToDo(rest) && !options.dryRun) return allButForgotten(tools, rest, left.state)
  return carryOut(tools, rest)
}

async function carryOut(
  tools: MigrationTools,
  plan: MigrationPlan,
  beforeAll: () => Promise<void> = async () => {},
): Promise<MigrationResult> {
  const {dryRun} = plan.options
  if (isNothingToDo(plan)) {
    if (!dryRun) await beforeAll()
    return {plan: await withCopies(tools, plan), done: null, exit: exitOf(plan)}
  }
  if (!dryRun) assertChangeable(plan)
  tools.assertAnswerable(plan)
  const checked = await withCheck(tools, plan)
  await tools.agree(checked)
  if (dryRun) return {plan: checked, done: null, exit: exitOf(checked)}
  await beforeAll()
  return {plan: checked, done: await perform(tools, checked), exit: exitOf(checked)}
}

/**
 * What an earlier run had begun no longer fits what is there. Nobody's yes of then counts, and its journal goes only when
 * somebody has said yes to something else: until then it knows where its copies are.
 */
async function migrateAnew(
  tools: MigrationTools,
  options: MigrationOptions,
  state: MigrationState,
  why: string,
): Promise<MigrationResult> {
  const {home} = tools.surroundings
  const copies = await Promise.all((await copiesIn(state)).map((each) => copyNote(each, home)))
  const {presenter} = tools
  if (presenter.interactive) presenter.warn(`! ${why}`)
  const notes = presenter.interactive ? copies : [why, ...copies]
  try {
    const plan = await planMigration(tools, options)
    return await carryOut(tools, withNotes(plan, notes), () => forget(tools, state))
  } catch (error) {
    if (!isMturkError(error) || error.code !== 'answer_needed') throw error
    const {code, exit, message, remedy} = error
    throw new MturkError({code, exit, message: `${why} ${message}`, remedy, cause: error})
  }
}

/** AWS is asked only where something is to be done with the key: a second run asks nobody. */
async function withCheck(tools: MigrationTools, plan: MigrationPlan): Promise<MigrationPlan> {
  const {move} = plan
  if (!move) return plan
  const check = await tools.presenter.during('Asking AWS whose key it is', () => checkKey(() => tools.aws(), move.key))
  return {...plan, check}
}

/** An earlier run had done everything, and was cut off before it could forget its journal. */
async function allButForgotten(
  tools: MigrationTools,
  plan: MigrationPlan,
  state: MigrationState,
): Promise<MigrationResult> {
  const backups = (await copiesIn(state)).map(({copy}) => copy)
  await forget(tools, state)
  const changed = await allChanged(state, backups, [])
  const replaced = await replacedIn(state, plan, backups)
  const storedIn = plan.move?.place ?? null
  const done = {storedIn, region: null, changed, backups, warnings: [], replaced, isShadowed: false}
  return {plan, done, exit: Exit.ok}
}

/** A run may have been cut off when all was done and nothing said: with nothing to do, the next one says where the copies are. */
async function withCopies({surroundings}: MigrationTools, plan: MigrationPlan): Promise<MigrationPlan> {
  const {from} = plan.options
  const sources = from === undefined ? await findSources(surroundings) : [await namedSource(from, surroundings)]
  const files = sources.flatMap((source) => (source.kind === 'variables' ? [] : [source.file]))
  const {credentials} = botoPaths(surroundings)
  const copies = await earlierCopies(files, [plan.move?.place?.file ?? credentials])
  const said = plan.notes.join('\n')
  const untold = copies.filter(({copy}) => !said.includes(copy))
  return withNotes(plan, await Promise.all(untold.map((each) => copyNote(each, surroundings.home))))
}

function withNotes(plan: MigrationPlan, notes: readonly string[]): MigrationPlan {
  return {...plan, notes: [...plan.notes, ...notes]}
}

async function forget({dataDirectory}: MigrationTools, state: MigrationState): Promise<void> {
  const journal = await openJournal(dataDirectory, MIGRATION, WHOSE, () => state)
  await journal.close()
}

/** Bad news about the key is no failure of the migration, and yet nothing that a script should take for success. */
function exitOf(plan: MigrationPlan): ExitCode {
  const {check, places, move, changes} = plan
  if (hinderedIn(plan).length > 0) return Exit.credentials
  if (check) return check.exit
  if (move || changes.length > 0) return Exit.ok
  const broken = places.some(({found: {state}}) => UNUSABLE.has(state))
  return broken ? Exit.credentials : Exit.ok
}

const UNUSABLE: ReadonlySet<string> = new Set(['partial', 'malformed', 'temporary', 'unreadable'])
