import type {OperationContext, Parameters} from '../service.js'
import {noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser} from './targets.js'
import {pathPrefix, policyArn, userName} from './validation.js'

export function attachUserPolicy(context: OperationContext, parameters: Parameters): undefined {
  const arn = policyArn(parameters)
  const user = permittedUser(context, 'iam:AttachUserPolicy', userName(parameters))
  if (!context.account.policies.has(arn)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
  }
  user.attachedPolicies.add(arn) // a second time changes nothing and is no error
}

export function detachUserPolicy(context: OperationContext, parameters: Parameters): undefined {
  const arn = policyArn(parameters)
  const user = permittedUser(context, 'iam:DetachUserPolicy', userName(parameters))
  if (!user.attachedPolicies.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
}

export function listAttachedUserPolicies(context: OperationContext, parameters: Parameters): object {
  const prefix = pathPrefix(parameters)
  const user = permittedUser(context, 'iam:ListAttachedUserPolicies', userName(parameters))
  const attached = [...user.attachedPolicies].flatMap((arn) => context.account.policies.get(arn) ?? [])
  const {items, end} = pageOf(
    parameters,
    attached.filter((policy) => policy.path.startsWith(prefix)),
    (policy) => policy.policyName,
  )
  return {
    AttachedPolicies: items.map(({policyName: PolicyName, arn: PolicyArn}) => ({PolicyName, PolicyArn})),
    ...end,
  }
}
