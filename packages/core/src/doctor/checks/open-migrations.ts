import {migrationsHere, OPEN_MIGRATION} from '../../journal/index.js'
import {run} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** Migrations that were begun and not finished. */
export const openMigrationsHere: OfflineCheck = async ({dataDirectory, sources}) => {
  const command = sources.backends.find(({migrateCommand}) => migrateCommand !== null)?.migrateCommand
  const {open} = await migrationsHere(dataDirectory)
  return open.flatMap(({locked}): Finding[] => {
    if (locked) return []
    return [{id: 'open-migration', severity: 'warning', message: OPEN_MIGRATION, remedy: command ? [run(command)] : []}]
  })
}
