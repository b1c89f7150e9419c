import type {Account} from '../account/account.js'
import type {Principal} from '../account/principal.js'
import {frontEndError, type Dialect} from '../protocols/front-end-errors.js'
import {parsePolicy, type Policy} from './document.js'
import {refusalOf} from './evaluate.js'

/** What an action is done to. */
export interface Target {
  /** What policies name; `*` for an action that knows no resources. */
  readonly arn: string
  /** How AWS's refusal names it: `user ana`, an ARN, or nothing at all. */
  readonly shownAs?: string
}

/**
 * Lets a principal pass or stops it, from its own policies, its permissions boundary and the account's service control
 * policies.
 *
 * @throws ServiceError AccessDenied or AccessDeniedException, in AWS's words
 */
export function authorize(account: Account, principal: Principal, action: string, target: Target, dialect: Dialect) {
  const {user, arn} = principal
  const boundary = user?.permissionsBoundary
  const refusal = refusalOf(
    {action, resource: target.arn, variables: variablesOf(account, principal)},
    {
      serviceControl: account.serviceControlPolicies,
      identity: user === null ? null : identityPolicies(account, principal),
      boundary: boundary ? parsePolicy(account.policies.get(boundary)?.document ?? NOTHING) : null,
    },
  )
  if (refusal === undefined) return
  const on = target.shownAs === undefined ? '' : ` on resource: ${target.shownAs}`
  throw frontEndError('accessDenied', dialect, `User: ${arn} is not authorized to perform: ${action}${on} ${refusal}`)
}

/** A boundary whose policy is gone allows nothing. */
const NOTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'

function identityPolicies(account: Account, {user}: Principal): Policy[] {
  const attached = [...(user?.attachedPolicies ?? [])].flatMap((arn) => account.policies.get(arn)?.document ?? [])
  return [...attached, ...(user?.inlinePolicies.values() ?? [])].map(parsePolicy)
}

/** Source: "Principal properties" in the list of global condition keys, IAM user guide. */
function variablesOf(account: Account, {user, arn, userId}: Principal): Record<string, string> {
  return {
    'aws:userid': userId,
    'aws:PrincipalAccount': account.id,
    'aws:PrincipalArn': arn,
    'aws:PrincipalType': user === null ? 'Account' : 'User',
    ...(user === null ? {} : {'aws:username': user.userName}),
    ...Object.fromEntries((user?.tags ?? []).map(({key, value}) => [`aws:PrincipalTag/${key}`, value])),
  }
}
