import type {Entry} from './contract.js'
import type {CredentialSources, FoundPlace} from './sources.js'
import {messageOf} from '../errors.js'

/** Where on this machine some keys are kept. */
export interface KeyPlaces {
  readonly places: readonly FoundPlace[]
  /** Backends that could not be asked, each with the reason: what they hold nobody knows. */
  readonly notAsked: readonly string[]
}

/** Every place that holds one of these keys, whatever its profile, in all backends; on-request ones too. */
export async function findKeyPlaces(sources: CredentialSources, accessKeyIds: readonly string[]): Promise<KeyPlaces> {
  const notAsked: string[] = []
  const lists = await Promise.all(
    sources.backends.map(async (backend): Promise<readonly Entry[]> => {
      try {
        const availability = await backend.probe()
        if (availability.state === 'available') return await backend.list({explicit: false})
        notAsked.push(`${backend.title} was not asked: ${availability.reason}`)
      } catch (error) {
        notAsked.push(`${backend.title} was not asked: ${messageOf(error)}`)
      }
      return []
    }),
  )
  const places = lists.flat().flatMap(({location, accessKeyId}) => {
    return location && accessKeyId !== undefined && accessKeyIds.includes(accessKeyId) ? [{location, accessKeyId}] : []
  })
  return {places, notAsked}
}
