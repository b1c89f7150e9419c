import {randomUUID} from 'node:crypto'

import {maskAccessKeyId, type AccessKey} from './access-key.js'
import type {Location} from './contract.js'
import {complaintAboutNewProfile} from './profile-name.js'
import {assertAvailable, type CredentialSources} from './sources.js'
import {answerNeeded, usageError} from '../errors.js'
import {run, say, type Remedy} from '../remedy.js'

/** Where a key is to go. */
export interface Target {
  readonly profile: string
  readonly backend: string
}

/** What stands where a key is to go. */
export interface Occupant {
  readonly location: Location
  /** null where a secret stands there alone. */
  readonly accessKeyId: string | null
  /** Half a key is of no use to anybody, but its owner may have the other half. */
  readonly isWhole: boolean
}

/**
 * What the target holds now; null where it is free.
 *
 * @throws MturkError `usage` where the backend stores nothing or cannot be used here, or nothing can have that name;
 *   `answer_needed` where it has to be set up first
 */
export async function occupantOf(sources: CredentialSources, {profile, backend}: Target): Promise<Occupant | null> {
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
  await assertAvailable(store)
  const occupants = (await store.list({profile, explicit: true})).flatMap(({location, accessKeyId, problem}) => {
    const isWhole = problem?.code !== 'partial_credentials'
    if (location?.profile !== profile || (isWhole && accessKeyId === undefined)) return []
    return [{location, accessKeyId: accessKeyId ?? null, isWhole}]
  })
  return occupants.find(({location}) => location.writable) ?? occupants[0] ?? null
}

/** What the place holds, as the object of a sentence. */
export function occupantWords({accessKeyId, isWhole}: Occupant): string {
  if (accessKeyId === null) return 'half a key, a secret without its id'
  const mask = maskAccessKeyId(accessKeyId)
  return isWhole ? `another key, ${mask}` : `half a key, the id ${mask} without its secret`
}

/** The flag that leads elsewhere, for one key and for several that are named after their users; or the whole command. */
export type OtherPlace = '--profile OTHER' | '--profile-prefix OTHER-' | Extract<Remedy, {kind: 'run'}>

/** The refusal where the place is taken and nobody can be asked. */
export function placeIsTaken(occupant: Occupant, other: OtherPlace = '--profile OTHER'): Error {
  const {display} = occupant.location
  return answerNeeded(
    `${display} already holds ${occupantWords(occupant)}. It stays as it is.`,
    typeof other === 'string'
      ? [say(`To keep both, store the new key under another profile: ${other}`)]
      : [say('To keep both, set up under another profile:'), other],
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
