export {
  discardFile,
  editFile,
  lockPathOf,
  readForEdit,
  writeOwnerOnly,
  type Change,
  type Edited,
} from './atomic-write.js'
export {agedBackupsOf, backupsOf, equalBackup, freeBackupPath, writeBackup, type AgedBackup} from './backup.js'
export {
  joinedProfile,
  loadBotoConfiguration,
  loadBotoFile,
  type BotoConfiguration,
  type BotoProfile,
  type LoadedFile,
} from './boto-configuration.js'
export {editBotoFile} from './boto-edit.js'
export {readBotoFile, type BotoFault, type BotoFile, type BotoOption, type BotoSection} from './boto-file.js'
export {botoPaths, displayPath, homeOf, type BotoPaths, type Surroundings} from './boto-paths.js'
export {
  configSectionName,
  configSections,
  credentialSections,
  plainValue,
  sectionsOfProfile,
  type ConfigSections,
} from './boto-profiles.js'
export {makeDirectory, syncDirectory} from './directories.js'
export {isOwn} from './heir.js'
export {secretsAmongNames} from './disguised-secrets.js'
export {codeOf, faultError, unreadableError, unwritableWords, withTilde, writeError} from './file-errors.js'
export {
  parseIni,
  serializeIni,
  type IniDocument,
  type IniFault,
  type IniLine,
  type IniOption,
  type IniSection,
} from './ini-document.js'
export {editDocument, type IniEdit} from './ini-edit.js'
export {commitLines, type CommittedLines} from './commit-lines.js'
export {renamedHeader, renamedOptions, withoutOptions, withValues, type NewValue} from './line-mends.js'
export {putUnderSection, withClosedHeader, withoutByteOrderMark, withoutEqualTwins, type IniMend} from './ini-mend.js'
export {complaintAboutSection} from '../credentials/profile-name.js'
export {complaintAboutValue} from './ini-text.js'
export {acquireLock, whyLocked, type Lock, type LockOptions} from './lock.js'
export {strip, stripEnd, splitLines} from './python-text.js'
export {comesRound, profilesAsking, type AskingProfile} from './profiles-asking.js'
export {processLine, readOwnProcess, type OwnProcess} from './process-line.js'
export {EXISTING_FILE} from './open-flags.js'
export {shellSplit} from './shlex.js'
export {assertTrustworthy} from './ownership.js'
export {intendedName, type KeyName} from './near-miss.js'
export {regionWords} from './region-words.js'
export {REGION_OF_MTURK, readRegion, writeRegion, type FoundRegion} from './region.js'
export {whyNotWritable} from './writability.js'
export {sweepTemporaries} from './temporary-file.js'
