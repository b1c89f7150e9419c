import type {Location} from '../credentials/index.js'
import type {Measure} from './measure.js'

export type OldKeyEnd = 'Active' | 'Inactive' | 'Deleted'

/** A place that does not hold the new key. */
export interface PendingPlace {
  readonly location: Location
  /** As the rest of a sentence about the place: `it is read-only`. */
  readonly why: string
}

/** The new key is everywhere where it could be put. */
export interface Rotated {
  readonly rotated: true
  readonly userName: string
  readonly oldKey: {readonly accessKeyId: string; readonly status: OldKeyEnd}
  readonly newKey: {readonly accessKeyId: string}
  readonly storedIn: readonly Location[]
  readonly pending: readonly PendingPlace[]
  /** What could not be looked into, each in a sentence. */
  readonly notes: readonly string[]
  readonly before: Measure
  readonly measure: Measure
}

/** The old key is in use again, and the new one is gone, but where a place keeps it. */
export interface TakenBack {
  readonly rotated: false
  readonly userName: string
  readonly oldKey: {readonly accessKeyId: string; readonly status: 'Active'}
  /** Active where a place holds it still, or may; null where none had been made. */
  readonly newKey: {readonly accessKeyId: string; readonly status: 'Active' | 'Deleted'} | null
  readonly storedIn: readonly Location[]
  /** Places that hold the new key still, or neither by now. */
  readonly pending: readonly PendingPlace[]
  readonly notes: readonly string[]
}
