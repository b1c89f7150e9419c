import {maskAccessKeyId} from '../credentials/index.js'
import {answerNeeded, usageError} from '../errors.js'
import type {ListedAccessKey, PlacedKey} from '../iam/index.js'
import {run, say, type Remedy} from '../remedy.js'

/** IAM lets a user have two keys (IAM user guide, quotas): with two there already, one has to go before another comes. */
export const MOST_KEYS = 2

/** The other one of two keys. */
export interface SpareKey extends PlacedKey {
  /** What the last rotation left as a rule: switched off, and kept nowhere that is known. */
  readonly isLeftOver: boolean
  /** It is active, and a place on this machine holds it: naming it is not enough, as for `mturk keys delete`. */
  readonly isInUse: boolean
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
 * any other one only when it is named, and one that a place here works with not even then: that takes a person's answer.
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
  const isInUse = other.status === 'Active' && other.places.length > 0
  const isNamed = other.accessKeyId === deleteKey && !isInUse
  return {...other, isLeftOver, isInUse, agreed: isNamed || (isLeftOver && deleteOld)}
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

/** Where nobody can be asked: what answers. */
export function spareNeedsAnswer(spare: SpareKey, now: number = Date.now()): Error {
  const {accessKeyId, isLeftOver, isInUse, status} = spare
  const mask = maskAccessKeyId(accessKeyId)
  const full = `The user has two keys already, and IAM allows no third. The other one, ${mask}`
  const named = run('mturk keys rotate', '--delete-key', accessKeyId)
  if (isInUse) {
    return answerNeeded(
      `${full}, is active, and in use on this machine: ${keptWhere(spare)} would stop working. Nothing was changed.`,
      [
        say('Put another key there; or switch this one off first, and see whether anything breaks:'),
        run('mturk keys deactivate', accessKeyId),
        say('When nothing did:'),
        named,
      ],
    )
  }
  if (isLeftOver) {
    return answerNeeded(
      `${full}, is inactive, and no place on this machine holds it: the last rotation left it, as it seems. Nothing was changed.`,
      [
        say('To have it deleted first, for good:'),
        named,
        say('The same, and the rotated key is deleted at the end:'),
        run('mturk keys rotate', '--delete-old'),
      ],
    )
  }
  const age = youthOf(spare, now)
  if (age !== null) {
    return answerNeeded(
      `${full} (${status}), was made ${age} ago, and no place on this machine holds it: another computer may be rotating this very key now. Nothing was changed.`,
      [
        say('Wait until it has finished there; then look again:'),
        run('mturk keys list'),
        say('If nobody is, as after a computer that broke down, have that key deleted first, for good:'),
        named,
      ],
    )
  }
  const kept = spare.places.length === 0 ? 'may be in use' : `is kept in ${keptWhere(spare)}`
  return answerNeeded(`${full} (${status}), ${kept}. Nothing was changed.`, [
    run('mturk keys list'),
    say('To have that key deleted first, for good:'),
    named,
  ])
}

/** Milliseconds: a key that was made longer ago is of no rotation that is just running. */
const YOUNG = 3_600_000

/** `40 seconds`, `5 minutes`; null where it is no key that somebody may be bringing to its places just now. */
export function youthOf({createdAt, status, places}: SpareKey, now: number): string | null {
  if (createdAt === null || status !== 'Active' || places.length > 0) return null
  // Another clock may be a little ahead of this one.
  const age = Math.max(now - createdAt.getTime(), 0)
  if (age >= YOUNG) return null
  const [count, unit] = age < 120_000 ? [Math.round(age / 1000), 'second'] : [Math.round(age / 60_000), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** `~/.boto [Credentials], line 2` */
function keptWhere({places}: SpareKey): string {
  return places
    .map(({location: {display, line}}) => (line === undefined ? display : `${display}, line ${line}`))
    .join('; ')
}

/** What IAM tells of a key that appeared while we were about to make one. */
export interface SuddenKey extends ListedAccessKey {
  /** It was not there when the rotation looked. */
  readonly isNew: boolean
}

/**
 * IAM refused a third key although there was room a moment ago: another computer rotates the same key, or somebody made one
 * by hand.
 *
 * @param keys all that there are now; null where that could not be found out
 * @param listing the command that shows them
 * @param changed what this run has changed nevertheless, in a sentence
 */
export function anotherAppeared(keys: readonly SuddenKey[] | null, listing: Remedy, changed: string): Error {
  const oldestFirst = keys?.toSorted((one, another) => Number(one.isNew) - Number(another.isNew))
  const now = oldestFirst?.map(({accessKeyId, status, createdAt, isNew}) => {
    const made = createdAt ? `, made ${createdAt.toISOString()}` : ''
    return `${maskAccessKeyId(accessKeyId)} (${status}${made}${isNew ? '; this one is new' : ''})`
  })
  const list = now ? ` The keys now: ${now.join(', ')}.` : ''
  const [another] = keys?.filter(({isNew}) => isNew) ?? []
  return answerNeeded(
    `The user has two keys by now, and IAM allows no third: another key appeared after this rotation had looked. It may be somebody else's rotation of the same key.${list} ${changed}`,
    [
      say('Where another computer has just rotated the key, this one needs the new key from there. What there is now:'),
      listing,
      ...(another
        ? [
            say(
              `If nobody needs that key, rotate again and have it deleted first, for good: --delete-key ${another.accessKeyId}`,
            ),
          ]
        : []),
    ],
  )
}
