import {basename} from 'node:path'

import {backendError, type BackendError} from '../credentials/index.js'
import {say} from '../remedy.js'
import {fileName, VERSION, type JournalFile, type JournalFormat, type JournalName} from './format.js'
import {readPrivateFile} from './private-file.js'
import {objectOf, textLike} from './shape.js'
import {unreadableJournal, withWayOut} from './untrusted.js'

/**
 * @returns null where there is none
 * @throws MturkError `unsafe_journal` for one that could be forged, and for one that holds what no mturk has written
 */
export async function readJournal<State>(
  path: string,
  format: JournalFormat<State>,
): Promise<JournalFile<State> | null> {
  const text = await readPrivateFile(path).catch((error: unknown) => {
    throw withWayOut(error, path, format.kind)
  })
  if (text === null) return null
  if (text.trim() === '') throw unreadableJournal(path, format.kind, 'it is empty, and what it held is lost')
  const journal = parsed(text)
  if (journal === undefined) throw unreadableJournal(path, format.kind, 'it is cut off or damaged')
  const version = versionOf(journal)
  if (typeof version === 'number' && version !== VERSION) {
    throw unreadableJournal(path, format.kind, `its format is ${version}, and this version knows ${VERSION}`, [
      say('Finish it with the version of mturk that wrote it.'),
    ])
  }
  const isEnvelope = objectOf<JournalFile<State>>({
    version: (value) => value === VERSION,
    runId: textLike(/^[0-9a-f]{16}$/),
    account: textLike(/^\w+$/),
    user: textLike(/./),
    kind: (value) => value === format.kind,
    state: (value) => value !== undefined,
  })
  if (isEnvelope(journal) && format.isState(journal.state, journal.user)) {
    if (fileName(journal) === basename(path)) return journal
    throw unreadableJournal(path, format.kind, 'its name is not the one of the change that it is about')
  }
  throw unreadableJournal(path, format.kind, 'it holds what this version does not know, or never writes', [
    say('If another version of mturk wrote it, finish it with that.'),
  ])
}

/** What to tell somebody who wants the same change while a process is at it. */
export function beingWorkedOn({user, kind}: JournalName, locked: BackendError): BackendError {
  const {message, remedy = 'Wait until it has finished, then run the same command again.'} = locked
  const what = kind === 'migrate' ? 'Another migration is under way.' : `The IAM user ${user} is being worked on.`
  return backendError('locked', `${what} ${message}`, {remedy, cause: locked})
}

function versionOf(journal: unknown): unknown {
  return typeof journal === 'object' && journal !== null && 'version' in journal ? journal.version : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
