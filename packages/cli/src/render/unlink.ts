import {locationJson, markOf} from '@mturk-cli/command'
import {maskAccessKeyId, wholeAccessKeyId, type Lookup} from '@mturk-cli/core/credentials'
import type {UnlinkPlan} from '@mturk-cli/core/places'

export interface UnlinkedShown {
  readonly plan: UnlinkPlan
  /** What tools find now; undefined: nothing was changed. */
  readonly active?: Lookup['active']
  readonly warnings: readonly string[]
}

/** What a person has to know before they are asked. */
export function unlinkLines(plan: UnlinkPlan): string[] {
  return [`would take ${whereabouts(plan)} out`, keyStays(plan)]
}

export function unlinkPlanText({plan, warnings}: UnlinkedShown): string[] {
  return [...unlinkLines(plan), 'Nothing was changed.', ...warnings.map((warning) => `! ${warning}`)]
}

export function unlinkedText({plan, active, warnings}: UnlinkedShown): string[] {
  return [
    `${markOf('done')} taken out: ${whereabouts(plan)}`,
    keyStays(plan),
    active
      ? `! Tools find a key for the profile ${plan.profile} all the same: ${maskAccessKeyId(active.accessKeyId)} from ${active.location.display}`
      : `Tools find no key for the profile ${plan.profile} now.`,
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function unlinkJson({plan, active, warnings}: UnlinkedShown) {
  return {
    profile: plan.profile,
    accessKeyId: null,
    removed: [locationJson(plan.location)],
    left: [],
    ...(active === undefined
      ? {asks: 'yes', dryRun: true}
      : {
          active: active && {
            location: locationJson(active.location),
            accessKeyId: wholeAccessKeyId(active.accessKeyId),
          },
        }),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

function keyStays({asks: {backend, profile}}: UnlinkPlan): string {
  const place = [
    ...(backend === undefined ? [] : [`backend ${backend}`]),
    ...(profile === undefined ? [] : [`profile ${profile}`]),
  ].join(', ')
  return `The key that tools got by this line stays where it is${place === '' ? '' : ` (${place})`}.`
}

function whereabouts({location: {display, line}}: UnlinkPlan): string {
  return `${display}, line ${line}`
}
