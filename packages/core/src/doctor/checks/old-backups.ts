import {agedBackupsOf} from '../../files/index.js'
import {run} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'
import {keyFiles} from '../key-files.js'

/** Copies that mturk made before it changed a file, and that hold the keys of then. */
export const oldBackups: OfflineCheck = async (patient) => {
  const files = (await keyFiles(patient)).map((file) => file.path)
  const found = await Promise.all(files.map((file) => agedBackupsOf(file, patient.home, patient.now)))
  const old = found.flat().filter(({isOld}) => isOld)
  return old.map(({backup, message}): Finding => ({
    id: 'old-backup',
    severity: 'warning',
    message,
    remedy: [run('rm', backup)],
    file: backup,
  }))
}
