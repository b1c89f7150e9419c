import {locationJson, markOf, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  belongingText,
  identityText,
  type DeletedUser,
  type DeletionPlan,
  type HalfDeletedUser,
} from '@mturk-cli/core/iam'

import {keyText} from './list-users.js'

export interface DeletedUserShown extends DeletedUser {
  readonly warnings: readonly string[]
}

export interface DeletionPlanShown {
  readonly plan: DeletionPlan
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

export interface HalfDeletedShown {
  readonly left: HalfDeletedUser
  readonly warnings: readonly string[]
}

export function deletedUserText({userName, arn, deletedKeys, leftIn, warnings}: DeletedUserShown): string[] {
  return [
    `${markOf('done')} IAM user ${userName} is deleted`,
    '',
    ...tableLines([
      ['user', arn],
      ...deletedKeys.map((id) => ['key', `${maskAccessKeyId(id)} · deleted`]),
      ...leftIn.map(({display}) => ['still holds the deleted key', display]),
    ]),
    ...(leftIn.length > 0
      ? ['', 'No tool can use that key any more. What still holds it stays as it is: take it out by hand.']
      : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function deletedUserJson({userName, arn, deletedKeys, leftIn, warnings}: DeletedUserShown) {
  return {
    userName,
    arn,
    deleted: true,
    deletedKeys,
    leftIn: leftIn.map(locationJson),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

/** What a person has to know before they are asked. */
export function deletionPlanLines(plan: DeletionPlan, now: number): string[] {
  const {administrator, user, policies, keys, places, objections, notes} = plan
  return [
    `Would delete the IAM user ${user.userName}:`,
    '',
    ...tableLines([
      ['asked for by', `${identityText(administrator.identity)} · ${administrator.origin}`],
      ['user', user.arn],
      ['policies', policies.length === 0 ? 'none' : policies.map(belongingText).join(' · ')],
      ...(keys.length === 0 ? [['key', 'none']] : keys.map((key) => ['key', keyText(key, now)])),
      ...places.map(({location, accessKeyId}) => ['kept in', `${location.display} · ${maskAccessKeyId(accessKeyId)}`]),
    ]),
    '',
    ...[...objections, ...notes].map((note) => `! ${note}`),
  ]
}

export function deletionPlanText({plan, warnings, now}: DeletionPlanShown): string[] {
  return [
    ...deletionPlanLines(plan, now),
    ...(plan.objections.length > 0 ? ['Without a terminal it takes --force besides --yes.'] : []),
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function deletionPlanJson({plan, warnings}: DeletionPlanShown) {
  const {user, keys, places, objections, notes} = plan
  const all = [...objections, ...notes, ...warnings]
  return {
    dryRun: true,
    userName: user.userName,
    arn: user.arn,
    deleted: false,
    deletedKeys: keys.map(({accessKeyId}) => accessKeyId),
    leftIn: places.map(({location}) => locationJson(location)),
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}

export function halfDeletedText({left, warnings}: HalfDeletedShown): string[] {
  return [
    left.message,
    'The same command without --dry-run would finish it.',
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function halfDeletedJson({left, warnings}: HalfDeletedShown) {
  const {userName, arn, accessKeyIds} = left.state
  return {
    dryRun: true,
    userName,
    arn,
    deleted: false,
    deletedKeys: accessKeyIds,
    leftIn: [],
    warnings: [left.message, ...warnings],
  }
}
