import type {Stats} from 'node:fs'
import {lstat, readlink} from 'node:fs/promises'
import path from 'node:path'
import {quote} from 'shlex'
import {backendError} from '../credentials/contract.js'
import {codeOf} from './file-errors.js'

const MOST_LINKS = 40

/** Where everybody may make names (sticky or not), whoever is there first decides what a name leads to. */
const SHARED = 0o1002

const EVERYBODY_WRITES = 0o002

/** One name on the way to a file: a directory, a symbolic link, or the file itself. */
interface Name {
  readonly path: string
  readonly stats: Stats
  /** Of the directory that the name stands in. */
  readonly parent: Stats
}

interface Way {
  readonly names: readonly Name[]
  /** A symbolic link whose target has no directory. */
  readonly leadsNowhere?: string
}

/**
 * Looks at every name on the way to a file before a secret is written there, as the kernel follows them. Nothing is made.
 *
 * @returns what a person should know: that the file, or the link to it, is somebody else's
 * @throws a `MturkBackendError` `not_writable` where somebody else decides which file it is, where everybody may write the
 *   file, or where a link leads to a directory that there is not
 */
export async function assertTrustworthy(file: string): Promise<readonly string[]> {
  if (file === '') return []
  const {names, leadsNowhere} = await wayTo(file)
  if (leadsNowhere !== undefined) {
    throw refused(file, `${leadsNowhere} is a link to a place that does not exist`, [
      `Make that place, or remove the link: ${quote(leadsNowhere)}`,
    ])
  }
  if (process.platform === 'win32') return []
  const planted = names.find((name) => isForeign(name) && (name.parent.mode & SHARED) !== 0)
  if (planted) {
    const {path: place, stats} = planted
    throw refused(file, `${place} belongs to another user (uid ${stats.uid}), in a directory that others may write`, [
      'Who made that decides where the secret goes. Use a file in a directory of your own.',
    ])
  }
  const last = names.at(-1)
  if (last?.stats.isFile() && (last.stats.mode & EVERYBODY_WRITES) !== 0) {
    throw refused(file, `everybody on this computer may write ${last.path}`, [
      `To make it yours alone: chmod 600 ${quote(last.path)}`,
    ])
  }
  return names.flatMap((name) =>
    isForeign(name) && !name.stats.isDirectory()
      ? [`${name.path} belongs to another user (uid ${name.stats.uid}), who can read and change what is stored there.`]
      : [],
  )
}

/** What is root's could be changed by root in any case. */
function isForeign({stats: {uid}}: Name): boolean {
  return uid !== 0 && uid !== process.geteuid?.()
}

async function wayTo(file: string): Promise<Way> {
  const whole = path.resolve(file)
  let here = path.parse(whole).root
  let ahead = partsOf(whole)
  let link: string | undefined
  let links = 0
  const names: Name[] = []
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    const next = path.join(here, name)
    const [stats, parent] = await Promise.all([statOf(next), statOf(here)])
    // From here on everything is made by ourselves.
    if (!stats || !parent) return link !== undefined && ahead.length > 0 ? {names, leadsNowhere: link} : {names}
    names.push({path: next, stats, parent})
    if (stats.isSymbolicLink() && links++ < MOST_LINKS) {
      link = next
      const target = path.resolve(here, await readlink(next))
      ahead = [...partsOf(target), ...ahead]
      here = path.parse(target).root
    } else here = next
  }
  return {names}
}

function partsOf(whole: string): string[] {
  return whole
    .slice(path.parse(whole).root.length)
    .split(path.sep)
    .filter((part) => part !== '')
}

/** null where there is nothing, or where nobody may look: writing will say so in its own words. */
async function statOf(file: string): Promise<Stats | null> {
  try {
    return await lstat(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG'].includes(codeOf(error) ?? '')) return null
    throw error
  }
}

function refused(file: string, why: string, remedy: readonly string[]) {
  return backendError('not_writable', `No secret is written into ${file}: ${why}.`, {remedy: remedy.join(' ')})
}
