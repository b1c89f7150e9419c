import {join} from 'node:path'

/** The format of the envelope. A file of another version is refused, never guessed at. */
export const VERSION = 1

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

export interface JournalFile<State> extends JournalName {
  readonly version: typeof VERSION
  readonly runId: string
  readonly state: State
}

/** Journals live in `<oclif data dir>/journal`, directory 0700, files 0600 (docs/architecture.md). */
export function journalDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'journal')
}

/** By which whom it is about is known, too. */
export function fileName({account, user, kind}: JournalName): string {
  return `${account}-${user}-${kind}.json`
}
