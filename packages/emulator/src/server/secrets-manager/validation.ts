import type {Tag} from '../account/user.js'
import {constraintText} from '../parameters.js'
import {frontEndError} from '../protocols/front-end-errors.js'
import type {Parameters} from '../service.js'
import {invalidParameter, invalidRequest, validationError} from './errors.js'

/** Lengths and patterns come from botocore 1.43, data/secretsmanager/2017-10-17. */
interface Rule {
  /** 0 where nothing is said. */
  readonly min?: number
  readonly max: number
}

const NAME = /^[A-Za-z0-9/_+=.@!-]+$/
const ARN = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[A-Za-z0-9/_+=.@!-]+$/

export function secretName(parameters: Parameters): string {
  return checkedName(required(parameters, 'Name', {min: 1, max: 512}), [NAME])
}

/** A name, an ARN, or an ARN without its last six characters. */
export function secretId(parameters: Parameters): string {
  return checkedName(required(parameters, 'SecretId', {min: 1, max: 2048}), [NAME, ARN])
}

/** The text is AWS's own (LocalStack's recorded tests, test_invalid_secret_name). */
function checkedName(name: string, patterns: readonly RegExp[]): string {
  if (patterns.some((pattern) => pattern.test(name))) return name
  throw validationError(
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  )
}

/** Every SDK fills it in; who speaks HTTP must (aws-sdk-js-v3#4640). The text for a wrong length is moto's. */
export function clientRequestToken(parameters: Parameters): string {
  const token = text(parameters, 'ClientRequestToken')
  if (token === undefined) {
    throw invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.')
  }
  if (token.length >= 32 && token.length <= 64) return token
  throw invalidParameter('ClientRequestToken must be 32-64 characters long.')
}

export function versionId(parameters: Parameters, name: string): string | undefined {
  return optional(parameters, name, {min: 32, max: 64})
}

const STAGE = {min: 1, max: 256}

export function versionStage(parameters: Parameters): string {
  return required(parameters, 'VersionStage', STAGE)
}

export function optionalVersionStage(parameters: Parameters): string | undefined {
  return optional(parameters, 'VersionStage', STAGE)
}

/** Undefined where none were sent. */
export function versionStages(parameters: Parameters): string[] | undefined {
  const stages = list(parameters, 'VersionStages')?.map((stage) => optional({stage}, 'stage', STAGE) ?? '')
  if (stages === undefined) return undefined
  checkLength('versionStages', `'[${stages.join(', ')}]'`, stages.length, {min: 1, max: 20})
  return stages
}

export function description(parameters: Parameters): string | undefined {
  return optional(parameters, 'Description', {max: 2048})
}

/** Undefined: none was sent; null: AWS's own key, said with its alias or with nothing. */
export function kmsKeyId(parameters: Parameters): string | null | undefined {
  const id = optional(parameters, 'KmsKeyId', {max: 2048})
  return id === '' || id?.endsWith('alias/aws/secretsmanager') ? null : id
}

/** Undefined where none were sent. */
export function tags(parameters: Parameters): Tag[] | undefined {
  return list(parameters, 'Tags')?.map((tag) => {
    if (typeof tag !== 'object' || tag === null) throw frontEndError('malformedBody', 'json')
    const {Key, Value} = tag as Parameters
    return {key: tagKey(Key), value: optional({Value}, 'Value', {max: 256}) ?? ''}
  })
}

export function tagKeys(parameters: Parameters): string[] {
  return list(parameters, 'TagKeys')?.map(tagKey) ?? []
}

/** That these are AWS's own is so for every service; the text here is not known. */
function tagKey(Key: unknown): string {
  const key = required({Key}, 'Key', {min: 1, max: 128})
  if (/^aws:/i.test(key)) throw invalidParameter('Tag keys that begin with aws: are reserved.')
  return key
}

export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters[name] ?? false
  if (typeof value !== 'boolean') throw frontEndError('malformedBody', 'json')
  return value
}

/** Undefined where none was sent. */
export function wholeNumber(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name] ?? undefined
  if (value === undefined) return undefined
  if (!Number.isInteger(value)) throw frontEndError('malformedBody', 'json')
  return value as number
}

/** How many a list may show at once: 1 to 100, 100 where nothing is said. */
export function maxResults(parameters: Parameters): number {
  const number = wholeNumber(parameters, 'MaxResults') ?? 100
  const complaint = number < 1 ? 'greater than or equal to 1' : number > 100 ? 'less than or equal to 100' : undefined
  if (complaint === undefined) return number
  throw validationError(constraintText('maxResults', `'${number}'`, `Member must have value ${complaint}`))
}

/** One of a few words; undefined where none was sent. */
export function oneOf<Word extends string>(parameters: Parameters, name: string, words: readonly Word[]) {
  const value = text(parameters, name)
  if (value === undefined) return undefined
  const word = words.find((candidate) => candidate === value)
  if (word !== undefined) return word
  const constraint = `Member must satisfy enum value set: [${words.join(', ')}]`
  throw validationError(constraintText(lowerFirst(name), `'${value}'`, constraint))
}

/** Undefined where none was sent. */
export function list(parameters: Parameters, name: string): unknown[] | undefined {
  const value = parameters[name] ?? undefined
  if (value !== undefined && !Array.isArray(value)) throw frontEndError('malformedBody', 'json')
  return value
}

export function required(parameters: Parameters, name: string, rule: Rule): string {
  const value = optional(parameters, name, rule)
  if (value !== undefined) return value
  throw validationError(constraintText(lowerFirst(name), 'null', 'Member must not be null'))
}

export function optional(parameters: Parameters, name: string, rule: Rule): string | undefined {
  const value = text(parameters, name)
  if (value !== undefined) checkLength(lowerFirst(name), `'${value}'`, value.length, rule)
  return value
}

/** @param shownValue undefined for a secret, which is not shown */
export function checkLength(name: string, shownValue: string | undefined, length: number, {min = 0, max}: Rule): void {
  const complaint = length < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`
  if (length >= min && length <= max) return
  throw validationError(constraintText(name, shownValue, `Member must have length ${complaint}`))
}

/** Undefined where none was sent. */
export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name] ?? undefined
  if (value !== undefined && typeof value !== 'string') throw frontEndError('malformedBody', 'json')
  return value
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
