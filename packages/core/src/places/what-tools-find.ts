import {
  findKeyPlaces,
  isInEnvironment,
  isReadByBoto,
  selectedProfile,
  type CredentialSources,
  type Environment,
  type Location,
  type Lookup,
  type Problem,
} from '../credentials/index.js'
import {isSamePlace} from './same.js'

/** What a tool on Boto finds for a profile, after a change. */
export interface FoundByTools {
  readonly profile: string
  readonly backend: string
  /** null where it finds none. */
  readonly active: Lookup['active']
  /** What stops it, where something does. */
  readonly stoppedBy: Problem | null
  /** It is the place that was just written. */
  readonly isIt: boolean
  /** boto3, psiTurk and the AWS CLI look into that backend. */
  readonly isReadByTools: boolean
  /** Its backend is asked only by name. */
  readonly isOnRequest: boolean
}

interface Surroundings {
  readonly sources: CredentialSources
  readonly env: Environment
}

/** What a tool on Boto finds for a profile: where nobody has to name it, the environment's key comes before all others. */
export function lookupByTools({sources, env}: Surroundings, profile: string): Promise<Lookup> {
  return sources.lookup(selectedProfile(env).name === profile ? {} : {profile})
}

/** @param place what was just written */
export async function foundBy(surroundings: Surroundings, profile: string, place: Location): Promise<FoundByTools> {
  const {sources} = surroundings
  const {active, stoppedBy} = await lookupByTools(surroundings, profile)
  return {
    profile,
    backend: place.backend,
    active,
    stoppedBy,
    isIt: active !== null && isSamePlace(active.location, place),
    isReadByTools: isReadByBoto(place.backend),
    isOnRequest: sources.backend(place.backend).lookup === 'on-request',
  }
}

/** Other places that outlive this shell and have the key whole. What a backend that fails may hold does not count. */
export async function heldElsewhere(
  sources: CredentialSources,
  accessKeyId: string,
  besides: readonly Location[],
): Promise<readonly Location[]> {
  const {places} = await findKeyPlaces(sources, [accessKeyId])
  return places.flatMap(({location, problem}) => {
    const counts = problem?.severity !== 'error' && !isInEnvironment(location)
    return counts && !besides.some((place) => isSamePlace(place, location)) ? [location] : []
  })
}
