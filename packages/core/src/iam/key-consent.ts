import type {KeyPlace} from '../credentials/index.js'
import {isAtWork} from './belongings.js'
import type {KeysAndPlaces, PlacedKey} from './keys-and-places.js'

export type KeyChange = 'activate' | 'deactivate' | 'delete'

/** What it takes to go on: nothing, a yes, or the whole id typed once more. */
export type Consent = 'nothing' | 'yes' | 'id'

export interface Consideration {
  readonly asks: Consent
  /** Why somebody might regret it, each in a sentence; also what needs no more than a yes. */
  readonly reasons: readonly string[]
}

/**
 * What speaks against changing a key. To activate one breaks nothing. One that is inactive breaks nothing more by going, but
 * cannot come back, and what holds it may be waiting for that. Of an active one it counts who uses it, and whether this machine is left with another.
 *
 * @param signer the key that signs the request itself
 * @param now milliseconds since 1970
 */
export function consider(
  change: KeyChange,
  key: PlacedKey,
  {keys, survey}: KeysAndPlaces,
  {signer, now}: {readonly signer: string; readonly now: number},
): Consideration {
  if (change === 'activate') return {asks: 'nothing', reasons: []}
  const {places} = key
  const where = places.map(({location}) => location.display).join(', ')
  if (key.status !== 'Active') {
    if (places.length === 0) return {asks: 'yes', reasons: []}
    return {asks: 'id', reasons: [`It is inactive, and still stands in ${where}, which would need another key then.`]}
  }
  const others = keys.filter(({accessKeyId, status}) => accessKeyId !== key.accessKeyId && status === 'Active')
  const isLastHere = places.length > 0 && !others.some((other) => other.places.some(isSound))
  const isOnlyWayBack = key.accessKeyId === signer && others.length === 0
  const elsewhere = usedElsewhere(key, now)
  const mayBeThere = [...survey.failed.map(({title}) => title), ...survey.unread.map(({message}) => message)]
  const reasons = [
    ...(isLastHere
      ? [`It is the last active key of its user that this machine holds: ${where} would stop working.`]
      : []),
    ...(places.length > 0 && !isLastHere ? [`What uses it would stop working: ${where}.`] : []),
    ...(isOnlyWayBack
      ? ['It signs this very request, and its user has no other active key: only an administrator could bring it back.']
      : []),
    ...(elsewhere === null ? [] : [elsewhere]),
    ...mayBeThere.map((what) => `Whether it is kept here as well is not known: ${what}`),
  ]
  if (isLastHere || isOnlyWayBack) return {asks: 'id', reasons}
  if (change === 'delete') return {asks: reasons.length > 0 ? 'id' : 'yes', reasons}
  return {asks: reasons.length > 0 ? 'yes' : 'nothing', reasons}
}

/** A place that only names a key, without its secret, holds up no tool. */
function isSound({problem}: KeyPlace): boolean {
  return problem?.severity !== 'error'
}

/** A key that no place here holds and that somebody worked with lately. */
function usedElsewhere(key: PlacedKey, now: number): string | null {
  if (key.places.length > 0 || !isAtWork(key, now)) return null
  return `Somebody uses it, from elsewhere: last on ${key.lastUsedAt?.toISOString().slice(0, 10)}, for ${key.lastUsedFor}.`
}
