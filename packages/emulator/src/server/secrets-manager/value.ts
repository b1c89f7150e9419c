import {isDeepStrictEqual} from 'node:util'
import type {SecretValue} from '../account/secret.js'
import type {Parameters} from '../service.js'
import {invalidParameter, invalidRequest} from './errors.js'
import {checkLength, text} from './validation.js'

/** In bytes, of a text or of what base 64 stands for. */
const MAX_BYTES = 65_536

/** AWS refuses an empty text with the same words as none at all. */
export function requiredValue(parameters: Parameters): SecretValue {
  const value = optionalValue(parameters)
  if (value === undefined) throw invalidRequest('You must provide either SecretString or SecretBinary.')
  return value
}

/** Undefined where neither was sent. */
export function optionalValue(parameters: Parameters): SecretValue | undefined {
  const string = text(parameters, 'SecretString')
  const binary = text(parameters, 'SecretBinary')
  if (string && binary) {
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.")
  }
  if (string) {
    checkLength('secretString', undefined, Buffer.byteLength(string), {max: MAX_BYTES})
    return {SecretString: string}
  }
  if (!binary) return undefined
  const bytes = Buffer.from(binary, 'base64')
  checkLength('secretBinary', undefined, bytes.length, {min: 1, max: MAX_BYTES})
  return {SecretBinary: bytes.toString('base64')}
}

export function isSameValue(one: SecretValue, other: SecretValue): boolean {
  return isDeepStrictEqual(one, other)
}
