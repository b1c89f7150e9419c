import {describeFailure, isAwsFailure, type AwsFailure} from '../aws/index.js'
import {kindOfAccessKeyId, type AccessKey} from '../credentials/index.js'
import {isMturkError, MturkError} from '../errors.js'
import type {ExitCode} from '../exit-codes.js'
import type {Remedy} from '../remedy.js'
import {classify} from './classify.js'
import type {Circumstances} from './circumstances.js'
import {verdicts, type VerdictName} from './verdicts.js'

/** What the caller knows: the circumstances of a verdict, without what the failure itself says. */
export type At = Omit<Circumstances, 'failure'>

export interface Verdict {
  readonly verdict: VerdictName
  readonly exit: ExitCode
  /** What was tried and what came back, and on a line of its own what it means. */
  readonly message: string
  readonly remedy: readonly Remedy[]
}

/**
 * A verdict in words.
 *
 * @param at `error` is what a call threw, if the verdict comes from one; a `MturkError` keeps its own words
 */
export function verdictOf(verdict: VerdictName, at: Asked = {}): Verdict {
  return inWords(verdict, at)
}

type Asked = At & {readonly error?: unknown}

/** @param profile is named in the words, where nothing around them does */
function inWords(verdict: VerdictName, {error, ...at}: Asked, profile?: string): Verdict {
  if (isMturkError(error)) return {verdict, exit: error.exit, message: error.message, remedy: error.remedy}
  const failure = isAwsFailure(error) ? error : undefined
  const circumstances: Circumstances = failure ? {...whereAsked(failure), ...at, failure} : at
  const {exit, means, remedy} = verdicts[verdict]
  const cameBack = failure ? `${describeFailure(failure, profile)}\n` : ''
  return {verdict, exit, message: cameBack + means(circumstances), remedy: remedy(circumstances)}
}

function whereAsked({host, overriddenBy}: AwsFailure): At {
  return {host, overriddenBy: overriddenBy ?? null}
}

/**
 * What to throw for a failed call. An error of ours passes through as it is, and so does what is no failure of AWS:
 * that is a fault of mturk, and must not be dressed up as an answer.
 */
export function verdictError(error: unknown, at: At = {}): Error {
  if (isMturkError(error)) return error
  if (!isAwsFailure(error)) return error instanceof Error ? error : new Error(String(error))
  const {verdict, exit, message, remedy} = inWords(classify(error), {error, ...at}, at.profile)
  return new MturkError({code: verdict, exit, message, remedy, cause: error})
}

/** An error for a verdict that needed no call: no key, half a key, a temporary one. */
export function refusal(verdict: VerdictName, at: At = {}): MturkError {
  const {exit, message, remedy} = verdictOf(verdict, at)
  return new MturkError({code: verdict, exit, message, remedy})
}

/** Mechanical Turk takes no temporary credentials, and what it says to them nobody knows: so it is not asked. */
export function refuseTemporary(key: AccessKey): void {
  if (key.sessionToken === undefined && kindOfAccessKeyId(key.accessKeyId) !== 'temporary') return
  throw refusal('temporary_credentials', {accessKeyId: key.accessKeyId})
}
