import {run, say, type Remedy} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** Whether there is a key at all. Why one cannot be used, its backend tells as a rule; what nobody told is told here. */
export const usableKey: OfflineCheck = async ({lookup}) => {
  const {active, stoppedBy, profile} = lookup
  if (active) return []
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
      run('mturk credentials list'),
    ])
  }
  if (stoppedBy) {
    return found('no-usable-key', stoppedBy.message, stoppedBy.remedy === undefined ? [] : [say(stoppedBy.remedy)])
  }
  return found('no-key', `Nothing holds an access key for the profile ${profile.name}.`, [run('mturk init')])
}
