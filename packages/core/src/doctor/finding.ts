import type {Aws} from '../aws/index.js'
import type {
  CredentialSources,
  Environment,
  Location,
  LookOptions,
  Lookup,
  Mend,
  MturkKey,
} from '../credentials/index.js'
import type {Remedy} from '../remedy.js'

/** Errors stand in the way of Mechanical Turk, warnings will or may, notes are good to know. */
export type Severity = 'error' | 'warning' | 'note'

/** One thing that is wrong with a person's machine or account. */
export interface Finding {
  /** Names the check; scripts may rely on it. */
  readonly id: string
  readonly severity: Severity
  /** What was found, where, and why it matters. Never a secret. */
  readonly message: string
  readonly remedy: readonly Remedy[]
  /** The place of a key that it is about. */
  readonly location?: Location
  /** Absolute, where it is about a file. */
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** How `--fix` would put it right; undefined where a person has to. */
  readonly mend?: Mend
}

/** What the checks look at. */
export interface Patient {
  readonly env: Environment
  readonly home: string
  readonly workingDirectory: string
  /** Where journals are kept. */
  readonly dataDirectory: string
  readonly sources: CredentialSources
  /** The profile that was named; undefined: as Boto would choose. */
  readonly profile?: string | undefined
  /** What some files are to hold, by absolute path, where it is asked what would come of that. */
  readonly instead?: LookOptions['instead']
  /** What Boto would use for it. */
  readonly lookup: Lookup
  /** Milliseconds since 1970. */
  readonly now: number
}

/** One question to the machine. It looks at files and variables, at what was told before, and sends nothing anywhere. */
export type OfflineCheck = (patient: Patient, told: readonly Finding[]) => Promise<readonly Finding[]>

/** What the online checks ask with: the key that the tools use, and AWS or whatever stands in its place. */
export interface OnlinePatient extends Patient {
  readonly aws: Aws
  readonly key: MturkKey
}
