import type {KeyStatus, Tag} from '../account/user.js'
import {integer, oneOf, optional, required, type TextRule} from '../parameters.js'
import type {Parameters} from '../service.js'
import {invalidInput} from './errors.js'

/** What names of users, groups and policies are made of. */
const NAME = /^[\w+=,.@-]+$/

function nameRule(name: string, max: number): TextRule {
  const complaint = `The specified value for ${name} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`
  return {max, pattern: NAME, complaint}
}

/** At most 64 characters, botocore's `userNameType`. */
export function userName(parameters: Parameters): string {
  return required(parameters, 'UserName', nameRule('userName', 64))
}

/** At most 128 characters, botocore's `existingUserNameType`: most operations on a user that is there. */
export function existingUserName(parameters: Parameters): string {
  return required(parameters, 'UserName', nameRule('userName', 128))
}

/** Left out, the user is the one who asks. */
export function optionalUserName(parameters: Parameters): string | undefined {
  return optional(parameters, 'UserName', nameRule('userName', 128))
}

export function groupName(parameters: Parameters): string {
  return required(parameters, 'GroupName', nameRule('groupName', 128))
}

export function policyName(parameters: Parameters): string {
  return required(parameters, 'PolicyName', nameRule('policyName', 128))
}

export function accessKeyId(parameters: Parameters): string {
  return required(parameters, 'AccessKeyId', {min: 16, max: 128, pattern: /^\w+$/})
}

export function keyStatus(parameters: Parameters): KeyStatus {
  required(parameters, 'Status', {max: 128})
  return oneOf<KeyStatus>(parameters, 'Status', ['Active', 'Inactive']) ?? 'Active'
}

export function policyArn(parameters: Parameters): string {
  const arn = required(parameters, 'PolicyArn', {min: 20, max: 2048})
  return checkedArn(arn)
}

export function permissionsBoundary(parameters: Parameters): string | null {
  const arn = optional(parameters, 'PermissionsBoundary', {min: 20, max: 2048})
  return arn === undefined ? null : checkedArn(arn)
}

/** Where the boundary is what the request is about. */
export function requiredPermissionsBoundary(parameters: Parameters): string {
  return checkedArn(required(parameters, 'PermissionsBoundary', {min: 20, max: 2048}))
}

function checkedArn(arn: string): string {
  if (!/^arn:[^:]+:iam::(?:aws|\d{12}):policy\/.+$/.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`)
  return arn
}

export function policyDocument(parameters: Parameters): string {
  return required(parameters, 'PolicyDocument', {
    max: 131_072,
    pattern: /^[\s\u0020-\u00FF]+$/,
    complaint: 'The specified value for policyDocument is invalid. It must contain only printable ASCII characters.',
  })
}

export function path(parameters: Parameters): string {
  return (
    optional(parameters, 'Path', {
      max: 512,
      pattern: /^(?:\/|\/[\u0021-\u007E]+\/)$/,
      complaint:
        'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    }) ?? '/'
  )
}

export function pathPrefix(parameters: Parameters): string {
  return (
    optional(parameters, 'PathPrefix', {
      max: 512,
      pattern: /^\/[\u0021-\u007F]*$/,
      complaint:
        'The specified value for pathPrefix is invalid. It must begin with / and contain only alphanumeric characters and/or / characters.',
    }) ?? '/'
  )
}

/** Tags of a request: no key twice (case does not count), none of AWS's own. */
export function tags(parameters: Parameters): Tag[] {
  const found: Tag[] = []
  for (let index = 1; parameters[`Tags.member.${index}.Key`] !== undefined; index++) {
    const member = `Tags.member.${index}`
    const where = `tags.${index}.member`
    const rules = {pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u}
    const key = required(parameters, `${member}.Key`, {...rules, max: 128}, `${where}.key`)
    const value = required(parameters, `${member}.Value`, {...rules, min: 0, max: 256}, `${where}.value`)
    found.push({key, value})
  }
  if (new Set(found.map(({key}) => key.toLowerCase())).size < found.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  if (found.some(({key}) => /^aws:/i.test(key))) {
    throw invalidInput('aws: prefixed tag key names are not allowed for external use.')
  }
  return found
}

/** How many a list may show at once: 1 to 1000, 100 where nothing is said. */
export function maxItems(parameters: Parameters): number {
  return integer(parameters, 'MaxItems', 1, 1000) ?? 100
}

export function marker(parameters: Parameters): string | undefined {
  return optional(parameters, 'Marker', {max: 320})
}

/** Of an MFA device: an ARN for a virtual one. */
export function serialNumber(parameters: Parameters): string {
  return required(parameters, 'SerialNumber', {min: 9, max: 256, pattern: /^[\w+=/:,.@-]+$/})
}

export function virtualMfaDeviceName(parameters: Parameters): string {
  return required(parameters, 'VirtualMFADeviceName', nameRule('virtualMFADeviceName', 226))
}
