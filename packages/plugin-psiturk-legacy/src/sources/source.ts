import {displayPath} from '@mturk-cli/core/files'

/** What a run may know of the person's machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly home: string
  /** Absolute: psiTurk is started in the directory of its project. */
  readonly workingDirectory: string
}

/** What a place is to psiTurk; which of them wins is decided by this (migration/precedence.ts). */
export type Role =
  /** `PSITURK_AWS_ACCESS_KEY_ID` and its like: psiTurk 3. */
  | 'prefixed-variables'
  /** `aws_access_key_id` in the environment: psiTurk 2.2.1 to 2.3.12, as its Heroku helper set it. */
  | 'lower-case-variables'
  /** `.env`: psiTurk 3. */
  | 'dotenv'
  /** `config.txt` of the project: every version. */
  | 'project'
  /** The `.psiturkconfig` that psiTurk 2.2.4 to 3.3.1 read. */
  | 'global'
  /** Where older versions had it. */
  | 'older-global'
  /** `~/.dallingerconfig`, which psiTurk never reads. */
  | 'dallinger'
  /** A file that the person named. */
  | 'named'

export type Source = FileSource | VariablesSource

export interface FileSource {
  readonly kind: 'ini' | 'dotenv'
  readonly role: Role
  /** Absolute. */
  readonly file: string
  /** For people: `~/.psiturkconfig`. */
  readonly display: string
  /** Whose it is is said by its name, not only by what is in it. */
  readonly isCertain: boolean
}

export interface VariablesSource {
  readonly kind: 'variables'
  readonly role: Role
  readonly display: string
  readonly names: {readonly accessKeyId: string; readonly secretAccessKey: string}
}

export function iniSource(role: Role, file: string, {home}: Surroundings, isCertain = true): FileSource {
  return {kind: 'ini', role, file, display: displayPath(file, home), isCertain}
}

export function dotenvSource(role: Role, file: string, {home}: Surroundings): FileSource {
  return {kind: 'dotenv', role, file, display: displayPath(file, home), isCertain: false}
}

export const SECTION = 'AWS Access'
export const ACCESS_KEY_ID = 'aws_access_key_id'
export const SECRET_ACCESS_KEY = 'aws_secret_access_key'
