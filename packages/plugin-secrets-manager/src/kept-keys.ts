import {createHash} from 'node:crypto'
import {lstat, open, readdir, unlink, type FileHandle} from 'node:fs/promises'
import path from 'node:path'
import {backendError, type Key} from '@mturk-cli/core'
import {
  assertTrustworthy,
  codeOf,
  EXISTING_FILE,
  isOwn,
  makeDirectory,
  unwritableWords,
  writeOwnerOnly,
} from '@mturk-cli/core/files'
import type {Named} from './places.js'

/**
 * Milliseconds for which nothing is kept of a secret that is changed: a change may take a minute (core's limit), and then
 * Secrets Manager a moment until it gives out the new version everywhere.
 */
const CLOSED = 120_000

/** Bytes; what we write has a tenth of it. */
const LARGEST = 8192

/** A key as it was given out, to whom, and when: milliseconds since 1970 by this computer's clock, before the question. */
export interface Kept {
  readonly askedAt: number
  readonly by: string
  readonly key: Key
}

/**
 * Keys that were read a little while ago: a file for each secret, 0600 in a directory of 0700, with a name that tells
 * nothing. Beside it may stand another one that says until when the secret is closed, since somebody is changing it or just
 * has: what was asked for before that is never used. So no lock is needed: whoever reads writes the one, whoever
 * changes the other.
 */
export class KeptKeys {
  readonly #directory: string
  readonly #tell: (message: string) => void
  readonly #told = new Set<string>()

  /** @param tell is told why something there is not used, once each */
  constructor(directory: string, tell: (message: string) => void) {
    this.#directory = directory
    this.#tell = (message) => {
      if (!this.#told.has(message)) tell(message)
      this.#told.add(message)
    }
  }

  /** undefined: none, or none that may be used: too old, from the future, for somebody else, or not ours alone. */
  async find(secret: Named, {by, seconds}: {by: string; seconds: number}): Promise<Key | undefined> {
    const {kept, closed} = this.#filesOf(secret)
    const found = entryIn(await this.#read(kept))
    if (found?.by !== by) return undefined
    const age = Date.now() - found.askedAt
    if (age < 0 || age >= seconds * 1000) return undefined
    return (await this.#isOpen(closed, found)) ? found.key : undefined
  }

  /** What cannot be kept is told, and no failure. */
  async keep(secret: Named, entry: Kept): Promise<void> {
    const {kept, closed} = this.#filesOf(secret)
    if (!(await this.#isOpen(closed, entry))) return
    try {
      await assertTrustworthy(kept)
      await makeDirectory(this.#directory)
      const why = await whyDirectoryRefused(this.#directory)
      if (why === undefined) await writeOwnerOnly(kept, Buffer.from(JSON.stringify(entry)))
      else this.#tell(`The key was not kept: ${this.#directory} ${why}.`)
    } catch (error) {
      this.#tell(`The key was not kept. ${error instanceof Error ? error.message : ''}`)
    }
  }

  /**
   * Before a secret is changed, and after.
   *
   * @throws a `MturkBackendError` `not_writable` where a key that was kept cannot be taken away
   */
  async close(secret: Named): Promise<void> {
    const {kept, closed} = this.#filesOf(secret)
    // A disk that takes no mark takes no key either.
    await writeOwnerOnly(closed, Buffer.from(String(Date.now() + CLOSED))).catch(() => undefined)
    try {
      await unlink(kept)
    } catch (error) {
      // On a disk that is read-only there may be nothing all the same.
      if (await isMissing(kept)) return
      throw backendError(
        'not_writable',
        `${kept} keeps a key that was read before, and cannot be taken away: ${unwritableWords(error)}.`,
        {remedy: `Nothing was changed. Remove ${kept}, then run the same command again.`, cause: error},
      )
    }
  }

  async forget(secret: Named): Promise<void> {
    await unlink(this.#filesOf(secret).kept).catch(() => undefined)
  }

  async exist(): Promise<boolean> {
    return (await namesIn(this.#directory)).length > 0
  }

  /** Takes away what is too old to be used, and what a writer left that died; with 0 all, whatever a clock says. */
  async sweep(seconds: number): Promise<void> {
    const oldest = seconds === 0 ? Infinity : Date.now() - seconds * 1000
    for (const name of await namesIn(this.#directory)) {
      if (name.endsWith('.closed')) continue
      const file = path.join(this.#directory, name)
      const written = await lstat(file).catch(() => undefined)
      if (written?.isFile() && written.mtimeMs <= oldest) await unlink(file).catch(() => undefined)
    }
  }

  #filesOf({region, name}: Named): {kept: string; closed: string} {
    const file = createHash('sha256')
      .update(JSON.stringify([region, name]))
      .digest('hex')
    return {kept: path.join(this.#directory, `${file}.json`), closed: path.join(this.#directory, `${file}.closed`)}
  }

  /** A mark that cannot be understood closes for good. */
  async #isOpen(closed: string, {askedAt}: Kept): Promise<boolean> {
    const until = await this.#read(closed)
    return until === null || askedAt > Number(until || 'empty')
  }

  /** null where there is none. What is not to be trusted is told, and reads as if it held nothing of use. */
  async #read(file: string): Promise<string | null> {
    try {
      const why = await whyDirectoryRefused(this.#directory)
      if (why === undefined) return await readOwn(file)
      this.#tell(`${this.#directory} ${why}, so no key in it was used.`)
    } catch (error) {
      if (isNothing(error)) return null
      this.#tell(`${file} was not used: it ${error instanceof Refusal ? error.message : 'cannot be read'}.`)
    }
    return 'refused'
  }
}

class Refusal extends Error {}

async function readOwn(file: string): Promise<string> {
  const handle = await open(file, EXISTING_FILE).catch((error: unknown) => {
    throw codeOf(error) === 'ELOOP' ? new Refusal('is a link') : error
  })
  try {
    const why = await whyRefused(file, handle)
    if (why !== undefined) throw new Refusal(why)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

async function whyRefused(file: string, handle: FileHandle): Promise<string | undefined> {
  const stats = await handle.stat()
  if (!stats.isFile()) return 'is no file'
  if (stats.nlink > 1) return 'has another name'
  if (stats.size > LARGEST) return 'is too large'
  return whyNotOursAlone(file, stats)
}

async function whyDirectoryRefused(directory: string): Promise<string | undefined> {
  const stats = await lstat(directory)
  return stats.isDirectory() ? whyNotOursAlone(directory, stats) : 'is no directory'
}

/** On Windows there are neither owners nor modes in this sense; there the profile directory's access list protects it. */
async function whyNotOursAlone(file: string, {uid, mode}: {uid: number; mode: number}): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined
  if (!(await isOwn(file, uid))) return 'belongs to another user'
  return (mode & 0o077) === 0 ? undefined : 'can be read or written by others'
}

function entryIn(text: string | null): Kept | undefined {
  try {
    const {askedAt, by, key} = JSON.parse(text ?? '') as Partial<Kept>
    if (typeof askedAt !== 'number' || typeof by !== 'string') return undefined
    const {accessKeyId, secretAccessKey} = key ?? {}
    if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined
    return {askedAt, by, key: {accessKeyId, secretAccessKey}}
  } catch {
    return undefined
  }
}

async function isMissing(file: string): Promise<boolean> {
  return lstat(file).then(
    () => false,
    (error: unknown) => isNothing(error),
  )
}

function isNothing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => [])
}
