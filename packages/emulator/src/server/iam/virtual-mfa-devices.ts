import {randomBytes} from 'node:crypto'
import {base32Of} from '../account/identifiers.js'
import {oneOf} from '../parameters.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {entityAlreadyExists, noSuchEntity} from './errors.js'
import {enabledAt} from './mfa-devices.js'
import {pageOf} from './page.js'
import {userShape} from './users.js'
import {path, serialNumber, virtualMfaDeviceName} from './validation.js'

/** Answers with the seed, once, in base 32 as an authenticator takes it. There is no picture for a camera here. */
export function createVirtualMfaDevice({account, authorize}: OperationContext, parameters: Parameters): object {
  const arn = account.arnOf('mfa', virtualMfaDeviceName(parameters), path(parameters))
  authorize('iam:CreateVirtualMFADevice', {arn, shownAs: arn})
  // moto's words, and the code of botocore's model.
  if (account.mfaDevices.has(arn))
    throw entityAlreadyExists('MFADevice entity at the same path and name already exists.')
  const seed = randomBytes(40)
  account.mfaDevices.set(arn, {serialNumber: arn, seed, enabled: null})
  const Base32StringSeed = Buffer.from(base32Of(seed)).toString('base64')
  return {VirtualMFADevice: {SerialNumber: arn, Base32StringSeed}}
}

export function listVirtualMfaDevices({account, authorize}: OperationContext, parameters: Parameters): object {
  const status = oneOf(parameters, 'AssignmentStatus', ['Assigned', 'Unassigned', 'Any']) ?? 'Any'
  const all = account.arnOf('mfa', '')
  authorize('iam:ListVirtualMFADevices', {arn: all, shownAs: all})
  const devices = [...account.mfaDevices.values()].filter(
    ({seed, enabled}) => seed !== null && (status === 'Any' || (status === 'Assigned') === (enabled !== null)),
  )
  const {items, end} = pageOf(parameters, devices, (device) => device.serialNumber)
  return {
    VirtualMFADevices: items.map((device) => ({
      SerialNumber: device.serialNumber,
      User: device.enabled === null ? undefined : userShape(device.enabled.user),
      EnableDate: enabledAt(device),
    })),
    ...end,
  }
}

/** The texts: moto, and what the AWS CLI is known to show for a device that is in use. */
export function deleteVirtualMfaDevice({account, authorize}: OperationContext, parameters: Parameters): undefined {
  const serial = serialNumber(parameters)
  authorize('iam:DeleteVirtualMFADevice', {arn: serial, shownAs: serial})
  const device = account.mfaDevices.get(serial)
  if (device?.seed === undefined || device.seed === null) {
    throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`)
  }
  if (device.enabled !== null) {
    throw new ServiceError('DeleteConflict', 409, 'MFA VirtualDevice in use. Must deactivate first.')
  }
  account.mfaDevices.delete(serial)
}
