import type {Account, Environment} from './account/account.js'
import type {Principal} from './account/principal.js'
import type {Target} from './policies/authorize.js'
import type {Protocol} from './protocols/protocol.js'

export type ServiceName = 'mturk' | 'iam' | 'sts' | 'secrets-manager'

/** What an operation may use: who asks, where, when, and the account. */
export interface OperationContext {
  readonly account: Account
  readonly caller: Principal
  /** Which of the two MTurk environments was asked; the others are reached at the production port. */
  readonly environment: Environment
  /** The region that the request was signed for. */
  readonly region: string
  /** The time of this request in milliseconds, with any clock skew that a fault gave it. */
  readonly now: number
  /** Passes or throws AccessDenied. */
  readonly authorize: (action: string, target: Target) => void
}

/** As they were sent: texts by name from a form, anything from JSON. */
export type Parameters = Readonly<Record<string, unknown>>

/** `undefined`: it answers nothing. */
export type Operation = (context: OperationContext, parameters: Parameters) => object | undefined

export interface Service {
  readonly name: ServiceName
  /** What a signature for it names. */
  readonly signingName: string
  /** The only region that a signature may name; null: any. */
  readonly region: string | null
  /** What query requests name as `Version`; null for a JSON service. */
  readonly version: string | null
  readonly protocol: Protocol
  readonly operations: ReadonlyMap<string, Operation>
}
