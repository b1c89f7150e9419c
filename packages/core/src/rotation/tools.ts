import type {Aws} from '../aws/index.js'
import type {CredentialSources} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import type {OldKeyEnd, PendingPlace} from './result.js'
import type {Measure} from './measure.js'
import type {Orphan} from './orphan.js'
import type {RotationPlan} from './plan.js'
import type {RotationState} from './state.js'
import type {SpareKey} from './two-keys.js'
import type {Location} from '../credentials/index.js'

/** What a rotation works with. Everything comes from outside, so that a test can bring its own. */
export interface RotationTools {
  readonly aws: Aws
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly dataDirectory: string
  /** Raised by a person who wants to stop: it stops at the next safe point. */
  readonly signal?: AbortSignal | undefined
  /** Shows that something is going on while `work` takes its time. */
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
  /** What was reached, for a person who watches. */
  report(news: News): void
  /** Told before and after every journal write, change of a place, and call to IAM; for tests that want to be there. */
  readonly observe?: ((moment: Moment) => void | Promise<void>) | undefined
}

export interface Moment {
  readonly when: 'before' | 'after'
  /** `journal created`, `journal closed`, `replace boto-files`, `CreateAccessKey`, … */
  readonly what: string
}

/** What was reached; one for each line that a person sees. */
export type News =
  | {readonly kind: 'planned'; readonly plan: RotationPlan}
  | {readonly kind: 'spare-deleted'; readonly spare: SpareKey}
  | {readonly kind: 'orphan-deleted'; readonly accessKeyId: string}
  | {readonly kind: 'created'; readonly accessKeyId: string}
  | {
      readonly kind: 'verified'
      readonly tries: number
      readonly seconds: number
      readonly measure: Measure
      readonly before: Measure
    }
  | {readonly kind: 'replaced'; readonly storedIn: readonly Location[]; readonly pending: readonly PendingPlace[]}
  /** Every place had been replaced, and this one had lost the new key since. */
  | {readonly kind: 'put-again'; readonly location: Location}
  | {
      readonly kind: 'old-key'
      readonly status: OldKeyEnd
      /** Why it is left active, where it is. */
      readonly because: 'asked' | 'held' | 'may-be-held'
      readonly pending: readonly PendingPlace[]
    }
  | {readonly kind: 'checked'; readonly measure: Measure; readonly before: Measure}
  | {readonly kind: 'turned-back'; readonly why: string}
  | {readonly kind: 'reactivated'; readonly accessKeyId: string}
  | {readonly kind: 'new-key-deleted'; readonly accessKeyId: string}
  | {readonly kind: 'new-key-kept'; readonly accessKeyId: string; readonly places: readonly PendingPlace[]}

/** What only a person, or a flag, can decide. Each throws `answer_needed` where nobody can be asked. */
export interface Answers {
  /** May this second key be deleted, so that there is room for a new one? */
  mayDeleteSpare(spare: SpareKey): Promise<boolean>
  /** May the key of a lost answer be deleted? */
  mayDeleteOrphan(orphan: Orphan, state: Pick<RotationState, 'request' | 'direction'>): Promise<boolean>
}

/** Runs one act, and tells whoever watches before and after it. */
export async function observed<Result>(
  {observe}: Pick<RotationTools, 'observe'>,
  what: string,
  act: () => Promise<Result>,
): Promise<Result> {
  await observe?.({when: 'before', what})
  const result = await act()
  await observe?.({when: 'after', what})
  return result
}
