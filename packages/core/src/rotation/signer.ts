import {adminFromKey, type AdminCredentials, type Aws} from '../aws/index.js'
import {wrapKey, type Key} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import {iamApi, isTooYoung, type IamApi} from '../iam/index.js'
import {classify} from '../mturk/index.js'

/** The calls to IAM that a rotation makes. */
export type RotationIam = Pick<
  IamApi,
  'createAccessKey' | 'listAccessKeys' | 'updateAccessKey' | 'deleteAccessKey' | 'getAccessKeyLastUsed'
>

/** Signs each call to IAM with whatever may sign it at that moment. */
export interface Signer {
  /**
   * @param first which of the two keys is tried first, where they sign themselves; the other follows where AWS does not
   *   take that one: it may have been switched off, or not be known everywhere yet
   * @param patience milliseconds after which it is believed that AWS takes neither; a minute
   */
  call<Result>(first: 'old' | 'new', work: (iam: RotationIam) => Promise<Result>, patience?: number): Promise<Result>
}

export interface SignerOptions {
  readonly aws: Aws
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  /** null: the keys sign for themselves. */
  readonly administrator: AdminCredentials | null
  /** The keys as they are now; the new one may not be there yet. */
  readonly keys: () => {readonly oldKey: Key; readonly newKey?: Key | undefined}
}

/** Milliseconds: as long as a new key may take to be known everywhere. */
const LIMIT = 60_000
/** Milliseconds: so long one replica's word may be wrong. */
const DOUBT = 5000
const POLL = 1000

/** AWS knows the id, and the secret that is kept is not its. */
export function isMisfit(error: unknown): boolean {
  return classify(error) === 'bad_secret'
}

export function signerFor({aws, clock, signal, administrator, keys}: SignerOptions): Signer {
  if (administrator) return {call: (_first, work) => work(iamApi(aws, administrator))}
  return {
    async call(first, work, patience = LIMIT) {
      const {oldKey, newKey} = keys()
      const both = newKey ? (first === 'old' ? [oldKey, newKey] : [newKey, oldKey]) : [oldKey]
      const begun = clock.now()
      for (;;) {
        let refusal: unknown
        let misfits = 0
        for (const key of both) {
          try {
            return await work(iamApi(aws, adminFromKey(wrapKey(key))))
          } catch (error) {
            // A signature that is not taken is looked at before anything is done.
            if (!isTooYoung(error)) throw error
            refusal = error
            if (isMisfit(error)) misfits++
          }
        }
        // An old key alone is not young: it is gone or switched off. And AWS knew the old one's secret long ago.
        const limit = misfits === both.length ? Math.min(patience, DOUBT) : patience
        if (both.length === 1 || clock.now() - begun >= limit) throw refusal
        await clock.sleep(POLL, signal)
      }
    },
  }
}
