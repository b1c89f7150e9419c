import type {KeyStatus, Tag} from '../account/account.js'
import type {Parameters} from '../service.js'
import {invalidInput, validationError} from './errors.js'

/**
 * IAM's rules for what it is sent, with its words. Lengths and patterns: botocore 1.43, data/iam/2010-05-08. Clients
 * check most of these themselves, so they matter to whoever speaks HTTP.
 */
interface TextRule {
  readonly max: number
  readonly min?: number
  readonly pattern?: RegExp
  /** IAM's text for a wrong character; without one it names the pattern. */
  readonly complaint?: string
}

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

export function policyName(parameters: Parameters): string {
  return required(parameters, 'PolicyName', nameRule('policyName', 128))
}

export function accessKeyId(parameters: Parameters): string {
  return required(parameters, 'AccessKeyId', {min: 16, max: 128, pattern: /^\w+$/})
}

export function keyStatus(parameters: Parameters): KeyStatus {
  const status = required(parameters, 'Status', {max: 128})
  if (status === 'Active' || status === 'Inactive') return status
  throw constraint('status', status, 'Member must satisfy enum value set: [Active, Inactive]')
}

export function policyArn(parameters: Parameters): string {
  const arn = required(parameters, 'PolicyArn', {min: 20, max: 2048})
  return checkedArn(arn)
}

export function permissionsBoundary(parameters: Parameters): string | null {
  const arn = optional(parameters, 'PermissionsBoundary', {min: 20, max: 2048})
  return arn === undefined ? null : checkedArn(arn)
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
  const text = optional(parameters, 'MaxItems', {max: 32})
  if (text === undefined) return 100
  const number = Number(text)
  if (!Number.isInteger(number)) throw validationError(`Value '${text}' at 'maxItems' is not an integer.`)
  if (number < 1) throw constraint('maxItems', text, 'Member must have value greater than or equal to 1')
  if (number > 1000) throw constraint('maxItems', text, 'Member must have value less than or equal to 1000')
  return number
}

export function marker(parameters: Parameters): string | undefined {
  return optional(parameters, 'Marker', {max: 320})
}

function required(parameters: Parameters, name: string, rule: TextRule, shownAs = lowerFirst(name)): string {
  const value = optional(parameters, name, rule, shownAs)
  if (value === undefined) {
    throw validationError(
      `1 validation error detected: Value null at '${shownAs}' failed to satisfy constraint: Member must not be null`,
    )
  }
  return value
}

function optional(
  parameters: Parameters,
  name: string,
  rule: TextRule,
  shownAs = lowerFirst(name),
): string | undefined {
  const value = parameters[name]
  if (typeof value !== 'string') return undefined
  const {min = 1, max, pattern, complaint} = rule
  if (value.length < min) throw constraint(shownAs, value, `Member must have length greater than or equal to ${min}`)
  if (value.length > max) throw constraint(shownAs, value, `Member must have length less than or equal to ${max}`)
  if (pattern && !pattern.test(value)) {
    throw complaint === undefined
      ? constraint(shownAs, value, `Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`)
      : validationError(complaint)
  }
  return value
}

function constraint(name: string, value: string, text: string) {
  return validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${text}`,
  )
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
