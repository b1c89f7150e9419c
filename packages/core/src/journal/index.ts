export {journalDirectory, type JournalFormat, type JournalKind, type JournalName} from './format.js'
export {assertJournalsWritable, openJournal, type Journal} from './journal.js'
export {migrationsHere, OPEN_MIGRATION} from './migrations.js'
export {
  lookAtJournals,
  openJournals,
  tidyJournals,
  type AboutWhom,
  type Changes,
  type OpenChange,
  type UntrustedChange,
} from './open-changes.js'
export {journalsMovedAway, wayOut, type MovedAway} from './untrusted.js'
export {isBoolean, isText, listOf, objectOf, optional, textLike, type Guard} from './shape.js'
