import {locationJson, markOf, nextCommandWithout, remedyLines} from '@mturk-cli/command'
import {
  kindOfAccessKeyId,
  maskAccessKeyId,
  wholeAccessKeyId,
  type Location,
  type Lookup,
} from '@mturk-cli/core/credentials'
import {switchOffFirst, type RemovalPlan, type RemovedKey} from '@mturk-cli/core/places'

interface Warned {
  readonly warnings: readonly string[]
}

export interface RemovedShown extends RemovedKey, Warned {
  /** What tools find now. */
  readonly active: Lookup['active']
}

export interface RemovalPlanShown extends Warned {
  readonly plan: RemovalPlan
}

export function removedText({plan, removed, active, warnings}: RemovedShown): string[] {
  const {accessKeyId} = plan
  return [
    ...removed.map((place) => `${markOf('done')} ${maskAccessKeyId(accessKeyId)} taken out of ${whereabouts(place)}`),
    ...notesOn(plan, active),
    ...warnings.map((warning) => `! ${warning}`),
    ...inIam(plan),
  ]
}

/** What holds it still, and what tools find now. */
function notesOn(plan: RemovalPlan, active: Lookup['active']): string[] {
  return [
    ...stillThere(plan),
    active
      ? `! Tools find ${active.accessKeyId === plan.accessKeyId ? 'the same' : 'another'} key now: ${maskAccessKeyId(active.accessKeyId)} from ${active.location.display}`
      : `Tools find no key for the profile ${plan.profile} now.`,
  ]
}

function stillThere({elsewhere, staying}: RemovalPlan): string[] {
  const named = new Set(staying.map(({location}) => location.id))
  return [
    ...staying.map(({location, why}) => `! It stays in ${whereabouts(location)}: ${why}.`),
    ...elsewhere
      .filter(({id}) => !named.has(id))
      .map((place) => `It is also in ${whereabouts(place)}, and stays there.`),
  ]
}

/** A key that is only forgotten can still be used by whoever has a copy. */
function inIam({accessKeyId, elsewhere}: RemovalPlan): string[] {
  if (kindOfAccessKeyId(accessKeyId) !== 'long-lived') return []
  const who = elsewhere.length > 0 ? '' : ' --admin-profile NAME'
  const command = nextCommandWithout(['profile', 'backend'], `mturk keys deactivate ${accessKeyId}${who}`)
  return ['', `In IAM nothing has changed: AWS takes the key as before. To switch it off there: ${command}`]
}

/** What a person has to know before they are asked. */
export function removalLines(plan: RemovalPlan): string[] {
  const {going, accessKeyId, asks} = plan
  return [
    ...going.map((place) => `would take ${maskAccessKeyId(accessKeyId)} out of ${whereabouts(place)}`),
    ...stillThere(plan),
    ...(asks === 'id'
      ? [
          '! No other place that is known here holds it, and AWS shows a secret only once.',
          ...remedyLines(switchOffFirst(accessKeyId)),
        ]
      : []),
  ]
}

export function removalPlanText({plan, warnings}: RemovalPlanShown): string[] {
  return [
    ...removalLines(plan),
    ...(plan.asks === 'id' ? [`Without a terminal it takes --force ${plan.accessKeyId}.`] : []),
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function removedJson({plan, removed, active, warnings}: RemovedShown) {
  return {
    ...shared(plan),
    removed: removed.map(locationJson),
    active: active && {location: locationJson(active.location), accessKeyId: wholeAccessKeyId(active.accessKeyId)},
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

export function removalPlanJson({plan, warnings}: RemovalPlanShown) {
  return {
    ...shared(plan),
    removed: plan.going.map(locationJson),
    asks: plan.asks,
    dryRun: true,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

function shared({profile, accessKeyId, elsewhere}: RemovalPlan) {
  return {profile, accessKeyId: wholeAccessKeyId(accessKeyId), left: elsewhere.map(locationJson)}
}

function whereabouts({display, file, line}: Location): string {
  return file !== undefined && line !== undefined ? `${display}, line ${line}` : display
}
