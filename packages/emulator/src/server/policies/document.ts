import type {Condition} from './condition.js'
import {ServiceError} from '../protocols/service-error.js'

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface PatternList {
  readonly patterns: readonly string[]
  /** True for the Not… form: it fits what none of the patterns fits. */
  readonly negated: boolean
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  readonly action: PatternList
  readonly resource: PatternList
  /** All of them must fit. */
  readonly conditions: readonly Condition[]
}

export interface Policy {
  readonly statements: readonly Statement[]
  /** Policy variables exist since version 2012-10-17; before, `${aws:username}` is just text. */
  readonly hasVariables: boolean
}

/**
 * Reads an identity policy.
 *
 * @throws ServiceError MalformedPolicyDocument, in IAM's words
 */
export function parsePolicy(text: string): Policy {
  const {version, statements} = parseDocument(text)
  return {statements: statements.map(parseStatement), hasVariables: version === '2012-10-17'}
}

/** What every kind of policy has: a version that exists, and at least one statement that is an object. */
export function parseDocument(text: string): {version: string; statements: Record<string, unknown>[]} {
  const {Version: version = '2008-10-17', Statement} = parseObject(text)
  if (version !== '2012-10-17' && version !== '2008-10-17') throw malformed('Syntax errors in policy.')
  const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement]
  if (statements.length === 0 || !statements.every(isRecord)) throw malformed('Syntax errors in policy.')
  return {version, statements}
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('This policy contains invalid Json')
  }
  if (!isRecord(value)) throw malformed('Syntax errors in policy.')
  return value
}

function parseStatement(statement: Record<string, unknown>): Statement {
  if ('Principal' in statement || 'NotPrincipal' in statement) {
    throw malformed('Policy document should not specify a principal.')
  }
  const effect = effectOf(statement)
  const action = actionsOf(statement)
  const resource = patternList(statement, 'Resource', 'Policy statement must contain resources.')
  const bad = resource.patterns.find((pattern) => pattern !== '*' && !pattern.startsWith('arn:'))
  if (bad !== undefined) throw malformed(`Resource ${bad} must be in ARN format or "*".`)
  return {effect, action, resource, conditions: conditionsOf(statement)}
}

export function effectOf({Effect}: Record<string, unknown>): Statement['effect'] {
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed('Syntax errors in policy.')
  return Effect
}

export function actionsOf(statement: Record<string, unknown>): PatternList {
  const actions = patternList(statement, 'Action', 'Policy statement must contain actions.')
  if (actions.patterns.some((pattern) => pattern !== '*' && !/^[a-z0-9-]+:\S+$/i.test(pattern))) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
  return actions
}

export function conditionsOf({Condition: conditions = {}}: Record<string, unknown>): Condition[] {
  if (!isRecord(conditions)) throw malformed('Syntax errors in policy.')
  return Object.entries(conditions).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw malformed('Syntax errors in policy.')
    return Object.entries(keys).map(([key, value]) => {
      const values: unknown[] = Array.isArray(value) ? value : [value]
      return {operator, key, values: values.map(String)}
    })
  })
}

function patternList(statement: Record<string, unknown>, name: 'Action' | 'Resource', missing: string): PatternList {
  const plain = statement[name]
  const not = statement[`Not${name}`]
  if (plain === undefined && not === undefined) throw malformed(missing)
  if (plain !== undefined && not !== undefined) throw malformed('Syntax errors in policy.')
  const value = plain ?? not
  const patterns: unknown[] = Array.isArray(value) ? value : [value]
  if (!patterns.every((pattern) => typeof pattern === 'string')) throw malformed('Syntax errors in policy.')
  if (patterns.length === 0) throw malformed(missing)
  return {patterns, negated: plain === undefined}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function malformed(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', 400, message)
}
