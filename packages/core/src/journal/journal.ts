import {randomBytes} from 'node:crypto'
import {join} from 'node:path'

import {isBackendError} from '../credentials/index.js'
import {interrupted, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {acquireLock, sweepTemporaries, writeOwnerOnly} from '../files/index.js'
import {say} from '../remedy.js'
import {listPrivateFiles, preparePrivateDirectory, readPrivateFile, removePrivateFile} from './private-file.js'

/** The format of the envelope. A file of another version is refused, never guessed at. */
const VERSION = 1

/** Which multi-step change a journal belongs to; a part of its file name. */
export type JournalKind = 'create-user'

export interface JournalName {
  readonly account: string
  readonly user: string
  readonly kind: JournalKind
}

/**
 * The record of one multi-step change, kept until the change is finished or undone. What is in it survives a kill at any
 * instant: every `record` is on the disk before it returns. It may hold secrets, so it is owner-only from the first byte.
 *
 * `State` is plain JSON. It is written before the step that it announces, and again after it.
 */
export interface Journal<State> {
  readonly runId: string
  readonly path: string
  /** True if an earlier run left it behind. */
  readonly resumed: boolean
  readonly state: State
  record(state: State): Promise<void>
  /** The change is over: the file goes, and with it its secrets. */
  close(): Promise<void>
  /** Gives up the lock and leaves the entry for the next run. Harmless after `close`. */
  release(): Promise<void>
}

interface JournalFile<State> extends JournalName {
  readonly version: typeof VERSION
  readonly runId: string
  readonly state: State
}

/** Journals live in `<oclif data dir>/journal`, directory 0700, files 0600 (docs/architecture.md). */
export function journalDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'journal')
}

/**
 * Opens the journal of one change, or the one that an earlier run left open. Nobody else can hold it at the same time.
 *
 * @throws MturkError `unsafe_journal` if directory, journal or lock is a link, somebody else's, or readable by others: a
 *   forged journal could make us delete keys. `interrupted` if another mturk is at the same change.
 */
export async function openJournal<State>(
  dataDirectory: string,
  name: JournalName,
  initial: (runId: string) => State,
): Promise<Journal<State>> {
  const directory = journalDirectory(dataDirectory)
  await preparePrivateDirectory(directory)
  const path = join(directory, fileName(name))
  const lock = await acquireLock(`${path}.lock`, {waitMs: 0}).catch((error: unknown) => {
    if (!isBackendError(error) || error.code !== 'locked') throw error
    throw interrupted(
      `Another mturk is working on ${name.user} in account ${name.account} just now.`,
      [say('Wait until it has finished, then run the same command again.')],
      error,
    )
  })
  try {
    await sweepTemporaries(path)
    const left = (await readJournal(path)) as JournalFile<State> | null
    const runId = left?.runId ?? randomBytes(8).toString('hex')
    let state = left?.state ?? initial(runId)
    const record = async (next: State) => {
      const file: JournalFile<State> = {version: VERSION, runId, ...name, state: next}
      await writeOwnerOnly(path, Buffer.from(JSON.stringify(file)))
      state = next
    }
    if (!left) await record(state)
    return {
      runId,
      path,
      resumed: left !== null,
      get state() {
        return state
      },
      record,
      async close() {
        await removePrivateFile(path)
        await lock.release()
      },
      release: () => lock.release(),
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** The changes of one kind that are open in this home, for the next run to go on with. */
export async function openJournals(
  dataDirectory: string,
  kind: JournalKind,
): Promise<readonly (JournalName & {readonly runId: string; readonly state: unknown})[]> {
  const directory = journalDirectory(dataDirectory)
  const names = (await listPrivateFiles(directory)).filter((file) => file.endsWith(`-${kind}.json`))
  const found = await Promise.all(names.map((file) => readJournal(join(directory, file))))
  return found.filter((journal) => journal !== null)
}

function fileName({account, user, kind}: JournalName): string {
  return `${account}-${user}-${kind}.json`
}

async function readJournal(path: string): Promise<JournalFile<unknown> | null> {
  const text = await readPrivateFile(path)
  if (text === null) return null
  let journal: Partial<JournalFile<unknown>>
  try {
    journal = JSON.parse(text) as Partial<JournalFile<unknown>>
  } catch {
    journal = {}
  }
  if (journal.version === VERSION && typeof journal.runId === 'string' && journal.state !== undefined) {
    return journal as JournalFile<unknown>
  }
  throw new MturkError({
    code: 'unsafe_journal',
    exit: Exit.credentials,
    message: `${path} is no journal that this version of mturk can read.`,
    remedy: [say('It may hold an access key that exists nowhere else. Use the version of mturk that wrote it.')],
  })
}
