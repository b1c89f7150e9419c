export {
  assertJournalsWritable,
  journalDirectory,
  openJournal,
  openJournals,
  tidyJournals,
  type Journal,
  type JournalFormat,
  type JournalKind,
  type JournalName,
  type OpenChange,
} from './journal.js'
export {isBoolean, isText, listOf, objectOf, optional, textLike, type Guard} from './shape.js'
