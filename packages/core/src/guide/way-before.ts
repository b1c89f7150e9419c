import {
  isBackendError,
  isReadByBoto,
  type CredentialSources,
  type Location,
  type Problem,
  type Target,
} from '../credentials/index.js'
import {editBotoFile, readBotoFile, readForEdit} from '../files/index.js'

/** Whether a tool would come as far as a key does not hang on what key it is. */
const STAND_IN = {aws_access_key_id: `AKIA${'A'.repeat(16)}`, aws_secret_access_key: 'x'.repeat(40)} as const

/**
 * What would keep every tool on Boto from a key that is stored in this place: a file that Boto refuses (`lookup`), or a way
 * to other credentials that it takes before it looks there, as SSO or a role (`backend`). Asked of the backend itself, which
 * is told to suppose that the key were there.
 *
 * @param expect the id that the place holds now, null where it is free
 * @returns null where a key would be found, where only mturk reads that backend, and where nothing can be stored: whoever
 *   stores there says so
 */
export async function wayBefore(
  sources: CredentialSources,
  {profile, backend}: Target,
  expect: string | null,
): Promise<Problem | null> {
  if (!isReadByBoto(backend)) return null
  const store = sources.backend(backend)
  try {
    const place = await store.placeFor({profile, expect})
    const instead = expect === null && place ? await withKeyAt(place, profile) : undefined
    for (const {location, accessKeyId, problem} of await store.list({profile, explicit: true}, instead)) {
      if (location && location.id === place?.id) return null
      if (problem && problem.stops !== 'entry') return problem
      if (accessKeyId !== undefined && !problem) return null
    }
  } catch (error) {
    if (!isBackendError(error)) throw error
  }
  return null
}

/** A new key goes into the section that is called as the profile. */
async function withKeyAt({file}: Location, profile: string): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  if (file === undefined) return undefined
  const before = readBotoFile((await readForEdit(file)) ?? new Uint8Array())
  const edits = Object.entries(STAND_IN).map(
    ([option, value]) => ({kind: 'set', section: profile, option, value}) as const,
  )
  return new Map([[file, editBotoFile(file, before, edits)]])
}
