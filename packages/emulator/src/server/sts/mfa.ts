import {isCodeOf} from '../account/mfa-device.js'
import {optional} from '../parameters.js'
import {frontEndError} from '../protocols/front-end-errors.js'
import type {OperationContext, Parameters} from '../service.js'

/**
 * Whether an MFA device of the caller vouches for the request; false where it names none.
 *
 * @throws ServiceError AccessDenied for a device that is not the caller's, or a wrong code
 */
export function vouchedFor({account, caller, now}: OperationContext, parameters: Parameters): boolean {
  const serial = optional(parameters, 'SerialNumber', {min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/})
  const code = optional(parameters, 'TokenCode', {min: 6, max: 6, pattern: /^\d*$/})
  if (serial === undefined && code === undefined) return false
  const device = account.mfaDevices.get(serial ?? '')
  const isOwn = caller.identity.kind === 'user' && device?.enabled?.user === caller.identity.user
  if (device === undefined || !isOwn || code === undefined) throw denied(NOT_YOURS)
  if (!isCodeOf(device, code, now)) throw denied(WRONG_CODE)
  return true
}

/** AWS's words, as its command line shows them. */
const NOT_YOURS =
  'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
  'Please verify your MFA serial number is valid and associated with this user.'
const WRONG_CODE = 'MultiFactorAuthentication failed with invalid MFA one time pass code. '

function denied(text: string) {
  return frontEndError('accessDenied', 'query', text)
}
