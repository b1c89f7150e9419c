import {Exit, isMturkError, messageOf, type ExitCode} from '@mturk-cli/core'
import {isAwsFailure, overrideNotes, type Aws} from '@mturk-cli/core/aws'
import type {AccessKey} from '@mturk-cli/core/credentials'
import {getIdentity, identityText} from '@mturk-cli/core/iam'
import {classify, verdictError, type VerdictName} from '@mturk-cli/core/mturk'

/** What AWS says of the key before it is moved. */
export interface KeyCheck {
  /** `ok`, what AWS refuses it for, or `unreachable` where it could not be asked. */
  readonly verdict: VerdictName
  /** Whose key it is; or why not, in a sentence. */
  readonly message: string
  readonly exit: ExitCode
}

/** The verdicts that say that the key itself is no good. */
const BAD: ReadonlySet<VerdictName> = new Set(['bad_key_id', 'bad_secret'])

/** One question to STS. A key that AWS refuses is news and no failure: it is as good here as where it was. */
export async function checkKey(aws: () => Promise<Aws>, key: AccessKey): Promise<KeyCheck> {
  try {
    const identity = await getIdentity(await aws(), key)
    const at = overrideNotes((await aws()).endpoints, ['sts'])
    return {verdict: 'ok', message: [identityText(identity), ...(await at)].join(' · '), exit: Exit.ok}
  } catch (error) {
    if (isMturkError(error)) return {verdict: 'unreachable', message: error.message, exit: Exit.ok}
    if (!isAwsFailure(error)) throw error
    const verdict = classify(error)
    const message = messageOf(verdictError(error, {accessKeyId: key.accessKeyId})).replaceAll(/\s+/g, ' ')
    return {verdict, message, exit: isBad(verdict) ? Exit.badKey : Exit.ok}
  }
}

function isBad(verdict: VerdictName): boolean {
  return BAD.has(verdict)
}

export function isRefused({verdict}: KeyCheck): boolean {
  return isBad(verdict)
}
