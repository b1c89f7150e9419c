import {readdir} from 'node:fs/promises'
import path from 'node:path'

import {displayPath} from '../../files/index.js'
import {run} from '../../remedy.js'
import {timeOfBackup} from '../backup.js'
import type {Finding, OfflineCheck} from '../finding.js'
import {keyFiles} from '../key-files.js'

/** Until then a copy is there for whoever wants to go back; after that it is one more place with old keys. */
const DAYS = 7
const DAY = 24 * 60 * 60 * 1000

/** Copies that `--fix` made, and that hold the keys of then. */
export const oldBackups: OfflineCheck = async (patient) => {
  const {home, now} = patient
  const files = (await keyFiles(patient)).map((file) => file.path)
  const found = await Promise.all(
    files.map(async (file) => {
      const names = await readdir(path.dirname(file)).catch(() => [])
      return names.flatMap((name): Finding[] => {
        const made = timeOfBackup(name, file)
        if (made === undefined || now - made < DAYS * DAY) return []
        const backup = path.join(path.dirname(file), name)
        const days = Math.floor((now - made) / DAY)
        return [
          {
            id: 'old-backup',
            severity: 'warning',
            message: `${displayPath(backup, home)}: mturk made this copy ${days} days ago, and it still holds the keys of then.`,
            remedy: [run('rm', backup)],
            file: backup,
          },
        ]
      })
    }),
  )
  return found.flat()
}
