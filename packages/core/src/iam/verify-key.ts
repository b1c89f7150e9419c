import {isAwsFailure} from '../aws/index.js'
import type {AccessKey} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import {messageOf, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {classify} from '../mturk/index.js'
import {say} from '../remedy.js'

/** Returns when a new key really works. @throws MturkError if it does not within the time. */
export type KeyVerifier = (key: AccessKey) => Promise<void>

export interface VerifyOptions {
  readonly clock: Clock
  /** One try: resolves if AWS took the key, otherwise throws what AWS said. */
  readonly attempt: (key: AccessKey) => Promise<void>
  /** Whether an answer may only mean that the key is too young. */
  readonly mayBeTooYoung: (error: unknown) => boolean
  readonly signal?: AbortSignal | undefined
}

/** Answers that a key may get while it is too young (rhyeal/aws-rotate-iam-keys#81). */
const TOO_YOUNG: ReadonlySet<string> = new Set(['bad_key_id', 'bad_secret'])

/** Whether AWS did not take the key; a new one may be too young. */
export function isTooYoung(error: unknown): boolean {
  return isAwsFailure(error) && TOO_YOUNG.has(classify(error))
}

/** Successes in a row: IAM is replicated, and a single success proves one replica only. */
export const SUCCESSES = 3
const POLL_MS = 1000
const LIMIT_MS = 60_000

/**
 * A new key takes effect after a delay: seconds as a rule, and it may flap (hashicorp/vault#687, aws-sdk-js#559). So this
 * wants several successes in a row, and for as long as the time lasts a refusal counts as "not yet".
 */
export function keyVerifier({clock, attempt, mayBeTooYoung, signal}: VerifyOptions): KeyVerifier {
  return async (key) => {
    const end = clock.now() + LIMIT_MS
    for (let inRow = 0; inRow < SUCCESSES;) {
      try {
        await attempt(key)
        inRow++
      } catch (error) {
        if (!mayBeTooYoung(error)) throw error
        if (clock.now() >= end) throw neverWorked(key, error)
        inRow = 0
        await clock.sleep(POLL_MS, signal)
      }
    }
  }
}

function neverWorked({accessKeyId}: AccessKey, error: unknown): MturkError {
  return new MturkError({
    code: 'bad_key_id',
    exit: Exit.badKey,
    message: `The new access key ${accessKeyId} did not begin to work within ${LIMIT_MS / 1000} seconds. The last answer: ${messageOf(error)}`,
    remedy: [say('AWS is slower than it ever was when this was written. Run the same command again in a few minutes.')],
    cause: error,
  })
}
