import type {TemporaryKey} from './account/temporary-key.js'
import {frontEndError} from './protocols/front-end-errors.js'
import type {Service} from './service.js'

/** What a user's own session may ask STS (GetSessionToken, STS API reference). */
const OPEN_TO_SESSIONS: readonly string[] = ['AssumeRole', 'GetCallerIdentity']

/**
 * Temporary keys do not open everything, whatever the policies say:
 * - Mechanical Turk takes none (AWS services that work with IAM, IAM user guide). What it answers nobody published; here
 *   they are keys that it does not know.
 * - IAM takes those of GetSessionToken only where an MFA device vouched for them (aws-vault#15, aws-vault#1056).
 * - STS starts no session from a session, unless it is a role's (aws-sdk-php#1876).
 *
 * @throws ServiceError in AWS's words
 */
export function checkSession(
  {identity, hasMfa}: TemporaryKey,
  {service, operation}: {readonly service: Service; readonly operation: string},
): void {
  const {name, protocol} = service
  const isRole = identity.kind === 'role'
  if (name === 'mturk' || (name === 'iam' && !isRole && !hasMfa)) throw frontEndError('unknownKey', protocol.dialect)
  if (name !== 'sts') return
  if (operation === 'GetSessionToken' || (!isRole && !OPEN_TO_SESSIONS.includes(operation))) {
    throw frontEndError('accessDenied', protocol.dialect, `Cannot call ${operation} with session credentials`)
  }
}
