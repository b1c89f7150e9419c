import {matchesPattern, type Variables} from './pattern.js'

/** One line of a `Condition`: the operator, the key, and the values of which one must fit. */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** `unknown`: an operator or a key that is not understood here. */
export type Fits = 'yes' | 'no' | 'unknown'

/** Keys that a request either has or, as all others of its kind, has not. */
const UNDERSTOOD = /^(iam:policyarn|aws:username|aws:userid|aws:principal(arn|account|type|tag\/.+))$/i

/**
 * Whether a request fits all conditions of a statement. A key that the request has not fits no operator that affirms.
 * ArnEquals and ArnLike do the same. Source: "IAM JSON policy elements: Condition operators" in the IAM user guide.
 *
 * @param given what the request says, by key
 * @param variables of values such as `${aws:username}`; null: there are none
 */
export function fitsConditions(conditions: readonly Condition[], given: Variables, variables: Variables | null): Fits {
  const found = conditions.map((condition) => fitsOne(condition, given, variables))
  return found.includes('no') ? 'no' : found.includes('unknown') ? 'unknown' : 'yes'
}

function fitsOne({operator, key, values}: Condition, given: Variables, variables: Variables | null): Fits {
  if (!UNDERSTOOD.test(key)) return 'unknown'
  const value = Object.entries(given).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
  const matches = matcherOf(operator, variables)
  if (!matches) return 'unknown'
  return value !== undefined && values.some((wanted) => matches(wanted, value)) ? 'yes' : 'no'
}

function matcherOf(operator: string, variables: Variables | null) {
  switch (operator) {
    case 'StringEquals':
      return (wanted: string, value: string) => wanted === value
    case 'StringEqualsIgnoreCase':
      return (wanted: string, value: string) => wanted.toLowerCase() === value.toLowerCase()
    case 'StringLike':
      return (wanted: string, value: string) => matchesPattern(wanted, value, variables)
    case 'ArnEquals':
    case 'ArnLike':
      return (wanted: string, value: string) => matchesArn(wanted, value, variables)
    default:
      return undefined
  }
}

/** Wildcards do not reach over the colons of an ARN; in its last part there may be any number of them. */
export function matchesArn(pattern: string, arn: string, variables: Variables | null): boolean {
  if (pattern === '*') return true
  const wanted = splitArn(pattern)
  const given = splitArn(arn)
  return (
    wanted.length === given.length && wanted.every((part, index) => matchesPattern(part, given[index] ?? '', variables))
  )
}

function splitArn(arn: string): string[] {
  const parts = arn.split(/:(?![^{]*\})/) // not at the colon inside ${aws:username}
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}
