import {wrapKey, type AccessKey} from '../credentials/index.js'
import type {Journal} from '../journal/index.js'
import type {Measure} from './measure.js'
import type {OldKeyEnd, PendingPlace} from './result.js'
import type {RotationIam, Signer} from './signer.js'
import type {Standing} from './standing.js'
import type {RotationState} from './state.js'
import {observed, type Answers, type RotationTools} from './tools.js'

/** One process at work on one rotation. */
export interface Run {
  readonly tools: RotationTools
  readonly journal: Journal<RotationState>
  readonly signer: Signer
  readonly answers: Answers
  /** What a failure of IAM means, in words for a person. */
  readonly explain: (error: unknown) => Error
  readonly memory: Memory
}

/** What this process has learned, and the next one would find out anew. */
export interface Memory {
  /** Places that turned out not to be writable, by `placeId`, and why. */
  readonly refused: Map<string, string>
  /** Places beside which nothing lies any more that a killed run left, by `placeId`. */
  readonly tidied: Set<string>
  standing?: Standing
  measure?: Measure
  oldKeyStatus: OldKeyEnd
  /** What a person should know besides, each in a sentence. */
  readonly notes: string[]
  /** A key was deleted in this run: IAM may count it for a moment yet. */
  hasDeleted: boolean
  /** Going back: places that hold the new key still, since they cannot be written. */
  withNewKey: readonly PendingPlace[]
  /** Going back: the new key stays active, for a place that holds it or may. */
  keepsNewKey: boolean
  /** Of a rotation that is gone on with: IAM was asked what became of its keys. */
  hasLooked: boolean
}

export function newMemory(): Memory {
  return {
    refused: new Map(),
    tidied: new Set(),
    notes: [],
    oldKeyStatus: 'Active',
    hasDeleted: false,
    withNewKey: [],
    keepsNewKey: false,
    hasLooked: false,
  }
}

/** Nothing is done before the journal is on the disk. */
export async function record({tools, journal}: Run, state: RotationState): Promise<void> {
  await observed(tools, `journal ${state.direction === 'back' ? 'back' : state.step}`, () => journal.record(state))
}

export async function closeJournal({tools, journal}: Run): Promise<void> {
  await observed(tools, 'journal closed', () => journal.close())
}

/** One call to IAM, named as IAM names it. */
export function callIam<Result>(
  {tools, signer}: Run,
  operation: string,
  first: 'old' | 'new',
  work: (iam: RotationIam) => Promise<Result>,
): Promise<Result> {
  return observed(tools, operation, () => signer.call(first, work))
}

export function oldKeyOf({journal}: Pick<Run, 'journal'>): AccessKey {
  return wrapKey(journal.state.oldKey)
}

export function newKeyOf({journal}: Pick<Run, 'journal'>): AccessKey {
  const {newKey} = journal.state
  if (!newKey) throw new Error('the new key is used before it was made')
  return wrapKey(newKey)
}
