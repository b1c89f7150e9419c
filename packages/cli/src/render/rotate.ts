import {locationJson, nextCommand} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {PendingPlace, Rotated, TakenBack} from '@mturk-cli/core/rotation'

import {holdsOldKey, pendingText} from './rotate-progress.js'

export interface RotationShown {
  readonly result: Rotated | TakenBack
  readonly warnings: readonly string[]
  /** `--user`, for the next commands. */
  readonly owner: string | undefined
}

/** What follows the lines of the steps. */
export function rotatedText({result, warnings, owner}: RotationShown): string[] {
  return [
    '',
    ...(result.rotated ? endLines(result, owner) : takenBackLines(result, owner)),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function endLines({oldKey: {accessKeyId, status}, pending}: Rotated, owner: string | undefined): string[] {
  const command = (verb: string) =>
    nextCommand(`mturk keys ${verb}`, accessKeyId, ...(owner === undefined ? [] : ['--user', owner]))
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

function takenBackLines(result: TakenBack, owner: string | undefined): string[] {
  const {oldKey, newKey, storedIn, pending} = result
  const places = storedIn.map(({display}) => display).join(', ')
  return [
    `Taken back. ${maskAccessKeyId(oldKey.accessKeyId)} is active${places === '' ? '' : `, and stored in ${places}`}.`,
    ...(newKey?.status === 'Active' ? [] : [newKeyText(newKey)]),
    ...pending.map(({location, why}) => `! ${location.display}: ${why}`),
    ...(newKey?.status === 'Active' ? keptLines(newKey.accessKeyId, owner) : []),
  ]
}

function newKeyText(newKey: TakenBack['newKey']): string {
  return newKey ? `The new key ${maskAccessKeyId(newKey.accessKeyId)} is deleted.` : 'No new key is left.'
}

/** A place that could not be written holds the new key still, or may. */
function keptLines(accessKeyId: string, owner: string | undefined): string[] {
  const words = owner === undefined ? [] : ['--user', owner]
  return [
    `The new key ${maskAccessKeyId(accessKeyId)} stays active: what is named above holds it still, or may.`,
    `Put the old key there, then: ${nextCommand('mturk keys delete', accessKeyId, ...words)}`,
  ]
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
