import type {AccessKey} from './access-key.js'
import type {Location} from './contract.js'

declare const longLived: unique symbol

/**
 * A key that may be shown to Mechanical Turk: long-lived, well-formed, and found by our own lookup (or handed over by the
 * person and checked the same way). Only `sources.ts` and `handed-over.ts` make one. `AdminCredentials` are a different
 * type on purpose: no client for Mechanical Turk takes those.
 */
export type MturkKey = AccessKey & {
  readonly sessionToken?: never
  readonly location: Location | null
  readonly [longLived]: true
}
