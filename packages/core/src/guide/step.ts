import type {AdminCredentials, Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import type {CredentialSources, Environment, HandedOverKey, MturkKey} from '../credentials/index.js'
import type {ExitCode} from '../exit-codes.js'
import type {CreatedUser, FormerOwner, Identity} from '../iam/index.js'
import type {Balance} from '../mturk/index.js'
import type {Remedy} from '../remedy.js'
import type {Answers} from './answers.js'
import type {Presenter} from './presenter.js'
import type {Troubles} from './trouble.js'

export type StepId =
  | 'aws-account'
  | 'access-keys'
  | 'iam-user'
  | 'requester-account'
  | 'sandbox-account'
  | 'region'
  | 'prepaid-balance'
  | 'tools'

export interface StepState {
  readonly state: 'done' | 'open' | 'unknown' | 'skipped'
  readonly message: string
  readonly remedy?: readonly Remedy[]
  /** What the process ends with if this is the first step that is not done; 0 where that is no failure. */
  readonly exit?: ExitCode
  /** What came of it, shown as a line of its own below. */
  readonly also?: {readonly title: string; readonly message: string}
}

/** One step of AWS's guide: a question, how to find out, and perhaps how to do it. */
export interface Step {
  readonly id: StepId
  readonly title: string
  readonly question: string
  check(guide: Guide): Promise<StepState>
  /** Does what is open, or explains it and waits. Afterwards the step is checked again. */
  perform?(guide: Guide, found: StepState): Promise<void>
  /** In a rehearsal: what `perform` would do, as the end of a sentence that begins with "Would"; null: nothing. No effects. */
  plan?(guide: Guide, found: StepState): Promise<string | null>
}

export interface GuideOptions {
  /** Where a new key goes: it need not exist yet. */
  readonly profile: string
  /** The person named the profile; otherwise it is whatever Boto would choose. */
  readonly profileGiven: boolean
  readonly backend: string
  /** The IAM user that the key is to belong to; undefined: any, and a new one gets our default name. */
  readonly userName?: string | undefined
  readonly adminProfile?: string | undefined
  /** The key in the file that the person handed over. */
  readonly csv?: HandedOverKey | undefined
  /** Minutes to wait for each account link; undefined: as long as a person at the terminal likes, otherwise not at all. */
  readonly waitMinutes?: number | undefined
  readonly dryRun: boolean
}

/** What the steps work with, and what they found out for those behind them. */
export interface Guide {
  readonly options: GuideOptions
  readonly env: Environment
  readonly home: string
  readonly dataDirectory: string
  /** Our setting `aws.admin-profile`. */
  readonly adminProfileSetting?: string | undefined
  /** Our setting `aws.instance-metadata`. */
  readonly allowInstanceMetadata: boolean
  /** Whom a person waits for, after a second. */
  readonly onWait?: ((words: string) => void) | undefined
  readonly sources: CredentialSources
  readonly aws: Aws
  readonly clock: Clock
  readonly presenter: Presenter
  readonly signal?: AbortSignal | undefined
  readonly found: Findings
  /** Runs the command that moves an old set-up (`mturk psiturk migrate`) to this guide's profile; missing where nobody can. */
  readonly migrate?: ((command: string) => Promise<void>) | undefined
}

/** Who makes the IAM user: a key that was handed over, used in memory and never stored, or a profile. */
export interface Administrator {
  readonly credentials: AdminCredentials
  readonly identity: Identity
  /** The key, where it was handed over. */
  readonly key?: HandedOverKey
  /** What it may do nobody can tell, since it may not read its own policies. */
  readonly rightsUnknown?: boolean
}

export interface Findings {
  /** The key that the person's tools use. */
  key?: MturkKey
  identity?: Identity
  /** Whether an old set-up was offered to be moved, and the id of the key that was: of that nobody is asked again. */
  oldSetUp?: {readonly moved: string | null}
  /** The key that was in use before this run stored another. */
  formerKey?: {readonly accessKeyId: string; readonly isRefused: boolean}
  /** Whose key it was that the user's has taken the place of. */
  formerOwner?: FormerOwner
  administrator?: Administrator
  /** The user that this run made. */
  created?: CreatedUser
  production?: Balance
  sandbox?: Balance
  /** Why the region could not be written. */
  regionTrouble?: string
  /** Where the region was written. */
  regionWritten?: string
  answers?: Answers
  troubles?: Troubles
}
