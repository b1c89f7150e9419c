import {untrustedUserJournals} from '../../iam/index.js'
import {migrationsHere} from '../../journal/index.js'
import {openRotations} from '../../rotation/index.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** Journals that no command acts on: whatever they are about can neither go on nor begin anew. */
export const untrustedJournals: OfflineCheck = async ({dataDirectory}) => {
  const rotations = await openRotations(dataDirectory)
  const migrations = await migrationsHere(dataDirectory)
  const all = [...rotations.untrusted, ...(await untrustedUserJournals(dataDirectory)), ...migrations.untrusted]
  return all.map(({path, message, remedy}): Finding => ({
    id: 'untrusted-journal',
    severity: 'warning',
    message,
    remedy,
    file: path,
  }))
}
