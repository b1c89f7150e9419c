import {randomBytes} from 'node:crypto'
import {basename, join} from 'node:path'

import {backendError, isBackendError, type BackendError} from '../credentials/index.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {acquireLock, sweepTemporaries, whyLocked, writeOwnerOnly, type Lock} from '../files/index.js'
import {say} from '../remedy.js'
import {
  assertDirectoryWritable,
  listPrivateFiles,
  preparePrivateDirectory,
  readPrivateFile,
  removePrivateFile,
} from './private-file.js'
import {objectOf, textLike} from './shape.js'

/** The format of the envelope. A file of another version is refused, never guessed at. */
const VERSION = 1

/** Which multi-step change a journal belongs to; a part of its file name. */
export type JournalKind = 'create-user' | 'delete-user' | 'migrate' | 'rotate'

/** What a journal of one kind may hold. Anything else is refused before anybody acts on it. */
export interface JournalFormat<State> {
  readonly kind: JournalKind
  isState(value: unknown, user: string): value is State
}

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

/** A change that is open in this home. */
export interface OpenChange<State> extends JournalName {
  readonly runId: string
  readonly state: State
  /** What to tell somebody who wants the same change: a process is at work on it. null: the next run can go on with it. */
  readonly locked: BackendError | null
}

/** The changes of one kind that are open in this home: left by a run that ended, or just being made by one. */
export async function openJournals<State>(
  dataDirectory: string,
  format: JournalFormat<State>,
): Promise<readonly OpenChange<State>[]> {
  const directory = journalDirectory(dataDirectory)
  const names = (await listPrivateFiles(directory)).filter((file) => file.endsWith(`-${format.kind}.json`))
  const found = await Promise.all(names.map((file) => readOpenChange(join(directory, file), format)))
  return found.filter((change) => change !== null)
}

/**
 * Takes away what runs left that died before their journal was there, or right after it was gone: locks, and temporary files
 * that hold a secret. What somebody is at work on, and what is not trusted, stays.
 */
export async function tidyJournals(dataDirectory: string, kind: JournalKind): Promise<void> {
  const directory = journalDirectory(dataDirectory)
  const names = await listPrivateFiles(directory)
  const left = names.flatMap((name) => {
    const [, journal] = /^\.?(.+\.json)\.(?:lock(?:\..+)?|[0-9a-f]+\.mturk-tmp)$/.exec(name) ?? []
    return journal?.endsWith(`-${kind}.json`) && !names.includes(journal) ? [journal] : []
  })
  if (left.length === 0) return
  await preparePrivateDirectory(directory)
  for (const journal of new Set(left)) {
    const path = join(directory, journal)
    try {
      const lock = await acquireLock(`${path}.lock`, {waitMs: 0})
      await sweepTemporaries(path)
      await lock.release()
    } catch (error) {
      if (!isBackendError(error)) throw error
    }
  }
}

async function readOpenChange<State>(path: string, format: JournalFormat<State>): Promise<OpenChange<State> | null> {
  const journal = await readJournal(path, format)
  if (!journal) return null
  const locked = await whyLocked(`${path}.lock`)
  if (locked) return {...journal, locked: beingWorkedOn(journal, locked)}
  // Who was at work when the journal was read may have finished since, and taken it away.
  const left = await readJournal(path, format)
  return left && {...left, locked: null}
}

async function lockFor(name: JournalName, path: string): Promise<Lock> {
  try {
    return await acquireLock(`${path}.lock`, {waitMs: 0})
  } catch (error) {
    throw isBackendError(error) && error.code === 'locked' ? beingWorkedOn(name, error) : error
  }
}

function beingWorkedOn({user, account, kind}: JournalName, locked: BackendError): BackendError {
  const {message, remedy = 'Wait until it has finished, then run the same command again.'} = locked
  const what =
    kind === 'migrate'
      ? 'Another migration is under way.'
      : `The IAM user ${user} in account ${account} is being worked on.`
  return backendError('locked', `${what} ${message}`, {remedy, cause: locked})
}

function fileName({account, user, kind}: JournalName): string {
  return `${account}-${user}-${kind}.json`
}

async function readJournal<State>(path: string, format: JournalFormat<State>): Promise<JournalFile<State> | null> {
  const text = await readPrivateFile(path)
  if (text === null) return null
  const journal = parsed(text)
  const isEnvelope = objectOf<JournalFile<State>>({
    version: (value) => value === VERSION,
    runId: textLike(/^[0-9a-f]{16}$/),
    account: textLike(/^\w+$/),
    user: textLike(/./),
    kind: (value) => value === format.kind,
    state: (value) => value !== undefined,
  })
  if (isEnvelope(journal) && fileName(journal) === basename(path) && format.isState(journal.state, journal.user)) {
    return journal
  }
  throw new MturkError({
    code: 'unsafe_journal',
    exit: Exit.credentials,
    message: `${path} is no journal that this version of mturk can read.`,
    remedy: [say('It may hold an access key that exists nowhere else. Use the version of mturk that wrote it.')],
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
