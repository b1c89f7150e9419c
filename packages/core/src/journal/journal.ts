import {randomBytes} from 'node:crypto'
import {join} from 'node:path'

import {isBackendError} from '../credentials/index.js'
import {acquireLock, sweepTemporaries, writeOwnerOnly, type Lock} from '../files/index.js'
import {fileName, journalDirectory, VERSION, type JournalFile, type JournalFormat, type JournalName} from './format.js'
import {assertDirectoryWritable, preparePrivateDirectory, removePrivateFile} from './private-file.js'
import {beingWorkedOn, readJournal} from './read-journal.js'

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

/**
 * Opens the journal of one change, or the one that an earlier run left open. Nobody else can hold it at the same time.
 *
 * @param who whom it is about, by the file's name
 * @param initial the first state of a change that nobody left open; asked under the lock, before anything is written
 * @throws MturkError `unsafe_journal` if directory, journal or lock is a link, somebody else's, or readable by others, or if
 *   it holds what no mturk has written: a forged journal could make us delete keys
 * @throws a `MturkBackendError`: `locked` if another mturk is at the same change, `not_writable` where no journal
 *   can be kept
 */
export async function openJournal<State>(
  dataDirectory: string,
  format: JournalFormat<State>,
  {account, user}: Omit<JournalName, 'kind'>,
  initial: () => State | Promise<State>,
): Promise<Journal<State>> {
  const name: JournalName = {account, user, kind: format.kind}
  const directory = journalDirectory(dataDirectory)
  await assertDirectoryWritable(directory)
  await preparePrivateDirectory(directory)
  const path = join(directory, fileName(name))
  const lock = await lockFor(name, path)
  try {
    await sweepTemporaries(path)
    const left = await readJournal(path, format)
    const runId = left?.runId ?? randomBytes(8).toString('hex')
    let state: State = left ? left.state : await initial()
    const record = async (next: State) => {
      const file: JournalFile<State> = {version: VERSION, runId, ...name, state: next}
      // First, so that a process which cannot write any more still knows what it has to undo.
      state = next
      await writeOwnerOnly(path, Buffer.from(JSON.stringify(file)))
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

/**
 * Whether a journal could be kept here, without doing anything.
 *
 * @throws a `MturkBackendError` `not_writable`
 */
export async function assertJournalsWritable(dataDirectory: string): Promise<void> {
  await assertDirectoryWritable(journalDirectory(dataDirectory))
}

async function lockFor(name: JournalName, path: string): Promise<Lock> {
  try {
    return await acquireLock(`${path}.lock`, {waitMs: 0, guards: path})
  } catch (error) {
    throw isBackendError(error) && error.code === 'locked' ? beingWorkedOn(name, error) : error
  }
}
