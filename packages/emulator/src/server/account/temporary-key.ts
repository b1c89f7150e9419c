import type {Policy} from '../policies/document.js'
import type {Identity} from './principal.js'

/** What STS hands out: a key that needs its session token and ends. */
export interface TemporaryKey {
  /** ASIA… */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Whom it stands for. */
  readonly identity: Identity
  readonly expiresAt: number
  /** What AssumeRole was told to leave of the role's rights; null: all. */
  readonly sessionPolicies: readonly Policy[] | null
  /** Whether an MFA device vouched for it. */
  readonly hasMfa: boolean
}
