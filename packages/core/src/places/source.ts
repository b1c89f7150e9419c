import type {AccessKey, CredentialSources, Location, Lookup} from '../credentials/index.js'
import {selectKey} from '../mturk/index.js'

export type Source =
  | {
      readonly state: 'found'
      /** The one that was asked for, or that Boto would choose. */
      readonly profile: string
      readonly location: Location
      readonly key: AccessKey
    }
  /** Nothing is there, as after an earlier run that took it away; `why` is to be thrown where that is no answer. */
  | {readonly state: 'gone'; readonly profile: string; readonly backend: string; readonly why: unknown}

/**
 * The long-lived key that a profile has in one backend.
 *
 * @throws MturkError `no_credentials`, `partial_credentials`, `temporary_credentials`, `malformed_credentials` or
 *   `unreadable_file`; `usage` for a backend that there is not, or that cannot be used here
 */
export async function findSource(
  sources: CredentialSources,
  {from, profile, deleteSource}: {from: string; profile: string | undefined; deleteSource: boolean},
): Promise<Source> {
  try {
    const {key, lookup} = await selectKey(sources, {profile, backend: from})
    const {location} = lookup.active as NonNullable<Lookup['active']>
    return {state: 'found', profile: lookup.profile.name, location, key}
  } catch (why) {
    if (!deleteSource) throw why
    const lookup = await sources.lookup({profile, backend: from})
    const {active, stoppedBy, candidates} = lookup
    const isEmpty = !active && !candidates.some(({state}) => state === 'broken')
    if (!isEmpty || (stoppedBy && stoppedBy.code !== 'profile_not_found')) throw why
    return {state: 'gone', profile: lookup.profile.name, backend: from, why}
  }
}
