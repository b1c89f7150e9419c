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
  readonly hasCondition: boolean
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
  const document = parseObject(text)
  const {Version = '2008-10-17', Statement} = document
  if (Version !== '2012-10-17' && Version !== '2008-10-17') throw malformed('Syntax errors in policy.')
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement]
  if (statements.length === 0) throw malformed('Syntax errors in policy.')
  return {statements: statements.map(parseStatement), hasVariables: Version === '2012-10-17'}
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

function parseStatement(statement: unknown): Statement {
  if (!isRecord(statement)) throw malformed('Syntax errors in policy.')
  if ('Principal' in statement || 'NotPrincipal' in statement) {
    throw malformed('Policy document should not specify a principal.')
  }
  const {Effect: effect} = statement
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Syntax errors in policy.')
  const action = patternList(statement, 'Action', 'Policy statement must contain actions.')
  const resource = patternList(statement, 'Resource', 'Policy statement must contain resources.')
  if (action.patterns.some((pattern) => pattern !== '*' && !/^[a-z0-9-]+:\S+$/i.test(pattern))) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
  const bad = resource.patterns.find((pattern) => pattern !== '*' && !pattern.startsWith('arn:'))
  if (bad !== undefined) throw malformed(`Resource ${bad} must be in ARN format or "*".`)
  return {effect, action, resource, hasCondition: hasCondition(statement)}
}

function hasCondition({Condition}: Record<string, unknown>): boolean {
  if (Condition === undefined) return false
  if (!isRecord(Condition)) throw malformed('Syntax errors in policy.')
  return Object.keys(Condition).length > 0
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', 400, message)
}
