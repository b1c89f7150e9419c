import {ServiceError} from './protocols/service-error.js'
import type {Parameters} from './service.js'

/**
 * How IAM and STS complain of what they are sent, in their words. Clients check most of it themselves, so it matters to
 * whoever speaks HTTP. Lengths and patterns come from botocore 1.43, data/iam/2010-05-08 and data/sts/2011-06-15.
 */
export interface TextRule {
  /** Characters. */
  readonly max: number
  /** 1 where nothing is said. */
  readonly min?: number
  readonly pattern?: RegExp
  /** AWS's text for a wrong character; without one it names the pattern. */
  readonly complaint?: string
}

export function required(parameters: Parameters, name: string, rule: TextRule, shownAs = lowerFirst(name)): string {
  const value = optional(parameters, name, rule, shownAs)
  if (value === undefined) {
    throw validationError(constraintText(shownAs, 'null', 'Member must not be null'))
  }
  return value
}

export function optional(
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

function constraint(name: string, value: string, text: string): ServiceError {
  return validationError(constraintText(name, `'${value}'`, text))
}

/**
 * How every service of AWS says that something does not fit its model.
 *
 * @param shownValue in quotes; undefined for a secret, which is not shown (cluster-api-provider-aws#1531)
 */
export function constraintText(name: string, shownValue: string | undefined, rule: string): string {
  const value = shownValue === undefined ? 'Value' : `Value ${shownValue}`
  return `1 validation error detected: ${value} at '${name}' failed to satisfy constraint: ${rule}`
}

/** A whole number in a range, both ends included; undefined where none was sent. */
export function integer(parameters: Parameters, name: string, min: number, max: number): number | undefined {
  const shownAs = lowerFirst(name)
  const text = optional(parameters, name, {max: 32})
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isInteger(number)) throw validationError(`Value '${text}' at '${shownAs}' is not an integer.`)
  if (number < min) throw constraint(shownAs, text, `Member must have value greater than or equal to ${min}`)
  if (number > max) throw constraint(shownAs, text, `Member must have value less than or equal to ${max}`)
  return number
}

/** One of a few words; undefined where none was sent. */
export function oneOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = optional(parameters, name, {max: 128})
  if (text === undefined) return undefined
  const word = words.find((candidate) => candidate === text)
  if (word !== undefined) return word
  throw constraint(lowerFirst(name), text, `Member must satisfy enum value set: [${words.join(', ')}]`)
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', 400, message)
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
