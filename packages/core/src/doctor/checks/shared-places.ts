import {readdir, realpath} from 'node:fs/promises'
import path from 'node:path'

import {displayPath} from '../../files/index.js'
import {say} from '../../remedy.js'
import type {Finding, OfflineCheck, Patient} from '../finding.js'
import {isIgnoredByGit, workTreeOf} from '../ignored-by-git.js'
import {keyFiles} from '../key-files.js'

/** By what a program names the folder that it copies to other computers. */
const SYNCED =
  /^(?:Dropbox(?: \(.*\))?|OneDrive(?: - .*)?|Google Drive|GoogleDrive-.*|My Drive|iCloud Drive|Mobile Documents|Nextcloud|ownCloud|Box(?: Sync)?|pCloudDrive|Syncthing|Sync)$/i

/** As AWS names the files that it hands out, and as psiTurk names its own. */
const HANDED_OUT = /^(?:rootkey.*\.csv|.*accessKeys.*\.csv|(?:new_user_)?credentials.*\.csv)$/i

/** Files with keys in a git work tree or in a synced folder. Only names and paths are looked at, never what is in a file; git is asked which ones it leaves alone. */
export const sharedPlaces: OfflineCheck = async (patient) => {
  const {home, workingDirectory} = patient
  const known = (await keyFiles(patient)).map((file) => file.path)
  const downloads = [workingDirectory, home, path.join(home, 'Downloads'), path.join(home, 'Desktop')]
  const files = [...new Set([...known, ...(await Promise.all(downloads.map(handedOutIn))).flat()])]
  const found = await Promise.all(files.map((file) => lookAt(file, patient)))
  return found.flat()
}

async function handedOutIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => [])
  return names.filter((name) => HANDED_OUT.test(name)).map((name) => path.join(directory, name))
}

async function lookAt(file: string, {home, env}: Patient): Promise<Finding[]> {
  // A link into a repository of dot files is as good as a file there.
  const real = await realpath(file).catch(() => file)
  const above = directoriesAbove(real)
  const display = displayPath(file, home)
  const synced = above.find((directory) => SYNCED.test(path.basename(directory)))
  const tree = await workTreeOf(real)
  const isIgnored = tree === undefined ? undefined : await isIgnoredByGit(real, env)
  const found = (id: string, message: string, remedy: string): Finding => ({
    id,
    severity: 'warning',
    message,
    remedy: [say(remedy)],
    file,
  })
  return [
    ...(tree === undefined || isIgnored
      ? []
      : [
          found(
            'in-git',
            `${display} is there for keys, and stands in the git work tree ${displayPath(tree, home)}: one "git add" from everybody who gets that.`,
            `Move it out of there${isIgnored === false ? ', or name it in .gitignore' : ''}. A key that was ever committed has to be deleted in IAM.`,
          ),
        ]),
    ...(synced === undefined
      ? []
      : [
          found(
            'in-synced-folder',
            `${display} is there for keys, and stands in the synced folder ${displayPath(synced, home)}, which copies it to other computers.`,
            'Move it out of there.',
          ),
        ]),
  ]
}

function directoriesAbove(file: string): string[] {
  const parent = path.dirname(file)
  return parent === file ? [] : [parent, ...directoriesAbove(parent)]
}
