import {join} from 'node:path'

import {isBackendError, type BackendError} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {acquireLock, sweepTemporaries, whyLocked} from '../files/index.js'
import {say, type Remedy} from '../remedy.js'
import {journalDirectory, type JournalFormat, type JournalKind, type JournalName} from './format.js'
import {assertPrivateDirectory, listPrivateFiles, preparePrivateDirectory} from './private-file.js'
import {beingWorkedOn, readJournal} from './read-journal.js'

/** A change that is open in this home. */
export interface OpenChange<State> extends JournalName {
  readonly runId: string
  readonly state: State
  /** What to tell somebody who wants the same change: a process is at work on it. null: the next run can go on with it. */
  readonly locked: BackendError | null
}

/** A journal that is not acted on: it may be forged, damaged, or of another version. Whom it is about, its name says. */
export interface UntrustedChange extends JournalName {
  /** Absolute. */
  readonly path: string
  readonly message: string
  readonly remedy: readonly Remedy[]
  /** For whoever cannot go on without it. */
  readonly error: Error
}

export interface Changes<State> {
  readonly open: readonly OpenChange<State>[]
  readonly untrusted: readonly UntrustedChange[]
}

/** Only those about this user, in this account; undefined: about anybody. */
export interface AboutWhom {
  readonly user?: string | undefined
  readonly account?: string | undefined
}

/** The changes of one kind that are open in this home: left by a run that ended, or just being made by one. Reads only. */
export async function lookAtJournals<State>(
  dataDirectory: string,
  format: JournalFormat<State>,
  {user, account}: AboutWhom = {},
): Promise<Changes<State>> {
  const directory = journalDirectory(dataDirectory)
  const names = (await listPrivateFiles(directory)).flatMap((file) => nameOf(file, format.kind) ?? [])
  const asked = names.filter(
    ({name}) => (user === undefined || name.user === user) && (account === undefined || name.account === account),
  )
  const open: OpenChange<State>[] = []
  const untrusted: UntrustedChange[] = []
  for (const {file, name} of asked) {
    const path = join(directory, file)
    try {
      await assertPrivateDirectory(directory)
      const change = await readOpenChange(path, format)
      if (change) open.push(change)
    } catch (error) {
      const words = wordsOf(error)
      if (!words) throw error
      untrusted.push({...name, path, ...words})
    }
  }
  return {open, untrusted}
}

/**
 * The same for whoever acts on them.
 *
 * @throws MturkError `unsafe_journal` where one of them is not trusted
 */
export async function openJournals<State>(
  dataDirectory: string,
  format: JournalFormat<State>,
  about: AboutWhom = {},
): Promise<readonly OpenChange<State>[]> {
  const {open, untrusted} = await lookAtJournals(dataDirectory, format, about)
  const [first] = untrusted
  if (first) throw first.error
  return open
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
  const locked = await whyLocked(`${path}.lock`, path)
  if (locked) return {...journal, locked: beingWorkedOn(journal, locked)}
  // Who was at work when the journal was read may have finished since, and taken it away.
  const left = await readJournal(path, format)
  return left && {...left, locked: null}
}

function nameOf(file: string, kind: JournalKind): {file: string; name: JournalName} | null {
  if (!file.endsWith(`-${kind}.json`)) return null
  const [, account = '', user = ''] = /^([^-]*)-?(.*)$/.exec(file.slice(0, -`-${kind}.json`.length)) ?? []
  return {file, name: {account, user, kind}}
}

/** null: nothing that is about one journal alone. */
function wordsOf(error: unknown): Pick<UntrustedChange, 'message' | 'remedy' | 'error'> | null {
  if (isMturkError(error)) return {message: error.message, remedy: error.remedy, error}
  if (!isBackendError(error)) return null
  const {message, remedy} = error
  return {message, remedy: remedy === undefined ? [] : [say(remedy)], error}
}
