import {stat} from 'node:fs/promises'
import path from 'node:path'

import {displayPath} from '../../files/index.js'
import {run} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'
import {keyFiles} from '../key-files.js'

const OTHERS = 0o077
const OTHERS_WRITE = 0o022

/** Files with keys that other users of this computer may read, and directories in which others may replace them. */
export const permissions: OfflineCheck = async (patient) => {
  if (process.platform === 'win32') return []
  const files = await keyFiles(patient)
  const {home} = patient
  const open = files
    .filter(({stats}) => (stats.mode & OTHERS) !== 0)
    .map(({path: file, stats}) => tooOpen('open-file', file, stats, 0o600, home))
  const directories = [...new Set(files.map(({path: file}) => path.dirname(file)))].filter(
    (directory) => directory !== home,
  )
  const writable = await Promise.all(
    directories.map(async (directory) => {
      const stats = await stat(directory).catch(() => undefined)
      const isOpen = stats && (stats.mode & OTHERS_WRITE) !== 0 && isOurs(stats.uid)
      return isOpen ? [tooOpen('open-directory', directory, stats, 0o700, home)] : []
    }),
  )
  return [...open, ...writable.flat()]
}

function tooOpen(
  id: 'open-file' | 'open-directory',
  file: string,
  {mode, uid}: {mode: number; uid: number},
  wanted: number,
  home: string,
): Finding {
  const shown = (mode & 0o777).toString(8).padStart(4, '0')
  const display = displayPath(file, home)
  const what =
    id === 'open-directory'
      ? `Other users of this computer may replace the files in ${display} (mode ${shown}), and keys are among them.`
      : `${display} is there for keys, and others on this computer may ${(mode & 0o044) === 0 ? 'change or run' : (mode & 0o022) === 0 ? 'read' : 'read or change'} it (mode ${shown}).`
  return {
    id,
    severity: 'warning',
    message: what,
    remedy: [run(`chmod ${wanted.toString(8)}`, file)],
    file,
    ...(isOurs(uid) ? {mend: {file, mode: wanted}} : {}),
  }
}

/** Only its owner can change a mode; root can, and means it. */
function isOurs(uid: number): boolean {
  const me = process.getuid?.()
  return me === 0 || me === uid
}
