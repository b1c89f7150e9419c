import {stat} from 'node:fs/promises'
import {quote} from 'shlex'

import type {Location} from './contract.js'

/** Read permission of the group and of everybody else. */
const OTHERS_READ = 0o044

/**
 * A warning for each file that other users of this computer may read by its mode. The mode itself is the person's: only
 * new files are made owner-only. Windows has no such modes, and is passed over.
 */
export async function exposureWarnings(locations: readonly Location[]): Promise<string[]> {
  if (process.platform === 'win32') return []
  const byFile = new Map(locations.flatMap((location) => (location.file ? [[location.file, location] as const] : [])))
  const warnings = await Promise.all([...byFile].map(([file, {display}]) => warningAbout(file, display)))
  return warnings.filter((warning) => warning !== undefined)
}

async function warningAbout(file: string, display: string): Promise<string | undefined> {
  const mode = await stat(file).then(
    (found) => found.mode & 0o777,
    () => 0, // gone, or not to be seen: then nothing is known to be open
  )
  if ((mode & OTHERS_READ) === 0) return undefined
  const shown = mode.toString(8).padStart(4, '0')
  return `Other users of this computer may read the file of ${display} (mode ${shown}). To keep it to yourself: chmod 600 ${quote(file)}`
}
