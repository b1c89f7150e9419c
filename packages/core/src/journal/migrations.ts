import {lookAtJournals, type Changes} from './open-changes.js'
import type {JournalFormat} from './format.js'

/** What is in it only the plugin can read that wrote it; that it is there is enough to say so. */
const ANY: JournalFormat<unknown> = {kind: 'migrate', isState: (_value): _value is unknown => true}

/** What to say of one that is open and that nobody is at work on. */
export const OPEN_MIGRATION =
  'A migration of a key was begun and not finished. Nothing is lost: each file still has its key, or a copy beside it.'

/** Migrations that were begun in this home and not ended. */
export async function migrationsHere(dataDirectory: string): Promise<Changes<unknown>> {
  return lookAtJournals(dataDirectory, ANY)
}
