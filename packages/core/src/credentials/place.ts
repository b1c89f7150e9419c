import {randomUUID} from 'node:crypto'

import {maskAccessKeyId, type AccessKey} from './access-key.js'
import type {Location} from './contract.js'
import {complaintAboutNewProfile} from './profile-name.js'
import type {CredentialSources, FoundPlace} from './sources.js'
import {answerNeeded, usageError} from '../errors.js'
import {run, say} from '../remedy.js'

/** Where a key is to go. */
export interface Target {
  readonly profile: string
  readonly backend: string
}

/**
 * What the target holds now; null where it is free.
 *
 * @throws MturkError `usage` where the backend stores nothing or cannot be used here, or nothing can have that name
 */
export async function occupantOf(sources: CredentialSources, {profile, backend}: Target): Promise<FoundPlace | null> {
  const store = sources.backend(backend)
  const complaint = complaintAboutNewProfile(profile)
  if (complaint !== undefined) {
    throw usageError(`The profile name ${JSON.stringify(profile)} ${complaint}, so no place can hold it.`, [
      say('Choose another one, of letters, digits, - and _: --profile OTHER'),
    ])
  }
  if (!store.writable) {
    throw usageError(`${store.title} (${store.id}) cannot store keys.`, [run('mturk credentials backends')])
  }
  const availability = await store.probe()
  if (availability.state !== 'available') {
    throw usageError(`${store.title} (${store.id}) cannot be used here: ${availability.reason}`)
  }
  const places = await sources.placesOf(profile, backend)
  return places.find(({location}) => location.writable) ?? places[0] ?? null
}

/** The flag that leads elsewhere, for one key and for several that are named after their users. */
export type OtherPlace = '--profile OTHER' | '--profile-prefix OTHER-'

/** The refusal where the place is taken and nobody can be asked. */
export function placeIsTaken({location, accessKeyId}: FoundPlace, other: OtherPlace = '--profile OTHER'): Error {
  return answerNeeded(
    `${location.display} already holds another key, ${maskAccessKeyId(accessKeyId)}. It stays as it is.`,
    [say(`To keep both, store the new key under another profile: ${other}`)],
  )
}

/** Stores a key in a free place, or in the place of the key that was agreed on. */
export function storeInto(
  sources: CredentialSources,
  {profile, backend}: Target,
  key: AccessKey,
  expect: string | null,
): Promise<Location> {
  return sources.backend(backend).store({profile, key, expect, operationId: randomUUID()})
}
