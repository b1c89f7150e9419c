import {locationJson, markOf} from '@mturk-cli/command'
import {maskAccessKeyId, occupantWords, wholeAccessKeyId} from '@mturk-cli/core/credentials'
import type {CopiedKey, CopyPlan} from '@mturk-cli/core/places'

import {foundWarnings} from './found-by-tools.js'
import {setUpDone, setUpJson, setUpPlan} from './set-up.js'

interface Warned {
  readonly warnings: readonly string[]
}

export type CopiedShown = CopiedKey & Warned
export interface CopyPlanShown extends Warned {
  readonly plan: CopyPlan
}

export function copiedText({plan, accessKeyId, storedIn, sourceDeleted, found, warnings}: CopiedShown): string[] {
  const key = maskAccessKeyId(accessKeyId)
  return [
    ...setUpDone(plan),
    plan.alreadyThere
      ? `${markOf('done')} ${key} is already there: ${storedIn.display}`
      : `${markOf('done')} ${key} stored in ${storedIn.display}, and read back`,
    ...sourceLines(plan, sourceDeleted),
    ...[...foundWarnings(found, accessKeyId), ...warnings].map((warning) => `! ${warning}`),
  ]
}

function sourceLines({source, options}: CopyPlan, sourceDeleted: boolean): string[] {
  if (source.state === 'gone') {
    return [`${markOf('done')} ${source.backend} holds no key of the profile ${source.profile}: nothing was changed.`]
  }
  const {display} = source.location
  if (sourceDeleted) return [`${markOf('done')} taken out of ${display}`]
  return options.deleteSource ? [] : [`It is still in ${display}, too.`]
}

export function copiedJson({plan, accessKeyId, storedIn, sourceDeleted, found, warnings}: CopiedShown) {
  const all = [...foundWarnings(found, accessKeyId), ...warnings]
  return {
    ...shared(plan),
    accessKeyId: wholeAccessKeyId(accessKeyId),
    storedIn: locationJson(storedIn),
    copied: !plan.alreadyThere,
    sourceDeleted,
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}

export function copyPlanText({plan, warnings}: CopyPlanShown): string[] {
  return [...setUpPlan(plan), ...planLines(plan), 'Nothing was changed.', ...warnings.map((warning) => `! ${warning}`)]
}

function planLines({source, target, occupant, alreadyThere, options}: CopyPlan): string[] {
  if (source.state === 'gone') return [`${source.backend} holds no key of the profile ${source.profile} any more.`]
  const key = maskAccessKeyId(source.key.accessKeyId)
  const {display} = source.location
  const place = occupant?.location.display ?? `the profile ${target.profile} of ${target.backend}`
  const question = options.replace ? '' : ', which takes a yes or --replace'
  return [
    alreadyThere ? `${key} is already there: ${place}` : `would copy ${key} from ${display} to ${place}`,
    ...(occupant && !alreadyThere ? [`would replace ${occupantWords(occupant)}${question}`] : []),
    ...(options.deleteSource ? [`would take it out of ${display}`] : []),
  ]
}

export function copyPlanJson({plan, warnings}: CopyPlanShown) {
  const {source, occupant} = plan
  return {
    ...shared(plan),
    accessKeyId: whole(source.state === 'found' ? source.key.accessKeyId : occupant?.accessKeyId),
    storedIn: plan.alreadyThere && occupant ? locationJson(occupant.location) : null,
    copied: false,
    sourceDeleted: false,
    dryRun: true,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

/** What both say: where the key comes from, whose it becomes, and what had to go. */
function shared({source, target, occupant, alreadyThere, setUp}: CopyPlan) {
  return {
    ...setUpJson({setUp}),
    profile: target.profile,
    from: source.state === 'found' ? locationJson(source.location) : null,
    replaced: alreadyThere ? null : whole(occupant?.accessKeyId),
  }
}

/** What stands in a place may be anything, and is shown as other commands show it. */
function whole(accessKeyId: string | null | undefined): string | null {
  return accessKeyId === null || accessKeyId === undefined ? null : wholeAccessKeyId(accessKeyId)
}
