import {dim, locationJson, markOf, nextCommand, type LocationJson} from '@mturk-cli/command'
import {Exit, run, type ExitCode} from '@mturk-cli/core'
import {isReadByBoto, maskAccessKeyId, wholeAccessKeyId} from '@mturk-cli/core/credentials'
import {displayPath} from '@mturk-cli/core/files'
import {isRefused} from '../migration/check-key.js'
import type {MigrationResult} from '../migration/migrate.js'
import type {Performed} from '../migration/perform.js'
import {isNothingToDo, type MigrationPlan} from '../migration/plan.js'
import {wayBack, WHOLE_FILE} from '../migration/way-back.js'

export interface MigrationShown extends MigrationResult {
  readonly home: string
  readonly warnings: readonly string[]
}

/** What is told in the end; what was found and planned has been shown by then. */
export function migrateText({plan, done, home, warnings, exit}: MigrationShown): string[] {
  const told = done
    ? [...doneLines(plan, done, home), ...(done.warnings ?? []).map(warning)]
    : isNothingToDo(plan)
      ? [...plan.notes.map(warning), nothingToDo(plan, exit)]
      : ['', 'Nothing was changed.']
  return [...told, ...warnings.map(warning), ...(done ? closing(plan, done) : [])]
}

const warning = (text: string) => `! ${text}`

function nothingToDo({move, places}: MigrationPlan, exit: ExitCode): string {
  if (!move && exit !== Exit.ok) {
    const isBroken = places.some(({found: {state}}) => state !== 'unreadable')
    const way = isBroken
      ? ' Put the whole key there; or get one with `mturk init`, and the next run takes these lines out.'
      : ''
    return `Nothing was done: what stands there is no key that works, or cannot be read.${way}`
  }
  if (!move) return 'Nothing to do.'
  return `Nothing to do: ${maskAccessKeyId(move.key.accessKeyId)} is in ${move.place?.display ?? move.target.profile} already.`
}

function doneLines({move, resumed}: MigrationPlan, {storedIn, region, changed}: Performed, home: string): string[] {
  const mask = maskAccessKeyId(move?.key.accessKeyId ?? '')
  const moved = move && storedIn && (!move.alreadyThere || resumed)
  return [
    '',
    ...(moved ? [`${markOf('done')} ${mask} stored in ${storedIn.display}, and read back`] : []),
    ...(region === null ? [] : [`${markOf('done')} region = us-east-1 written into ${region}`]),
    ...changed.map(({display, kind, backup}) => {
      const what = kind === 'remove' ? `${display} removed` : `${display}: key lines taken out`
      return `${markOf('done')} ${what} ${dim(`· as it was: ${displayPath(backup, home)}`)}`
    }),
  ]
}

function closing(plan: MigrationPlan, done: Performed): string[] {
  const {move} = plan
  const {storedIn, changed, backups, replaced} = done
  const tools = whoUsesIt(plan, done)
  const flags = [
    ...(move && move.target.profile !== 'default' ? ['--profile', move.target.profile] : []),
    ...(storedIn && !isReadByBoto(storedIn.backend) ? ['--backend', storedIn.backend] : []),
  ]
  const back = [...(replaced ? [{backup: replaced.backup, target: replaced.file}] : []), ...changed]
  const way = back.map(({backup, target}) => `  ${wayBack(backup, target).command}`)
  const hadKeys =
    backups.length > 0 && !(move === null && plan.places.every(({found}) => found.state === 'placeholder'))
  const lastCopy =
    replaced && move?.expect && move.expect !== move.key.accessKeyId
      ? `, and one of them the replaced key ${maskAccessKeyId(move.expect)}, which may stand nowhere else`
      : ''
  return [
    '',
    `${tools}Check it with: ${nextCommand('mturk link-check', ...flags)}`,
    ...(way.length > 0 ? ['The way back:', ...way, `  (${WHOLE_FILE})`] : []),
    ...(backups.length > 0
      ? [
          `${backups.length === 1 ? 'The copy holds' : 'The copies hold'} ${hadKeys ? `the old keys${lastCopy}` : 'no key'}. When all works: ${run('rm', ...backups).command}`,
        ]
      : []),
  ]
}

/** True for each tool: psiTurk 3 may have another key before Boto's, or no way to start. */
function whoUsesIt({move, check, options, psiturk: {after}}: MigrationPlan, {storedIn, isShadowed}: Performed): string {
  const isFound = storedIn !== null && isReadByBoto(storedIn.backend)
  if (!move || !isFound || options.afterwards === 'keep' || (check && isRefused(check))) return ''
  const isPsiturks = after.kind === 'moved' || (after.kind === 'boto' && !isShadowed)
  const all = [...(isPsiturks ? ['psiTurk 3'] : []), ...(isShadowed ? [] : ['boto3', 'the AWS CLI'])]
  const mask = maskAccessKeyId(move.key.accessKeyId)
  const others = after.kind === 'other' || after.kind === 'stuck' ? `psiTurk 3 ${after.words}. ` : ''
  if (all.length === 0) return others
  const who = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)} use` : `${all[0]} uses`
  return `${who} ${mask} from now on${forProfile(move.target.profile)}. ${others}`
}

function forProfile(profile: string): string {
  return profile === 'default' ? '' : `, where they are told the profile (AWS_PROFILE=${profile})`
}

export interface MigrationJson {
  readonly found: readonly {
    readonly source: string
    readonly accessKeyId: string | null
    readonly state: string
    readonly usedBy: readonly string[]
    readonly file?: string
    readonly line?: number
  }[]
  readonly migrated: readonly {
    readonly profile: string
    readonly accessKeyId: string
    readonly storedIn: LocationJson | null
  }[]
  readonly backups: readonly string[]
  readonly changed: readonly {readonly file: string; readonly change: string; readonly backup: string | null}[]
  readonly check?: {readonly verdict: string; readonly message: string}
  readonly region?: string
  readonly dryRun?: true
  readonly resumed?: true
  readonly warnings?: readonly string[]
}

export function migrateJson({plan, done, warnings}: MigrationShown): MigrationJson {
  const {places, move, check, options, changes, notes, resumed} = plan
  const all = [...notes, ...(done?.warnings ?? []), ...warnings]
  const isMoved = move && (done || options.dryRun) && (!move.alreadyThere || resumed)
  const place = done ? done.storedIn : move?.place
  const region = done ? done.region : plan.region
  return {
    found: places.map(({found: {source, accessKeyId, state, line}, users}) => ({
      source: source.display,
      accessKeyId: accessKeyId === null ? null : wholeAccessKeyId(accessKeyId),
      state,
      usedBy: users,
      ...(source.kind === 'variables' ? {} : {file: source.file}),
      ...(line === null ? {} : {line}),
    })),
    migrated: isMoved
      ? [
          {
            profile: move.target.profile,
            accessKeyId: move.key.accessKeyId,
            storedIn: place ? locationJson(place) : null,
          },
        ]
      : [],
    backups: done?.backups ?? [],
    changed: done
      ? done.changed.map(({file, kind, backup}) => ({file, change: kind, backup}))
      : changes.map(({source, kind}) => ({file: source.file, change: kind, backup: null})),
    ...(check ? {check: {verdict: check.verdict, message: check.message}} : {}),
    ...(region === null ? {} : {region}),
    ...(options.dryRun ? {dryRun: true} : {}),
    ...(resumed ? {resumed: true} : {}),
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}
