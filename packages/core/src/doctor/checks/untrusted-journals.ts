import {untrustedUserJournals} from '../../iam/index.js'
import {journalsMovedAway, migrationsHere, type MovedAway} from '../../journal/index.js'
import {openRotations} from '../../rotation/index.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** Journals that no command acts on: whatever they are about can neither go on nor begin anew. */
export const untrustedJournals: OfflineCheck = async ({dataDirectory}) => {
  const rotations = await openRotations(dataDirectory)
  const migrations = await migrationsHere(dataDirectory)
  const all = [...rotations.untrusted, ...(await untrustedUserJournals(dataDirectory)), ...migrations.untrusted]
  const finding = (id: string, {path, message, remedy}: (typeof all)[number] | MovedAway): Finding => {
    return {id, severity: 'warning', message, remedy, file: path}
  }
  return [
    ...all.map((change) => finding('untrusted-journal', change)),
    ...(await journalsMovedAway(dataDirectory)).map((journal) => finding('kept-journal', journal)),
  ]
}
