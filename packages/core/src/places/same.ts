import type {AccessKey, Location} from '../credentials/index.js'
import {usageError, type MturkError} from '../errors.js'
import {say} from '../remedy.js'

/** The very same key, with the same secret, and nothing beside it that would spoil it. */
export function isSameKey(held: AccessKey, {accessKeyId, secretAccessKey}: AccessKey): boolean {
  return held.accessKeyId === accessKeyId && held.secretAccessKey.equals(secretAccessKey) && !held.sessionToken
}

export function isSamePlace(one: Location, other: Location): boolean {
  return one.backend === other.backend && one.id === other.id
}

export function samePlace({display}: Location): MturkError {
  return usageError(`${display} is where the key is already, so there is nothing to copy.`, [
    say('Name another backend with --to, or another profile with --as.'),
  ])
}
