import {areCodesInARow, type MfaDevice} from '../account/mfa-device.js'
import {isoSeconds} from '../clock.js'
import {required} from '../parameters.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {entityAlreadyExists, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser, permittedUserNotRoot, permittedUserOrCaller} from './targets.js'
import {existingUserName, optionalUserName, serialNumber} from './validation.js'

/** Gives a virtual device that nobody has yet to a user, who proves with two codes in a row to have its seed. */
export function enableMfaDevice(context: OperationContext, parameters: Parameters): undefined {
  const serial = serialNumber(parameters)
  const code = (name: string) => required(parameters, name, {min: 6, max: 6, pattern: /^\d+$/})
  const codes = [code('AuthenticationCode1'), code('AuthenticationCode2')] as const
  const user = permittedUser(context, 'iam:EnableMFADevice', existingUserName(parameters))
  const device = context.account.mfaDevices.get(serial)
  if (device === undefined) throw noSuchDevice(serial)
  if (device.enabled !== null) throw entityAlreadyExists('MFADevice entity at the same path and name already exists.')
  if (!areCodesInARow(device, codes, context.now)) {
    throw new ServiceError('InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.')
  }
  device.enabled = {user, at: context.now}
}

/** Root has none here. */
export function listMfaDevices(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserOrCaller(context, 'iam:ListMFADevices', optionalUserName(parameters))
  const devices = user === null ? [] : context.account.mfaDevicesOf(user)
  const {items, end} = pageOf(parameters, devices, (device) => device.serialNumber)
  return {
    MFADevices: items.map((device) => ({
      UserName: user?.userName,
      SerialNumber: device.serialNumber,
      EnableDate: enabledAt(device),
    })),
    ...end,
  }
}

/** A virtual device stays, and belongs to nobody; a piece of hardware is no concern of the account any more. */
export function deactivateMfaDevice(context: OperationContext, parameters: Parameters): undefined {
  const serial = serialNumber(parameters)
  const user = permittedUserNotRoot(context, 'iam:DeactivateMFADevice', optionalUserName(parameters))
  const {mfaDevices} = context.account
  const device = mfaDevices.get(serial)
  if (device?.enabled?.user !== user) throw noSuchDevice(serial)
  device.enabled = null
  if (device.seed === null) mfaDevices.delete(serial)
}

export function enabledAt({enabled}: MfaDevice): string | undefined {
  return enabled === null ? undefined : isoSeconds(enabled.at)
}

/** The code is in botocore's model; AWS's words for it nobody published. */
function noSuchDevice(serial: string) {
  return noSuchEntity(`MFA Device with serial number ${serial} cannot be found.`)
}
