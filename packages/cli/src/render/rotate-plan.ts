import {locationJson} from '@mturk-cli/command'
import type {RotationPlan} from '@mturk-cli/core/rotation'

import {headLines, spareLines} from './rotate-progress.js'

export interface PlannedRotationShown {
  readonly plan: RotationPlan
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

export function plannedRotationText({plan, warnings, now}: PlannedRotationShown): string[] {
  const {spare, pending} = plan
  const count = plan.places.length - pending.length
  return [
    ...headLines(plan, now),
    '',
    ...(spare ? [...spareLines(spare, now), spare.agreed ? 'It would be deleted first.' : wouldAsk(plan), ''] : []),
    `Would make a new key, wait until it works, put it in ${count === 1 ? 'that place' : `${count} places`}, read back, and ${endText(plan)}`,
    'Whether IAM lets it make a key (iam:CreateAccessKey) shows only when one is made; the other rights were tried.',
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function wouldAsk({spare}: RotationPlan): string {
  if (spare?.isInUse) {
    return `It has to go first: you would be asked for its id; without a terminal: mturk keys deactivate ${spare.accessKeyId}`
  }
  const flag = spare?.isLeftOver ? '--delete-old' : `--delete-key ${spare?.accessKeyId}`
  return `It has to go first: you would be asked; without a terminal it takes ${flag}.`
}

function endText({staysActive, ending}: RotationPlan): string {
  if (ending.oldKey === 'active') return 'leave the old key active.'
  if (staysActive) return 'leave the old key active: a place that cannot be written holds it, or may.'
  return ending.oldKey === 'deleted' ? 'deactivate and delete the old key.' : 'deactivate the old key.'
}

export function plannedRotationJson({plan, warnings}: PlannedRotationShown) {
  const {oldKey, places, pending, spare} = plan
  return {
    dryRun: true,
    rotated: false,
    userName: plan.userName,
    oldKey: {accessKeyId: oldKey.accessKeyId, status: oldKey.status},
    newKey: null,
    spareKey: spare && {accessKeyId: spare.accessKeyId, status: spare.status},
    storedIn: [],
    wouldStoreIn: places.filter(({id}) => !pending.some(({location}) => location.id === id)).map(locationJson),
    pending: pending.map(({location}) => locationJson(location)),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
