import type {PatternList, Policy, Statement} from './document.js'
import {fitsConditions, matchesArn} from './condition.js'
import {matchesPattern, type Variables} from './pattern.js'

export interface AccessRequest {
  /** `iam:CreateAccessKey` */
  readonly action: string
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string
  /** Values of policy variables, such as `aws:username`. */
  readonly variables: Variables
  /** What else conditions may ask of it: `iam:PolicyARN`. */
  readonly keys?: Variables | undefined
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

function applies(
  statement: Statement,
  {action, resource, variables, keys}: AccessRequest,
  hasVariables: boolean,
): boolean {
  const known = hasVariables ? variables : null
  const isMet = fitsConditions(statement.conditions, {...variables, ...keys}, known)
  // One that is not understood does not allow, and does deny: never too much.
  if (isMet === 'no' || (isMet === 'unknown' && statement.effect === 'Allow')) return false
  return (
    fits(statement.action, (pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase(), null)) &&
    fits(statement.resource, (pattern) => matchesArn(pattern, resource, known))
  )
}

function fits({patterns, negated}: PatternList, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== negated
}
