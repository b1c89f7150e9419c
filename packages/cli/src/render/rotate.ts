import {locationJson, nextCommandWithout} from '@mturk-cli/command'
import {run} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {PendingPlace, Rotated, TakenBack} from '@mturk-cli/core/rotation'

import {holdsOldKey, pendingText} from './rotate-progress.js'

export interface RotationShown {
  readonly result: Rotated | TakenBack
  readonly warnings: readonly string[]
  /** The flags that say whose key it is, for the next commands: another profile may have been typed beside `--resume`. */
  readonly whose: readonly string[]
}

/** What follows the lines of the steps. */
export function rotatedText({result, warnings, whose}: RotationShown): string[] {
  return [
    '',
    ...(result.rotated ? endLines(result, whose) : takenBackLines(result, whose)),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function endLines({oldKey: {accessKeyId, status}, pending}: Rotated, whose: readonly string[]): string[] {
  const command = (verb: string) => next(verb, accessKeyId, whose)
  switch (status) {
    case 'Inactive':
      return [
        ...pending.map((place) => pendingLine(place, 'deactivated')),
        `Done. If something breaks:   ${command('activate')}`,
        `When nothing did:            ${command('delete')}      (or let the next rotation do it: it asks, or takes --delete-old)`,
      ]
    case 'Active':
      return [
        pending.some(holdsOldKey)
          ? `Change it there, then:       ${command('deactivate')}`
          : `When nothing uses the old key any more:   ${command('deactivate')}`,
      ]
    case 'Deleted':
      return [...pending.map((place) => pendingLine(place, 'gone')), 'Done. The old key is gone for good.']
  }
}

function pendingLine(place: PendingPlace, now: string): string {
  return `! ${pendingText(place)}${holdsOldKey(place) ? `, and it is ${now}` : ''}`
}

function takenBackLines(result: TakenBack, whose: readonly string[]): string[] {
  const {oldKey, newKey, storedIn, pending} = result
  const places = storedIn.map(({display}) => display).join(', ')
  return [
    `Taken back. ${maskAccessKeyId(oldKey.accessKeyId)} is active${places === '' ? '' : `, and stored in ${places}`}.`,
    ...(newKey?.status === 'Active' ? [] : [newKeyText(newKey)]),
    ...pending.map(({location, why}) => `! ${location.display}: ${why}`),
    ...(newKey?.status === 'Active' ? keptLines(newKey.accessKeyId, whose) : []),
  ]
}

function newKeyText(newKey: TakenBack['newKey']): string {
  return newKey ? `The new key ${maskAccessKeyId(newKey.accessKeyId)} is deleted.` : 'No new key is left.'
}

/** A place that could not be written holds the new key still, or may. */
function keptLines(accessKeyId: string, whose: readonly string[]): string[] {
  return [
    `The new key ${maskAccessKeyId(accessKeyId)} stays active: what is named above holds it still, or may.`,
    `Put the old key there, then: ${next('delete', accessKeyId, whose)}`,
  ]
}

function next(verb: string, accessKeyId: string, whose: readonly string[]): string {
  return nextCommandWithout(['profile'], run(`mturk keys ${verb}`, accessKeyId, ...whose).command)
}

export function rotatedJson({result, warnings}: RotationShown) {
  const {rotated, userName, oldKey, newKey, storedIn, pending} = result
  return {
    rotated,
    userName,
    oldKey,
    newKey,
    storedIn: storedIn.map(locationJson),
    pending: pending.map(({location}) => locationJson(location)),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
