import {bold, markOf, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  isSilent,
  type Measure,
  type News,
  type Orphan,
  type PendingPlace,
  type RotationPlan,
  type SpareKey,
  youthOf,
} from '@mturk-cli/core/rotation'

import {keyText} from './list-users.js'

type Mark = Parameters<typeof markOf>[0]

/** Columns of what a line is about. */
const WIDTH = 34

/** What a person sees of one thing that was reached. */
export function newsLines(news: News, now: number): string[] {
  switch (news.kind) {
    case 'planned':
      return [...headLines(news.plan, now), '']
    case 'spare-deleted':
      return spareDeletedLines(news.spare)
    case 'orphan-deleted':
      return [line('done', 'key of a lost answer deleted', maskAccessKeyId(news.accessKeyId))]
    case 'created':
      return [line('done', 'new key made', maskAccessKeyId(news.accessKeyId))]
    case 'verified':
      return [line('done', 'it works', worksText(news))]
    case 'replaced':
      return [line('done', 'replaced and read back', placesText(news))]
    case 'put-again':
      return [line('done', 'new key put in once more', `${news.location.display}: it had lost it meanwhile`)]
    case 'old-key':
      return oldKeyLines(news)
    case 'checked':
      return [line('done', 'everything checked with the new key', silenceText(news.measure))]
    case 'turned-back':
      return [line('open', 'the new key is not good', 'going back to the old one')]
    case 'reactivated':
      return [line('done', 'old key active again', maskAccessKeyId(news.accessKeyId))]
    case 'new-key-deleted':
      return [line('done', 'new key deleted', maskAccessKeyId(news.accessKeyId))]
    case 'new-key-kept':
      return [line('warning', 'new key left active', maskAccessKeyId(news.accessKeyId))]
  }
}

/** Which key, whose, and where it is kept. */
export function headLines({oldKey, userName, places, pending}: RotationPlan, now: number): string[] {
  const {accessKeyId, createdAt} = oldKey
  const made = createdAt ? ` (created ${createdAt.toISOString().slice(0, 10)}, ${daysAgo(createdAt, now)})` : ''
  const whyNot = new Map(pending.map(({location, why}) => [location.id, why]))
  const shown = places.map(({id, display}) => {
    const why = whyNot.get(id)
    return why === undefined ? display : `${display} · cannot be written: ${why}`
  })
  return [
    bold(`Rotating ${maskAccessKeyId(accessKeyId)} of user/${userName}${made}`),
    '',
    ...tableLines(shown.map((text, index) => [index === 0 ? 'It is stored in' : '', text])),
    '',
    'Other machines that hold this key are not known here: they need the new one, too.',
  ]
}

/** What a person has to know of the second key before they give it up. */
export function spareLines(spare: SpareKey, now: number): string[] {
  const age = youthOf(spare, now)
  const places = spare.places.map(({location: {display, line: at}}) => [
    'kept in',
    at === undefined ? display : `${display}, line ${at}`,
  ])
  return [
    'The user has two keys already, and IAM allows no third. The other one:',
    ...tableLines([
      ['key', keyText(spare, now)],
      ...(places.length > 0 ? places : [['kept in', 'no place on this machine that is known']]),
    ]),
    'When a key was last used is known late, so it is no proof.',
    ...(age === null ? [] : [`! It was made ${age} ago: another computer may be rotating this very key now.`]),
    ...(spare.isInUse ? ['! It is active: what uses it there would stop working.'] : []),
  ]
}

function spareDeletedLines({accessKeyId, places}: SpareKey): string[] {
  return [
    line('done', 'the other key deleted', maskAccessKeyId(accessKeyId)),
    ...places.map(({location}) => line('warning', '', `${location.display} still holds the deleted key`)),
  ]
}

export function orphanLines({accessKeyId, verdict, createdAt}: Orphan): string[] {
  const made = createdAt ? `, made ${createdAt.toISOString()}` : ''
  return [
    verdict === 'sure'
      ? `${accessKeyId}${made}: came of a request whose answer was lost. Nobody has its secret.`
      : `${accessKeyId}${made}: may have come of a request whose answer was lost, or be somebody's.`,
  ]
}

function line(mark: Mark, title: string, message: string): string {
  const about = title.length > WIDTH ? `${title}:` : title.padEnd(WIDTH)
  return `  ${markOf(mark)} ${message === '' ? title : `${about} ${message}`}`
}

function worksText({tries, seconds, measure}: {tries: number; seconds: number; measure: Measure}): string {
  const after = seconds === 0 ? 'at once' : `after ${seconds} s`
  return [`${tries} of ${tries} tries, ${after}`, ...measureTexts(measure)].join(' · ')
}

/** `production linked`; where nobody answered STS has decided alone. */
function measureTexts({production, sandbox}: Measure): string[] {
  return [['production', production] as const, ['sandbox', sandbox] as const].map(([name, verdict]) => {
    if (verdict === 'ok') return `${name} linked`
    const words = verdict.replaceAll('_', ' ')
    return isSilent(verdict) ? `${name} ${words}: STS decided` : `${name} ${words}, as before`
  })
}

function silenceText(measure: Measure): string {
  return isSilent(measure.production) || isSilent(measure.sandbox) ? measureTexts(measure).join(' · ') : ''
}

function placesText({storedIn, pending}: {storedIn: readonly unknown[]; pending: readonly unknown[]}): string {
  const all = storedIn.length + pending.length
  return `${storedIn.length} of ${all} ${all === 1 ? 'place' : 'places'}`
}

function oldKeyLines({status, because, pending}: Extract<News, {kind: 'old-key'}>): string[] {
  switch (status) {
    case 'Inactive':
      return [line('done', 'old key deactivated', 'still there, inactive, in case something was missed')]
    case 'Deleted':
      return [line('done', 'old key deleted', 'nothing brings it back')]
    case 'Active':
      if (because === 'asked') return [line('done', 'old key left active', 'as you asked')]
      return [
        ...(because === 'may-be-held' ? ['something that was not looked into may still hold it'] : []),
        ...pending.map(pendingText),
      ].map((text, index) => line('warning', index === 0 ? 'old key left active' : '', text))
  }
}

/** `~/.boto [Credentials] (read-only) still holds it` */
export function pendingText({location, why}: PendingPlace): string {
  return holdsOldKey({location, why}) ? `${location.display} (${why}) still holds it` : `${location.display}: ${why}`
}

/** Somebody else has changed the others already. */
export function holdsOldKey({why}: PendingPlace): boolean {
  return !why.startsWith('it holds')
}

const DAY = 86_400_000

function daysAgo(date: Date, now: number): string {
  const days = Math.floor((now - date.getTime()) / DAY)
  if (days < 1) return 'today'
  return days === 1 ? '1 day ago' : `${days} days ago`
}
