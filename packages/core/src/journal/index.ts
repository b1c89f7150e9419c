export {
  assertJournalsWritable,
  journalDirectory,
  openJournal,
  openJournals,
  type Journal,
  type JournalKind,
  type JournalName,
  type OpenChange,
} from './journal.js'
