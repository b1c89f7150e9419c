import {isAwsFailure, type Aws} from '../aws/index.js'
import {asMturkKey, type AccessKey} from '../credentials/index.js'
import {askBalance, classify, PRODUCTION, SANDBOX, type MturkEnvironment, type VerdictName} from '../mturk/index.js'

/** What Mechanical Turk says to a key, in each environment. */
export type Measure = Readonly<Record<MturkEnvironment['name'], VerdictName>>

export const ENVIRONMENTS = [PRODUCTION, SANDBOX] as const

/**
 * What an answer tells of the key that asked:
 * - `works`: the key was taken, and nothing is in the way
 * - `refused`: the key was taken, and its owner may not; that is about the user or the account, which stay the same
 * - `not-taken`: the key itself was refused
 * - `strange`: an answer nobody knows
 * - `silent`: nothing about the key: nobody answered, or nobody had the time to look
 */
type Telling = 'works' | 'refused' | 'not-taken' | 'strange' | 'silent'

const TELLING: Readonly<Record<VerdictName, Telling>> = {
  ok: 'works',
  insufficient_funds: 'works',
  not_linked: 'refused',
  not_authorized: 'refused',
  no_policy: 'refused',
  denied_by_scp: 'refused',
  bad_key_id: 'not-taken',
  bad_secret: 'not-taken',
  no_credentials: 'not-taken',
  partial_credentials: 'not-taken',
  temporary_credentials: 'not-taken',
  malformed_credentials: 'not-taken',
  unreadable_file: 'not-taken',
  clock_skew: 'silent',
  wrong_region: 'silent',
  unknown: 'strange',
  throttled: 'silent',
  service_fault: 'silent',
  unreachable: 'silent',
  service_closed: 'silent',
}

/** What is worse than what. Where Mechanical Turk says nothing, now or before, STS has decided. */
const WORSE: Readonly<Record<Telling, readonly Telling[]>> = {
  works: ['refused', 'not-taken', 'strange'],
  refused: ['not-taken', 'strange'],
  'not-taken': [],
  strange: ['not-taken'],
  silent: ['not-taken'],
}

/** Is the new key's verdict worse than the old key's was? The same verdict never is. */
export function isWorse(before: VerdictName, now: VerdictName): boolean {
  return before !== now && WORSE[TELLING[before]].includes(TELLING[now])
}

/** Does this verdict say nothing about the key? */
export function isSilent(verdict: VerdictName): boolean {
  return TELLING[verdict] === 'silent'
}

/** Whether a worse verdict may only mean that Mechanical Turk does not know the new key yet. */
export function mayPass(verdict: VerdictName): boolean {
  return TELLING[verdict] === 'not-taken'
}

/** Both environments at once. @throws MturkError `usage` where an endpoint is missing or refused */
export async function takeMeasure(aws: Aws, {accessKeyId, secretAccessKey}: AccessKey): Promise<Measure> {
  const key = asMturkKey({accessKeyId, secretAccessKey}, null)
  const [production, sandbox] = await Promise.all(
    ENVIRONMENTS.map(async (environment): Promise<VerdictName> => {
      try {
        await askBalance(aws, key, environment)
        return 'ok'
      } catch (error) {
        if (!isAwsFailure(error)) throw error
        return classify(error)
      }
    }),
  )
  return {production: production as VerdictName, sandbox: sandbox as VerdictName}
}
