import {bold, describeRemedy, locationJson, markOf, nextCommand, remedyLines, tableLines} from '@mturk-cli/command'
import {kindOfAccessKeyId, wholeAccessKeyId, type KeyPlace} from '@mturk-cli/core/credentials'
import {howToLeaveRootKeys, identityText, type ListedKeys, type PlacedKey} from '@mturk-cli/core/iam'
import {formatAccount} from '@mturk-cli/core/mturk'
import type {HalfWay} from '@mturk-cli/core/rotation'

import {ageText, dayOf} from './list-users.js'

export interface ListedKeysShown extends ListedKeys {
  /** Rotations that are open: what they left must not be taken for left-overs. */
  readonly halfWay: readonly HalfWay[]
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

export function listKeysText(shown: ListedKeysShown): string[] {
  const {keys, unknown, trouble, now, halfWay, warnings} = shown
  return [
    heading(shown),
    ...keys.flatMap((key) => ['', ...keyLines(key, now)]),
    ...(keys.length === 0 && !trouble ? ['', '  none'] : []),
    ...unknownLines(unknown, trouble !== null),
    ...(trouble
      ? ['', `${markOf('open')} ${trouble.message}`, ...remedyLines(trouble.remedy)]
      : ['', ...advice(shown)]),
    ...halfWay.flatMap(({message, remedy}) => [`! ${message}`, ...remedyLines(remedy)]),
    ...[...new Set([...notes(shown), ...warnings])].map((warning) => `! ${warning}`),
  ]
}

function heading({owner}: ListedKeysShown): string {
  if (!owner) return 'Access keys · whose they are could not be found out'
  const {userName, account, administrator} = owner
  const whose = userName === null ? 'the root user' : `user/${userName}`
  const {identity, origin} = administrator
  const isOwn = identity.userName === userName
  const asked = isOwn ? `asked with ${origin}` : `asked as ${identityText(identity)} · ${origin}`
  return `Access keys of ${whose}, account ${formatAccount(account)} · ${asked}`
}

function keyLines(key: PlacedKey, now: number): string[] {
  const {accessKeyId, status, createdAt, places} = key
  const made = createdAt ? [`${ageText(createdAt, now)} (${dayOf(createdAt)})`] : []
  const where = places.length === 0 ? ['no place known on this machine'] : places.map(placeText)
  return [
    bold(accessKeyId),
    ...tableLines([
      ['status', [status, ...made].join(' · ')],
      ['last used', useText(key)],
      ...where.map((text, index) => [index === 0 ? 'kept in' : '', text]),
    ]),
  ]
}

function useText({lastUsedAt, lastUsedFor, useKnown}: PlacedKey): string {
  if (!useKnown) return 'not known: this key may not ask'
  if (lastUsedAt === null) return 'no use known'
  return `${dayOf(lastUsedAt)}${lastUsedFor === null ? '' : ` for ${lastUsedFor}`}`
}

function placeText({location, problem}: KeyPlace): string {
  const locked = location.writable ? [] : [`cannot be written: ${location.why ?? 'it says no more'}`]
  const broken = problem?.severity === 'error' ? [problem.message] : []
  return [location.display, ...locked, ...broken].join(' · ')
}

/** Of an id that IAM does not list for this user nobody here can tell whether it is dead or somebody else's. */
function unknownLines(unknown: readonly KeyPlace[], notAsked: boolean): string[] {
  if (unknown.length === 0) return []
  return [
    '',
    notAsked ? 'Kept on this machine:' : 'Kept on this machine, and unknown: deleted keys, or keys of somebody else',
    ...tableLines(unknown.map((place) => [idText(place), placeText(place)])),
  ]
}

function idText({accessKeyId}: KeyPlace): string {
  const kind = kindOfAccessKeyId(accessKeyId)
  return kind === 'long-lived' ? accessKeyId : `${wholeAccessKeyId(accessKeyId)} (${kind})`
}

function advice({owner, keys, halfWay}: ListedKeysShown): string[] {
  const caveat =
    'IAM learns of a use late, and this machine is not the only one: neither a date nor a missing one proves that nobody uses a key.'
  if (owner?.userName === null) {
    return [
      caveat,
      'These are root keys: whoever gets hold of one can do anything in the account.',
      ...remedyLines(howToLeaveRootKeys(owner.profile)),
    ]
  }
  return [caveat, ...(halfWay.length > 0 ? [] : keys.flatMap(nextForKey))]
}

function nextForKey({accessKeyId, status, places}: PlacedKey, _index: number, keys: readonly PlacedKey[]): string[] {
  if (places.length > 0) return []
  if (status !== 'Active') return [`To delete what is inactive:    ${nextCommand('mturk keys delete', accessKeyId)}`]
  const hasOther = keys.some((other) => other.status === 'Active' && other.places.length > 0)
  return hasOther ? [`If nothing else uses it:       ${nextCommand('mturk keys deactivate', accessKeyId)}`] : []
}

function notes({survey, keys, trouble}: ListedKeysShown): string[] {
  const isUseHidden = trouble === null && keys.some(({useKnown}) => !useKnown)
  return [
    ...survey.notAsked,
    ...survey.unread.map(({message}) => `${message} It may hold a key.`),
    ...(isUseHidden ? ['When a key was last used could not be asked: that takes iam:GetAccessKeyLastUsed.'] : []),
  ]
}

export function listKeysJson(shown: ListedKeysShown) {
  const {owner, keys, unknown, trouble, halfWay, warnings} = shown
  const open = halfWay.map(({message, remedy}) => `${message} ${describeRemedy(remedy)?.replaceAll('\n', ' ')}`)
  const all = [...new Set([...notes(shown), ...open, ...warnings])]
  return {
    userName: owner?.userName ?? null,
    account: owner?.account ?? null,
    keys: keys.map(({accessKeyId, status, createdAt, lastUsedAt, places}) => ({
      accessKeyId,
      status,
      createdAt: createdAt && createdAt.toISOString(),
      lastUsedAt: lastUsedAt && lastUsedAt.toISOString(),
      locations: places.map(({location}) => locationJson(location)),
    })),
    unknown: unknown.map(({accessKeyId, location}) => ({
      accessKeyId: wholeAccessKeyId(accessKeyId),
      location: locationJson(location),
    })),
    ...(trouble ? {verdict: trouble.verdict, message: trouble.message, remedy: describeRemedy(trouble.remedy)} : {}),
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}
