import {bold, markOf} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {isRefused} from '../migration/check-key.js'
import {goingLines} from './going-lines.js'
import type {FileChange, MigrationPlan} from '../migration/plan.js'

/** What would be done, with each line that goes out of a file; every value is covered. */
export function planText(plan: MigrationPlan): string[] {
  const {changes, notes, resumed} = plan
  return [
    bold(resumed ? 'Going on with the migration that was cut off' : 'To be done'),
    ...stepsOf(plan).map((step) => `  ${step}`),
    '',
    ...changes.flatMap(goingLines),
    ...checkLines(plan),
    ...notes.map((note) => `! ${note}`),
  ]
}

function stepsOf({move, region, changes}: MigrationPlan): string[] {
  return [
    ...(move && !move.alreadyThere ? [storing(move)] : []),
    ...(region === null ? [] : [`write region = us-east-1 into ${region}`]),
    ...changes.map(changeText),
  ]
}

function storing({key, place, target, expect}: NonNullable<MigrationPlan['move']>): string {
  const where = place?.display ?? `${target.backend}, profile ${target.profile}`
  const instead = expect === null ? '' : ` in place of ${maskAccessKeyId(expect)}; a copy of the file stays`
  return `store ${maskAccessKeyId(key.accessKeyId)} in ${where}${instead}`
}

function changeText({source: {display}, kind}: FileChange): string {
  return kind === 'remove'
    ? `remove ${display}, which holds nothing but keys; a copy stays beside it`
    : `take the key lines out of ${display}; a copy stays beside it`
}

function checkLines({check, move}: MigrationPlan): string[] {
  if (!check || !move) return []
  const mask = maskAccessKeyId(move.key.accessKeyId)
  if (check.verdict === 'ok') return [`${markOf('done')} AWS takes ${mask}: ${check.message}`]
  if (isRefused(check))
    return [`${markOf('warning')} AWS refuses ${mask}. ${check.message} It can be moved all the same.`]
  return [`${markOf('unknown')} AWS could not say whether ${mask} works. ${check.message}`]
}
