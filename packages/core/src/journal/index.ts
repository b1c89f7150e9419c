export {
  assertJournalsWritable,
  journalDirectory,
  openJournal,
  openJournals,
  type Journal,
  type JournalKind,
  type JournalName,
} from './journal.js'
