import {run} from '@mturk-cli/core'
import {isReadByBoto, maskAccessKeyId, type AccessKey} from '@mturk-cli/core/credentials'
import type {Found} from '../reading/found.js'
import {hindranceText} from './file-changes.js'
import {hinderedIn, isNothingToDo, type FileChange, type MigrationPlan} from './plan.js'
import {isBeforeBoto} from './precedence.js'
import {isSameKey} from './candidates.js'

/** What a person should know of what was found, besides what is done about it. */
export function notesFor(
  plan: MigrationPlan,
  all: readonly Found[],
  {isGood, safe}: {readonly isGood: boolean; readonly safe: readonly AccessKey[]},
): readonly string[] {
  const shown = plan.places.map(({found}) => found)
  return [
    ...shown.flatMap(({source, notes}) => notes.map((note) => `${source.display}: ${note}`)),
    ...shown.flatMap((found) => staying(found, plan)),
    ...(isGood ? [] : withoutGoodKey(shown)),
    ...all.flatMap(({source, hints}) => {
      const {otherRegion, deadKeys} = hints
      return [
        ...(otherRegion === undefined
          ? []
          : [
              `${source.display} says aws_region = ${otherRegion}. Mechanical Turk exists only in us-east-1, so that is not taken over.`,
            ]),
        ...(deadKeys && !isNothingToDo(plan)
          ? [
              `${source.display}: the keys in [psiTurk Access] are for psiturk.org, which is gone. They are dead, and ${goes(source, plan) ? 'go with it' : 'stay'}.`,
            ]
          : []),
      ]
    }),
    ...sandboxNote(all, plan),
    ...shown.flatMap((found) => goneRivals(found, plan, safe)),
    ...plan.changes.flatMap((change) => notRemoved(change, plan)),
    ...plan.changes.flatMap((change) => secretElsewhere(change, plan)),
    ...hinderedIn(plan).map((change) => `${hindranceText(change)} As it is, this would be refused.`),
    ...olderNotes(plan),
    ...onlyForMturk(plan),
    ...psiturkNotes(plan),
  ]
}

/** Whoever says yes to such a place has to know before that psiTurk will look there in vain. */
function onlyForMturk({move}: Pick<MigrationPlan, 'move'>): string[] {
  if (!move || isReadByBoto(move.target.backend)) return []
  const {backend, profile} = move.target
  const link = run('mturk credentials link-profile', profile, '--backend', backend).command
  return [
    `${backend} is a place that only mturk reads: psiTurk, boto3 and the AWS CLI find no key there, unless a profile asks mturk for it: ${link}`,
  ]
}

function goes(source: Found['source'], {changes}: MigrationPlan): boolean {
  return changes.some((change) => change.kind === 'remove' && change.source === source)
}

/** The key that psiTurk 3 will use, where that is not the one that is moved, or may not be; or that it cannot start. */
function psiturkNotes({psiturk: {before, after}, move}: Pick<MigrationPlan, 'psiturk' | 'move'>): string[] {
  if (after.kind === 'stuck') return [`psiTurk 3 ${after.words}.`]
  if (!move) return []
  const {profile, backend} = move.target
  const mask = maskAccessKeyId(move.key.accessKeyId)
  if (after.kind === 'other') {
    return [`psiTurk 3, where it is started in this directory, then ${after.words}, and not ${mask}.`]
  }
  return before.kind !== 'boto' && after.kind === 'boto' && profile !== 'default' && isReadByBoto(backend)
    ? [`psiTurk 3 then uses ${mask} only where it is told the profile: AWS_PROFILE=${profile}`]
    : []
}

/** A file that has two keys loses both. */
function goneRivals(
  {source, key, rivals}: Found,
  {changes, move}: MigrationPlan,
  safe: readonly AccessKey[],
): string[] {
  if (!key || !rivals || !move || !changes.some((change) => change.source === source)) return []
  const others = [key, ...rivals].filter((each) => !safe.some((one) => isSameKey(each, one)))
  if (others.length === 0) return []
  const masks = others.map(({accessKeyId}) => maskAccessKeyId(accessKeyId))
  return [`${source.display} holds ${masks.join(' and ')}, too: after this, that stands in the copy alone.`]
}

/** Only the two options are taken out; what else is in the file is not changed, be it the same secret. */
function secretElsewhere({source: {display}, after}: FileChange, {move}: MigrationPlan): string[] {
  const at = move ? Buffer.from(after).indexOf(move.key.secretAccessKey.reveal(), 'latin1') : -1
  if (at < 0) return []
  const line = Buffer.from(after.subarray(0, at))
    .toString('latin1')
    .split(/\r\n|\n|\r/).length
  return [
    `${display} has the secret once more, in a comment or another option, and that stays: line ${line} of what is left. Take it out by hand.`,
  ]
}

function notRemoved({source, kind}: FileChange, {options}: MigrationPlan): string[] {
  return options.afterwards === 'remove' && kind === 'scrub'
    ? [`${source.display} is not removed: it is a link, or more than keys is in it. Its key lines go.`]
    : []
}

function olderNotes({places, changes, resumed}: MigrationPlan): string[] {
  const losing = places.filter(
    ({found, users}) =>
      found.state === 'key' &&
      users.some((who) => who.endsWith('psiTurk 2')) &&
      changes.some(({source}) => source === found.source),
  )
  return losing.map(
    ({found}) =>
      `psiTurk 1 and 2 read ${found.source.display} and never Boto's files: they find no key then.${resumed ? '' : ' For whoever still uses them: --keep'}`,
  )
}

/** What keeps its key although another place is to be used. */
function staying(found: Found, {changes, options, move}: MigrationPlan): string[] {
  const {source, state} = found
  if (state === 'not_psiturk' || state === 'unreadable' || changes.some((change) => change.source === source)) return []
  if (source.kind === 'variables') {
    const {accessKeyId, secretAccessKey} = source.names
    return [
      `${source.display} is set in this shell, and comes before every file. To be rid of it: unset ${accessKeyId} ${secretAccessKey}`,
    ]
  }
  if (source.role === 'dallinger' && options.afterwards === undefined) {
    return state === 'key'
      ? [
          `${source.display} stays as it is: Dallinger looks nowhere else for its key. To take it out there, too: --scrub`,
        ]
      : []
  }
  const isMoved = move !== null && found.key?.accessKeyId === move.key.accessKeyId
  if (!isBeforeBoto(found) || (!isMoved && state !== 'key')) {
    return state === 'placeholder' && options.afterwards === 'keep' && isBeforeBoto(found) ? [TRAP(source.display)] : []
  }
  return isMoved
    ? [
        `${source.display} keeps its key, and psiTurk 3 goes on using that before Boto's files: who changes the key in one of the two has to change it in both.`,
      ]
    : [
        `${source.display} keeps another key, ${maskAccessKeyId(found.accessKeyId ?? '')}: psiTurk uses that where it reads this file. To move it too, give it a profile of its own: --from ${source.file} --profile OTHER`,
      ]
}

const TRAP = (display: string) =>
  `${display} keeps its placeholders, and psiTurk 3 signs with them: it fails, although Boto's files are right.`

function withoutGoodKey(shown: readonly Found[]): string[] {
  const isOnly = shown.length > 0 && shown.every(({state}) => state === 'placeholder')
  return isOnly ? ['Placeholders are no key: there is nothing to migrate. To get a key: mturk init'] : []
}

/** psiTurk's choice of an environment is a flag of one project, and no setting that other tools have. */
function sandboxNote(all: readonly Found[], {move}: MigrationPlan): string[] {
  const said = all.find(({hints}) => hints.sandbox !== undefined)
  if (!said || !move) return []
  const [where, flag] = said.hints.sandbox ? ['the sandbox', ' --sandbox'] : ['production', '']
  return [
    `${said.source.display} says launch_in_sandbox_mode: psiTurk begins in ${where}. What is there: mturk balance${flag}`,
  ]
}
