import type {CredentialSources, Location} from '../credentials/index.js'
import {refusal} from './report.js'
import {selectKey} from './select-key.js'

/** How many profiles are asked about at a time: enough not to wait, few enough for AWS not to mind. */
const AT_A_TIME = 4

/** What came of one profile. A failure is kept beside the others, so that it hides none of them. */
export type OfProfile<Value> =
  | {readonly profile: string; readonly value: Value}
  | {readonly profile: string; readonly error: unknown}

/**
 * Does the same for every profile that a default backend lists with a key, or with something that is wrong with one; each
 * once, in the order in which they are listed. A few at a time.
 *
 * @param backend only the profiles of this one
 * @throws MturkError where no profile has a key; what is thrown then is why
 */
export async function forEachProfile<Value>(
  sources: CredentialSources,
  {backend}: {readonly backend?: string | undefined},
  work: (profile: string) => Promise<Value>,
): Promise<readonly OfProfile<Value>[]> {
  const profiles = await profilesWithKeys(sources, backend)
  if (profiles.length === 0) {
    // Whatever stands in the way of every key is the answer; a key that belongs to no profile is left.
    const {key} = await selectKey(sources, {backend})
    throw keyOfNoProfile(key.location)
  }
  const {default: pLimit} = await import('p-limit')
  return pLimit(AT_A_TIME).map(profiles, async (profile) => {
    try {
      return {profile, value: await work(profile)}
    } catch (error) {
      return {profile, error}
    }
  })
}

async function profilesWithKeys(sources: CredentialSources, backend: string | undefined): Promise<string[]> {
  const asked =
    backend === undefined ? sources.backends.filter(({lookup}) => lookup === 'default') : [sources.backend(backend)]
  const lists = await Promise.all(asked.map((each) => sources.everythingIn(each)))
  const found = lists.flat().flatMap(({location, accessKeyId, problem}) => {
    const isWrong = problem !== undefined && problem.severity !== 'note'
    return location?.profile != null && (accessKeyId !== undefined || isWrong) ? [location.profile] : []
  })
  return [...new Set(found)]
}

function keyOfNoProfile(location: Location | null) {
  const place = location ? ` in ${location.display}` : ''
  return refusal('no_credentials', {
    problem: {
      code: 'no_credentials',
      message: `No profile holds a key. The one${place} belongs to no profile: it is used without --all-profiles.`,
      severity: 'error',
      stops: 'entry',
    },
  })
}
