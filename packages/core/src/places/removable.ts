import {isInEnvironment, isReadByBoto, unsetKey, type CredentialSources, type Location} from '../credentials/index.js'
import {usageError, type MturkError} from '../errors.js'
import {run, say} from '../remedy.js'

/**
 * Refuses what mturk cannot take a key out of, before anything is done.
 *
 * @throws MturkError `usage`
 */
export function assertRemovable(
  sources: CredentialSources,
  {location, profile}: {readonly location: Location; readonly profile: string},
): void {
  const why = whyNotRemovable(sources, location)
  if (why !== undefined) throw notRemovable(location, why)
  if (location.profile !== null && location.profile !== profile) throw notOf(location, profile)
}

/** The rest of a sentence; undefined: it can be taken out. */
export function whyNotRemovable(sources: CredentialSources, location: Location): string | undefined {
  if (!location.writable) return location.why ?? 'it cannot be written'
  const {canRemove, title} = sources.backend(location.backend)
  return canRemove ? undefined : `${title} takes no key out`
}

export function notRemovable(location: Location, why: string): MturkError {
  return usageError(
    `mturk cannot take the key out of ${location.display}: ${why}. Nothing was changed.`,
    isInEnvironment(location) ? unsetKey() : [],
  )
}

/** A profile may get its key from another one's place, and that one needs it. */
export function notOf({backend, display, profile: owner}: Location, profile: string): MturkError {
  return usageError(
    `The key of the profile ${profile} stands in ${display}, which is the profile ${owner}'s. Nothing was changed.`,
    [
      say('To see that one:'),
      run('mturk credentials list', '--profile', owner ?? '', ...(isReadByBoto(backend) ? [] : ['--backend', backend])),
    ],
  )
}
