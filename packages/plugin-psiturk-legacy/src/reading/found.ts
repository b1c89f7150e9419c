import type {AccessKey, Secret} from '@mturk-cli/core/credentials'
import type {Source} from '../sources/source.js'
import type {FoundState} from './judge-values.js'

/** What one place holds. */
export interface Found {
  readonly source: Source
  readonly state: FoundState
  /** As it stands, even where it is malformed or a placeholder; null where there is none. */
  readonly accessKeyId: string | null
  /** The key that can be moved; null in every state but `key`. */
  readonly key: AccessKey | null
  /** In the state `partial`: the one value that is there. psiTurk may find the other one elsewhere. */
  readonly half: Half | null
  /** 1-based, of the id, or else of the secret. */
  readonly line: number | null
  /** What a person should know of it, in sentences. Never a secret. */
  readonly notes: readonly string[]
  /** Which of the two values stand there for psiTurk 3, be they what they may: those hide what comes behind them. */
  readonly fills: {readonly accessKeyId: boolean; readonly secretAccessKey: boolean}
  readonly hints: Hints
  /** Why today's Python refuses the whole file, with a key in it or without; 1-based. Missing: it reads it. */
  readonly fault?: {readonly line: number; readonly words: string}
  /** Other whole keys in the same file, where an option or its section stands there twice. */
  readonly rivals?: readonly AccessKey[]
  /** An `.env` with psiTurk's own names: they come before Boto's in the environment. */
  readonly isPrefixed?: boolean
}

export type Half = {readonly accessKeyId: string} | {readonly secretAccessKey: Secret}

/** What else a psiTurk file says that matters to a set-up. */
export interface Hints {
  /** `launch_in_sandbox_mode` */
  readonly sandbox?: boolean
  /** `aws_region`, where it is another one than Mechanical Turk's. */
  readonly otherRegion?: string
  /** Keys for psiturk.org, which nothing takes any more. */
  readonly deadKeys?: boolean
}

/** Something is there that psiTurk would use, or stumble over. */
export function holdsSomething({state}: Found): boolean {
  return state !== 'none'
}
