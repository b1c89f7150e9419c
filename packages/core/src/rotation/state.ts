import type {Key, Location} from '../credentials/index.js'
import type {Measure} from './measure.js'

/** What is certain, and on the disk. The table in states.ts says what follows. */
export const stateNames = ['creating', 'created', 'verified', 'replaced', 'deactivating', 'deleting'] as const
export type StateName = (typeof stateNames)[number]

/** What becomes of the old key at the end. */
export interface Ending {
  readonly oldKey: 'active' | 'inactive' | 'deleted'
  /** Also where a known place still holds it, or a place could not be looked into. */
  readonly despitePending: boolean
}

/** What the rotation is about, as the run wants it that began it. */
export interface RotationRequest {
  readonly userName: string
  readonly arn: string
  /** Whose endpoints the files give. */
  readonly profile: string
  /** `--profile` and `--user` were typed, and belong into the command that goes on. */
  readonly named: {readonly profile: boolean; readonly user: boolean}
  /** Whose signature IAM gets: the rotated key's and its successor's, or an administrator's. */
  readonly signer: 'self' | 'administrator'
  /** `--admin-profile`, for the command that goes on. */
  readonly adminProfile?: string | undefined
  readonly ending: Ending
  /** Backends that were not to be asked, by id. */
  readonly ignored: readonly string[]
}

/** Announced before CreateAccessKey goes out, to know the key of a lost answer by. */
export interface Intent {
  /** By the server's clock, ISO 8601. */
  readonly at: string
  /** What ListAccessKeys gave just before. */
  readonly accessKeyIds: readonly string[]
}

/** What the journal keeps (docs/rotation.md). Plain JSON, so secrets are plain strings here and nowhere else. */
export interface RotationState {
  readonly step: StateName
  /** Once it has turned back it only goes back. */
  readonly direction: 'forward' | 'back'
  readonly request: RotationRequest
  readonly oldKey: Key
  readonly newKey?: Key | undefined
  readonly intent: Intent
  /** Every place that held the old key, as it was listed then. */
  readonly places: readonly Location[]
  /** What Mechanical Turk said to the old key. */
  readonly measure: Measure
}
