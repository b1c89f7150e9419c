import {isReadByBoto, profileWords} from '../../credentials/index.js'
import {run, runAsItIs, say, type Remedy} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'
import {isToldAt, winningKey} from '../winning-key.js'

/**
 * Whether there is a key at all, and one that Mechanical Turk may take. Why one cannot be used, or is not found, its
 * backend tells as a rule; what nobody told is told here. A vault is not read: it might ask somebody to unlock it.
 */
export const usableKey: OfflineCheck = async ({lookup, sources}, told) => {
  const {active, stoppedBy, profile} = lookup
  if (active) {
    if (!isReadByBoto(active.backend) || isToldAt(active.location, told)) return []
    const winning = await winningKey(sources, active.location)
    return winning.key ? [] : [winning.finding]
  }
  const found = (id: string, message: string, remedy: readonly Remedy[]): Finding[] => [
    {id, severity: 'error', message, remedy},
  ]
  if (stoppedBy?.code === 'profile_not_found') {
    const unset =
      profile.from === '--profile'
        ? []
        : [say('Set it to a profile that there is, or in this shell:'), run(`unset ${profile.from}`)]
    return found('profile-not-found', `${stoppedBy.message} Boto fails there, even with a key in the environment.`, [
      ...unset,
      say('The profiles that there are:'),
      runAsItIs('mturk credentials list'),
    ])
  }
  if (lookup.isUnasked && stoppedBy) {
    // Only the store knows, and it is not on this computer.
    return [{id: 'linked-key', severity: 'note', message: stoppedBy.message, remedy: sayOf(stoppedBy.remedy)}]
  }
  if (told.some((finding) => explainsSilence(finding, stoppedBy?.code))) return []
  if (stoppedBy) {
    return found('no-usable-key', stoppedBy.message, sayOf(stoppedBy.remedy))
  }
  return found('no-key', `Nothing holds an access key for the profile ${profileWords(profile.name)}.`, [
    run('mturk init'),
  ])
}

function sayOf(remedy: string | undefined): readonly Remedy[] {
  return remedy === undefined ? [] : [say(remedy)]
}

/** An error in the places that Boto asks is why it finds nothing; a program that it runs may well find something. */
function explainsSilence({severity, location, id}: Finding, stop: string | undefined): boolean {
  if (id === 'credential-process' && stop === 'credential_process') return true
  return severity === 'error' && location !== undefined && isReadByBoto(location.backend)
}
