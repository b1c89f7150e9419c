import {Exit, type ExitCode} from '@mturk-cli/core'
import {openJournal} from '@mturk-cli/core/journal'
import {checkKey} from './check-key.js'
import {exists} from './keep-copy.js'
import {MIGRATION, openMigration, WHOSE, type MigrationState} from './journal-format.js'
import type {MigrationOptions} from './options.js'
import {targetOf} from './change-file.js'
import {perform, replacedIn, type Performed} from './perform.js'
import {isNothingToDo, type MigrationPlan} from './plan.js'
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
  const rest = left && (await planRest(tools, left.state, options))
  if (left && rest && isNothingToDo(rest) && !options.dryRun) return allButForgotten(tools, rest, left.state)
  if (left && !rest && !options.dryRun) await forget(tools, left.state)
  const plan = rest ?? (await planMigration(tools, options))
  if (isNothingToDo(plan)) return {plan, done: null, exit: exitOf(plan)}
  tools.assertAnswerable(plan)
  const checked = await withCheck(tools, plan)
  await tools.agree(checked)
  return {plan: checked, done: options.dryRun ? null : await perform(tools, checked), exit: exitOf(checked)}
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
  const copies = [...(state.kept === undefined ? [] : [state.kept]), ...state.files.map(({backup}) => backup)]
  const backups = (await Promise.all(copies.map(async (copy) => ((await exists(copy)) ? [copy] : [])))).flat()
  await forget(tools, state)
  const ours = state.files.filter(({backup}) => backups.includes(backup))
  const changed = await Promise.all(
    ours.map(async ({file, display, change, backup}) => {
      return {file, display, kind: change, backup, target: await targetOf(file)}
    }),
  )
  const replaced = await replacedIn(state, plan, backups)
  const storedIn = plan.move?.place ?? null
  const done = {storedIn, region: null, changed, backups, warnings: [], replaced, isShadowed: false}
  return {plan, done, exit: Exit.ok}
}

async function forget({dataDirectory}: MigrationTools, state: MigrationState): Promise<void> {
  const journal = await openJournal(dataDirectory, MIGRATION, WHOSE, () => state)
  await journal.close()
}

/** Bad news about the key is no failure of the migration, and yet nothing that a script should take for success. */
function exitOf({check, places, move, changes}: MigrationPlan): ExitCode {
  if (check) return check.exit
  if (move || changes.length > 0) return Exit.ok
  const broken = places.some(({found: {state}}) => UNUSABLE.has(state))
  return broken ? Exit.credentials : Exit.ok
}

const UNUSABLE: ReadonlySet<string> = new Set(['partial', 'malformed', 'temporary', 'unreadable'])
