import type {Account} from '../account/account.js'
import type {PolicyHolder} from '../account/policy-holder.js'
import type {Identity, Principal} from '../account/principal.js'
import {frontEndError, type Dialect} from '../protocols/front-end-errors.js'
import {parsePolicy, type Policy} from './document.js'
import {refusalOf} from './evaluate.js'

/** What an action is done to. */
export interface Target {
  /** What policies name; `*` for an action that knows no resources. */
  readonly arn: string
  /** How AWS's refusal names it: `user ana`, an ARN, or nothing at all. */
  readonly shownAs?: string
  /** Its own policy names who asks, so that no identity policy needs to allow it. */
  readonly isGranted?: boolean
  /** What conditions may ask of this request: `iam:PolicyARN`. */
  readonly keys?: Readonly<Record<string, string>>
}

/**
 * Lets a principal pass or stops it, from its own policies and its groups', its permissions boundary, its session's
 * policies and the account's service control policies.
 *
 * @throws ServiceError AccessDenied or AccessDeniedException, in AWS's words
 */
export function authorize(account: Account, principal: Principal, action: string, target: Target, dialect: Dialect) {
  const {identity, arn, session} = principal
  const boundary = boundaryOf(identity)
  const refusal = refusalOf(
    {action, resource: target.arn, variables: variablesOf(account, principal), keys: target.keys},
    {
      serviceControl: account.serviceControlPolicies,
      identity: identityPolicies(account, identity),
      boundary: boundary === null ? null : parsePolicy(account.policies.get(boundary)?.document ?? NOTHING),
      session: session?.sessionPolicies ?? null,
      isGrantedByResource: target.isGranted ?? false,
    },
  )
  if (refusal === undefined) return
  const on = target.shownAs === undefined ? '' : ` on resource: ${target.shownAs}`
  throw frontEndError('accessDenied', dialect, `User: ${arn} is not authorized to perform: ${action}${on} ${refusal}`)
}

/** A boundary whose policy is gone allows nothing. */
const NOTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'

function boundaryOf(identity: Identity): string | null {
  if (identity.kind === 'root') return null
  return identity.kind === 'user' ? identity.user.permissionsBoundary : identity.role.permissionsBoundary
}

/** null: the root user, who needs none. */
function identityPolicies(account: Account, identity: Identity): Policy[] | null {
  if (identity.kind === 'root') return null
  const holders: PolicyHolder[] =
    identity.kind === 'role' ? [identity.role] : [identity.user, ...account.groupsOf(identity.user)]
  return holders.flatMap(({attachedPolicies, inlinePolicies}) => {
    const attached = [...attachedPolicies].flatMap((arn) => account.policies.get(arn)?.document ?? [])
    return [...attached, ...inlinePolicies.values()].map(parsePolicy)
  })
}

/** Source: "Principal properties" in the list of global condition keys, IAM user guide. */
function variablesOf(account: Account, {identity, arn, userId}: Principal): Record<string, string> {
  const common = {'aws:userid': userId, 'aws:PrincipalAccount': account.id}
  switch (identity.kind) {
    case 'root':
      return {...common, 'aws:PrincipalArn': arn, 'aws:PrincipalType': 'Account'}
    case 'role':
      return {...common, 'aws:PrincipalArn': identity.role.arn, 'aws:PrincipalType': 'AssumedRole'}
    case 'user': {
      const {userName, tags} = identity.user
      return {
        ...common,
        'aws:PrincipalArn': arn,
        'aws:PrincipalType': 'User',
        'aws:username': userName,
        ...Object.fromEntries(tags.map(({key, value}) => [`aws:PrincipalTag/${key}`, value])),
      }
    }
  }
}
