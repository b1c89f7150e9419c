import type {PatternList, Policy, Statement} from './document.js'
import {matchesPattern, type Variables} from './pattern.js'

export interface AccessRequest {
  /** `iam:CreateAccessKey` */
  readonly action: string
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string
  /** Values of policy variables, such as `aws:username`. */
  readonly variables: Variables
}

/** What has a say in whether an identity may do something. */
export interface Layers {
  readonly serviceControl: readonly Policy[]
  /** null: the root user, whom only a service control policy can stop. */
  readonly identity: readonly Policy[] | null
  /** null: there is no permissions boundary. */
  readonly boundary: Policy | null
  /** What a session was told to leave of its rights; null: all of them. */
  readonly session: readonly Policy[] | null
  /** A policy of the resource itself names who asks: then no identity policy needs to allow it. */
  readonly isGrantedByResource: boolean
}

/** The end of AWS's sentence "… is not authorized to perform: X …", or undefined where the request may pass. */
export type Refusal = string | undefined

/**
 * An explicit deny anywhere wins; then the identity policies must allow, and the boundary and the session's policies, if
 * there are any, too.
 * Service control policies stand beside FullAWSAccess here, as AWS attaches it everywhere: they can only deny.
 * Source: "Policy evaluation logic" and "Troubleshoot access denied error messages" in the IAM user guide.
 */
export function refusalOf(request: AccessRequest, layers: Layers): Refusal {
  const {serviceControl, identity, boundary, session, isGrantedByResource} = layers
  if (says('Deny', serviceControl, request)) return 'with an explicit deny in a service control policy'
  if (identity === null) return undefined
  const boundaries = boundary === null ? [] : [boundary]
  if (says('Deny', identity, request)) return 'with an explicit deny in an identity-based policy'
  if (says('Deny', boundaries, request)) return 'with an explicit deny in a permissions boundary'
  if (says('Deny', session ?? [], request)) return 'with an explicit deny in a session policy'
  const {action} = request
  if (!isGrantedByResource && !says('Allow', identity, request)) {
    return `because no identity-based policy allows the ${action} action`
  }
  if (boundary !== null && !says('Allow', boundaries, request)) {
    return `because no permissions boundary allows the ${action} action`
  }
  if (session !== null && !says('Allow', session, request)) {
    return `because no session policy allows the ${action} action`
  }
  return undefined
}

function says(effect: Statement['effect'], policies: readonly Policy[], request: AccessRequest): boolean {
  return policies.some(({statements, hasVariables}) =>
    statements.some((statement) => statement.effect === effect && applies(statement, request, hasVariables)),
  )
}

function applies(statement: Statement, {action, resource, variables}: AccessRequest, hasVariables: boolean): boolean {
  // No condition is understood here, so one that would allow does not, and one that would deny does: never too much.
  if (statement.hasCondition && statement.effect === 'Allow') return false
  const known = hasVariables ? variables : null
  return (
    fits(statement.action, (pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase(), null)) &&
    fits(statement.resource, (pattern) => matchesArn(pattern, resource, known))
  )
}

function fits({patterns, negated}: PatternList, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== negated
}

/** Wildcards do not reach over the colons of an ARN; in its last part there may be any number of them. */
function matchesArn(pattern: string, arn: string, variables: Variables | null): boolean {
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
