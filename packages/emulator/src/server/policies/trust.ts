import {actionsOf, effectOf, conditionsOf, isRecord, malformed, parseDocument, type Statement} from './document.js'
import {matchesPattern} from './pattern.js'

interface TrustStatement extends Pick<Statement, 'effect' | 'action' | 'conditions'> {
  /** ARNs, account numbers and `*`. */
  readonly principals: readonly string[]
}

/** The policy of a role that says who may assume it. */
export interface TrustPolicy {
  readonly statements: readonly TrustStatement[]
}

/**
 * What a trust policy says of somebody in its own account: `named`, and then nothing else needs to allow it; `account`,
 * and then their own policies must; or nothing.
 */
export type Trust = 'named' | 'account' | 'denied' | 'none'

/**
 * Reads a trust policy.
 *
 * @throws ServiceError MalformedPolicyDocument, in IAM's words
 */
export function parseTrustPolicy(text: string): TrustPolicy {
  return {statements: parseDocument(text).statements.map(parseStatement)}
}

/**
 * Principals are not patterns: an ARN is that one, `*` everybody, and an account's number or root ARN means those whom
 * the account itself allows it. `arns` are the names of who asks. Source: "AWS JSON policy elements: Principal" in the
 * IAM user guide.
 */
export function trustOf({statements}: TrustPolicy, action: string, accountId: string, arns: readonly string[]): Trust {
  const account = [accountId, `arn:aws:iam::${accountId}:root`]
  const isNamed = (principal: string) => principal === '*' || arns.includes(principal)
  const speaksOf = (statement: TrustStatement, who: (principal: string) => boolean) =>
    statement.principals.some(who) && fitsAction(statement, action)
  const isMeant = (principal: string) => isNamed(principal) || account.includes(principal)
  if (statements.some((statement) => statement.effect === 'Deny' && speaksOf(statement, isMeant))) return 'denied'
  // No condition is understood here, so one that would allow does not: never too much.
  const allowing = statements.filter((statement) => statement.effect === 'Allow' && statement.conditions.length === 0)
  if (allowing.some((statement) => speaksOf(statement, isNamed))) return 'named'
  return allowing.some((statement) => speaksOf(statement, isMeant)) ? 'account' : 'none'
}

function parseStatement(statement: Record<string, unknown>): TrustStatement {
  if ('Resource' in statement || 'NotResource' in statement) throw malformed('Has prohibited field Resource')
  const {Principal} = statement
  if (Principal === undefined) throw malformed('Missing required field Principal')
  return {
    effect: effectOf(statement),
    action: actionsOf(statement),
    conditions: conditionsOf(statement),
    principals: principalsOf(Principal),
  }
}

/** Services and federated identities assume no role here, so only those of AWS count. */
function principalsOf(principal: unknown): readonly string[] {
  if (principal === '*') return ['*']
  if (!isRecord(principal)) throw malformed('Syntax errors in policy.')
  const {AWS = []} = principal
  const names: unknown[] = Array.isArray(AWS) ? AWS : [AWS]
  if (!names.every((name) => typeof name === 'string')) throw malformed('Syntax errors in policy.')
  const bad = names.find((name) => !/^(?:\*|\d{12}|arn:aws:(?:iam|sts)::\d{12}:.+)$/.test(name))
  if (bad !== undefined) throw malformed(`Invalid principal in policy: "AWS":"${bad}"`)
  return names
}

function fitsAction({action: {patterns, negated}}: TrustStatement, action: string): boolean {
  const matches = patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase(), null))
  return matches !== negated
}
