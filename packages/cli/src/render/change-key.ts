import {locationJson, markOf, remedyLines, tableLines} from '@mturk-cli/command'
import {AFTER, identityText, type ChangedKey, type KeyChangePlan} from '@mturk-cli/core/iam'
import {formatAccount} from '@mturk-cli/core/mturk'

import {keyText} from './list-users.js'

export interface ChangedKeyShown extends ChangedKey {
  readonly warnings: readonly string[]
}

export interface KeyPlanShown {
  readonly plan: KeyChangePlan
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

const DONE = {activate: 'is active', deactivate: 'is switched off', delete: 'is deleted'} as const
const VERB = {activate: 'switch on', deactivate: 'switch off', delete: 'delete for good'} as const

/** What a person is asked; the id is to be typed where it counts. */
export function questionFor({change, key: {accessKeyId}}: KeyChangePlan, byTyping: boolean): string {
  return byTyping ? `To ${VERB[change]} ${accessKeyId}, type its id:` : `${capital(VERB[change])} ${accessKeyId}?`
}

export function changedKeyText({plan, changed, warnings}: ChangedKeyShown): string[] {
  const {change, key, owner} = plan
  const {accessKeyId, places} = key
  const state = changed ? DONE[change] : `${DONE[change]} already: nothing was changed`
  const still = change === 'delete' ? 'still holds the deleted key' : 'still holds it'
  return [
    `${markOf('done')} ${accessKeyId} of user/${owner.userName}, account ${formatAccount(owner.account)}, ${state}`,
    ...(change === 'activate' || places.length === 0
      ? []
      : ['', ...tableLines(places.map(({location}) => [still, location.display]))]),
    ...(changed ? ['', ...wayBackLines(plan)] : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function wayBackLines({change, wayBack}: KeyChangePlan): string[] {
  if (change === 'delete') return ['Nothing brings it back.']
  return [
    change === 'activate' ? 'To switch it off again:' : 'If something breaks, switch it on again:',
    ...remedyLines(wayBack),
  ]
}

export function changedKeyJson({plan, changed, warnings}: ChangedKeyShown) {
  const {change, key, owner} = plan
  return {
    accessKeyId: key.accessKeyId,
    userName: owner.userName,
    status: AFTER[change],
    changed,
    locations: key.places.map(({location}) => locationJson(location)),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

/** What a person has to know before they are asked. */
export function keyPlanLines({change, key, owner, found, reasons}: KeyChangePlan, now: number): string[] {
  const {accessKeyId, places} = key
  const others = found.keys.filter((other) => other.accessKeyId !== accessKeyId)
  return [
    `Would ${VERB[change]} ${accessKeyId}:`,
    '',
    ...tableLines([
      ['user', `${owner.userName}, account ${formatAccount(owner.account)}`],
      ['asked for by', `${identityText(owner.administrator.identity)} · ${owner.administrator.origin}`],
      ['key', keyText(key, now)],
      ...(places.length === 0
        ? [['kept in', 'no place known on this machine']]
        : places.map(({location}) => ['kept in', location.display])),
      ...others.map((other) => ['other key', keyText(other, now)]),
    ]),
    ...(reasons.length > 0 ? ['', ...reasons.map((reason) => `! ${reason}`)] : []),
    '',
  ]
}

export function keyPlanText({plan, warnings, now}: KeyPlanShown): string[] {
  const {change, key, isDone} = plan
  if (isDone) return [`${key.accessKeyId} ${DONE[change]} already.`, ...warnings.map((warning) => `! ${warning}`)]
  return [
    ...keyPlanLines(plan, now),
    ...(plan.asks === 'id' ? [`Without a terminal it takes --force ${key.accessKeyId}.`] : []),
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function keyPlanJson({plan, warnings}: KeyPlanShown) {
  const {key, owner, asks, reasons, isDone} = plan
  const all = [...(isDone ? [] : reasons), ...warnings]
  return {
    dryRun: true,
    accessKeyId: key.accessKeyId,
    userName: owner.userName,
    status: key.status,
    changed: false,
    asks: isDone ? 'nothing' : asks,
    locations: key.places.map(({location}) => locationJson(location)),
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
