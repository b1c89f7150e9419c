import {isAbsolute} from 'node:path'
import {complaintAboutSection} from '@mturk-cli/core/files'
import {
  isText,
  listOf,
  objectOf,
  openJournals,
  optional,
  textLike,
  type JournalFormat,
  type OpenChange,
} from '@mturk-cli/core/journal'
import type {FileSource} from '../sources/source.js'
import type {Afterwards} from './options.js'

/** A file that is to lose its key, and where its copy is or will be. */
export interface JournaledFile {
  readonly kind: FileSource['kind']
  readonly role: FileSource['role']
  readonly file: string
  readonly display: string
  readonly change: 'scrub' | 'remove'
  readonly backup: string
  /** Of the key that stood there then; null: none that is whole. Missing where an older version wrote it. */
  readonly accessKeyId?: string | null | undefined
}

/** What somebody said yes to. There is no secret in it: until the key is stored, its old place stays as it is. */
export interface MigrationState {
  readonly backend: string
  readonly profile: string
  /** null: no key is moved, only placeholders go. */
  readonly accessKeyId: string | null
  /** The id that may be replaced. */
  readonly expect: string | null
  readonly from?: string | undefined
  readonly afterwards?: Afterwards | undefined
  /** The copy of the file in which another key is replaced. */
  readonly kept?: string | undefined
  /** `region = us-east-1` is to be written. */
  readonly region: boolean
  readonly files: readonly JournaledFile[]
}

/** There is one such journal in a home: a second migration waits for the first. */
export const WHOSE = {account: 'local', user: 'psiturk'} as const

const isAbsolutePath = (value: unknown): value is string => isText(value) && isAbsolute(value)
/** Nothing but a copy may be written by what a journal says. */
const isCopy = (value: unknown): value is string =>
  isAbsolutePath(value) && /\.mturk-backup-\d{8}T\d{6}Z(-\d+)?$/.test(value)
const oneOf =
  <const Choice extends string>(...choices: readonly Choice[]) =>
  (value: unknown): value is Choice =>
    choices.some((choice) => choice === value)
const isProfile = (value: unknown): value is string =>
  typeof value === 'string' && complaintAboutSection(value) === undefined
const isIdOrNull = (value: unknown): value is string | null => value === null || isText(value)

const isFile = objectOf<JournaledFile>({
  kind: oneOf('ini', 'dotenv'),
  role: oneOf('dotenv', 'project', 'global', 'older-global', 'dallinger', 'named'),
  file: isAbsolutePath,
  display: isText,
  change: oneOf('scrub', 'remove'),
  backup: isCopy,
  accessKeyId: optional(isIdOrNull),
})

const isState = objectOf<MigrationState>({
  backend: textLike(/^[a-z][a-z0-9-]*$/),
  profile: isProfile,
  accessKeyId: isIdOrNull,
  expect: isIdOrNull,
  from: optional(isText),
  afterwards: optional(oneOf('scrub', 'keep', 'remove')),
  kept: optional(isCopy),
  region: (value) => typeof value === 'boolean',
  files: listOf(isFile),
})

export const MIGRATION: JournalFormat<MigrationState> = {
  kind: 'migrate',
  isState: (value, user): value is MigrationState => isState(value) && user === WHOSE.user,
}

/** The migration that an earlier run left open in this home, or that one is at; null: there is none. */
export async function openMigration(dataDirectory: string): Promise<OpenChange<MigrationState> | null> {
  const [open] = await openJournals(dataDirectory, MIGRATION)
  return open ?? null
}
