import {maskAccessKeyId} from '../credentials/index.js'
import {answerNeeded, usageError} from '../errors.js'
import type {PlacedKey} from '../iam/index.js'
import {run, say} from '../remedy.js'

/** IAM lets a user have two keys (IAM user guide, quotas): with two there already, one has to go before another comes. */
const MOST_KEYS = 2

/** The other one of two keys. */
export interface SpareKey extends PlacedKey {
  /** What the last rotation left as a rule: switched off, and kept nowhere that is known. */
  readonly isLeftOver: boolean
  /** A flag has answered already. */
  readonly agreed: boolean
}

export interface SpareFlags {
  /** `--delete-key` */
  readonly deleteKey?: string | undefined
  /** `--delete-old` */
  readonly deleteOld: boolean
  /** Something could not be looked into, so it may hold any key. */
  readonly mayBeElsewhere?: boolean
}

/**
 * What has to go so that there is room for a new key; null: there is room. A key that is left over goes with `--delete-old`,
 * any other one only when it is named.
 *
 * @param keys all keys of the user; `oldId` is the one that is to be rotated
 * @throws MturkError `usage` where `--delete-key` names no spare key
 */
export function spareAmong(
  keys: readonly PlacedKey[],
  oldId: string,
  {deleteKey, deleteOld, mayBeElsewhere = false}: SpareFlags,
): SpareKey | null {
  const others = keys.filter(({accessKeyId}) => accessKeyId !== oldId)
  if (deleteKey !== undefined && !others.some(({accessKeyId}) => accessKeyId === deleteKey)) {
    throw deleteKey === oldId ? isRotated(deleteKey) : isNotThere(deleteKey)
  }
  if (keys.length < MOST_KEYS) return null
  const other = others.find(({accessKeyId}) => accessKeyId === deleteKey) ?? others[0]
  if (!other) return null
  const isLeftOver = other.status === 'Inactive' && other.places.length === 0 && !mayBeElsewhere
  return {...other, isLeftOver, agreed: other.accessKeyId === deleteKey || (isLeftOver && deleteOld)}
}

function isRotated(accessKeyId: string): Error {
  return usageError(`${accessKeyId} is the key that is to be rotated. --delete-key is for the user's other key.`, [
    say('To have the rotated key deleted at the end: --delete-old'),
  ])
}

function isNotThere(accessKeyId: string): Error {
  return usageError(
    `The user has no other key ${accessKeyId}, so there is nothing for --delete-key. Nothing was changed.`,
    [run('mturk keys list')],
  )
}

/** Where nobody can be asked: the flag that answers. */
export function spareNeedsAnswer({accessKeyId, isLeftOver, status}: SpareKey): Error {
  const mask = maskAccessKeyId(accessKeyId)
  return isLeftOver
    ? answerNeeded(
        `The user has two keys already, and IAM allows no third. The other one, ${mask}, is inactive, and no place on this machine holds it: the last rotation left it, as it seems. Nothing was changed.`,
        [say('To have it deleted first: --delete-old')],
      )
    : answerNeeded(
        `The user has two keys already, and IAM allows no third. The other one, ${mask} (${status}), may be in use. Nothing was changed.`,
        [run('mturk keys list'), say(`To have that key deleted first, for good: --delete-key ${accessKeyId}`)],
      )
}
