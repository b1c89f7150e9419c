import {stat} from 'node:fs/promises'
import path from 'node:path'
import type {Stats} from 'node:fs'

import {botoPaths, displayPath} from '../../files/index.js'
import {run, say, type Remedy} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'
import {keyFiles, type KeyFile} from '../key-files.js'

const OTHERS = 0o077
const OTHERS_WRITE = 0o022
/** In such a directory everybody may write, and nobody may replace what is another's: `/tmp`. */
const STICKY = 0o1000

/** Files with keys that other users of this computer may read, and directories in which others may replace them. */
export const permissions: OfflineCheck = async (patient) => {
  if (process.platform === 'win32') return []
  const files = await keyFiles(patient)
  const {home} = patient
  const ofEverybody = botoPaths({env: {}, home}).boto[0]
  const open = files
    .filter(({stats}) => (stats.mode & OTHERS) !== 0)
    .map((file) => (file.path === ofEverybody ? everybodysFile(file) : openFile(file, home)))
  const directories = new Set(files.map(({path: file}) => path.dirname(file)))
  // Who may write there may put another ~/.aws in the place of this one.
  if (files.some(({path: file}) => file.startsWith(home + path.sep))) directories.add(home)
  const writable = await Promise.all([...directories].map((directory) => openDirectory(directory, home)))
  return [...open, ...writable.flat()]
}

function openFile({path: file, stats: {mode, uid}}: KeyFile, home: string): Finding {
  const can = (mode & 0o044) === 0 ? 'change or run' : (mode & 0o022) === 0 ? 'read' : 'read or change'
  return {
    id: 'open-file',
    severity: 'warning',
    message: `${displayPath(file, home)} is there for keys, and others on this computer may ${can} it (mode ${octal(mode)}).`,
    remedy: remedyOf(file, 0o600, uid),
    file,
    ...(isOurs(uid) ? {mend: {file, mode: 0o600}} : {}),
  }
}

/** `/etc/boto.cfg` is there for every user of the computer: whoever closes it takes the key from all the others. */
function everybodysFile({path: file, stats: {mode}}: KeyFile): Finding {
  return {
    id: 'open-file',
    severity: 'warning',
    message: `Every user of this computer may read ${file} (mode ${octal(mode)}), and has whatever key stands there.`,
    remedy: [
      say(
        'If not everybody is to have it, put the key into the files of those who are, ~/.aws/credentials; or let one group alone read this one:',
      ),
      run('chgrp GROUP', file),
      run('chmod 640', file),
    ],
    file,
  }
}

async function openDirectory(directory: string, home: string): Promise<Finding[]> {
  const stats: Stats | undefined = await stat(directory).catch(() => undefined)
  if (!stats || (stats.mode & OTHERS_WRITE) === 0 || (stats.mode & STICKY) !== 0 || !isOurs(stats.uid)) return []
  // A home may be open to readers for good reasons, as for a web page.
  const wanted = directory === home ? stats.mode & 0o777 & ~OTHERS_WRITE : 0o700
  return [
    {
      id: 'open-directory',
      severity: 'warning',
      message: `Other users of this computer may replace the files in ${displayPath(directory, home)} (mode ${octal(stats.mode)}), and keys are among them.`,
      remedy: remedyOf(directory, wanted, stats.uid),
      file: directory,
      mend: {file: directory, mode: wanted},
    },
  ]
}

function remedyOf(file: string, mode: number, uid: number): readonly Remedy[] {
  const command = run(`chmod ${mode.toString(8)}`, file)
  return isOurs(uid)
    ? [command]
    : [say(`It belongs to another user of this computer (${uid}), who alone can type:`), command]
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}

/** Only its owner can change a mode; root can, and means it. */
function isOurs(uid: number): boolean {
  const me = process.getuid?.()
  return me === 0 || me === uid
}
