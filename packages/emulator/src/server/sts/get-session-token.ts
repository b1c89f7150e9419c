import {integer} from '../parameters.js'
import type {OperationContext, Parameters} from '../service.js'
import {credentialsShape} from './credentials.js'
import {vouchedFor} from './mfa.js'

const HOUR = 3600

/**
 * A session of the user or of root, with the same rights. It needs no permission. Root's lasts an hour at most, whatever
 * was asked for; a user's twelve where nothing was (GetSessionToken, STS API reference).
 */
export function getSessionToken(context: OperationContext, parameters: Parameters): object {
  const {account, caller, now} = context
  const wanted = integer(parameters, 'DurationSeconds', 900, 129_600)
  const hasMfa = vouchedFor(context, parameters)
  const isRoot = caller.identity.kind === 'root'
  const seconds = isRoot ? Math.min(wanted ?? HOUR, HOUR) : (wanted ?? 12 * HOUR)
  const expiresAt = now + seconds * 1000
  const key = account.addTemporaryKey({identity: caller.identity, expiresAt, sessionPolicies: null, hasMfa})
  return {Credentials: credentialsShape(key)}
}
