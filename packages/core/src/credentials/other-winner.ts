import type {Lookup} from './lookup.js'
import type {CredentialSources} from './sources.js'

/**
 * The key that a tool on Boto finds where nobody names a profile, although another one was just stored in the profile that
 * it would choose; null where it finds that one, or chooses another profile.
 */
export async function otherWinner(
  sources: CredentialSources,
  {profile, accessKeyId}: {readonly profile: string; readonly accessKeyId: string},
): Promise<Lookup['active']> {
  const {active, profile: chosen} = await sources.lookup({})
  return active && chosen.name === profile && active.accessKeyId !== accessKeyId ? active : null
}
