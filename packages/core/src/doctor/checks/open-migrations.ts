import {lookAtJournals, type Changes, type JournalFormat} from '../../journal/index.js'
import {run} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** What is in it only the plugin can read that wrote it; that it is there is enough to say so. */
const ANY: JournalFormat<unknown> = {kind: 'migrate', isState: (_value): _value is unknown => true}

export async function migrationsHere(dataDirectory: string): Promise<Changes<unknown>> {
  return lookAtJournals(dataDirectory, ANY)
}

/** Migrations that were begun and not finished. */
export const openMigrationsHere: OfflineCheck = async ({dataDirectory, sources}) => {
  const command = sources.backends.find(({migrateCommand}) => migrateCommand !== null)?.migrateCommand
  const {open} = await migrationsHere(dataDirectory)
  return open.flatMap(({locked}): Finding[] => {
    if (locked) return []
    return [
      {
        id: 'open-migration',
        severity: 'warning',
        message:
          'A migration of a key was begun and not finished. Nothing is lost: each file still has its key, or a copy beside it.',
        remedy: command ? [run(command)] : [],
      },
    ]
  })
}
