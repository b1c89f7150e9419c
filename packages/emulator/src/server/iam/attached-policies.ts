import type {PolicyHolder} from '../account/policy-holder.js'
import type {Operation, OperationContext, Parameters} from '../service.js'
import {noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import type {HolderKind} from './policy-holders.js'
import {pathPrefix, policyArn} from './validation.js'

/** AttachUserPolicy, DetachUserPolicy, ListAttachedUserPolicies, or those of groups. */
export function attachedPolicyOperations(kind: HolderKind): [string, Operation][] {
  const permitted = (context: OperationContext, operation: string, parameters: Parameters) =>
    kind.permitted(context, `iam:${operation}`, kind.nameForAttached(parameters))
  const attach = `Attach${kind.noun}Policy`
  const detach = `Detach${kind.noun}Policy`
  const list = `ListAttached${kind.noun}Policies`
  return [
    [
      attach,
      (context, parameters) => {
        const arn = policyArn(parameters)
        const holder = permitted(about(context, arn), attach, parameters)
        if (!context.account.policies.has(arn)) {
          throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
        }
        holder.attachedPolicies.add(arn) // a second time changes nothing and is no error
        return undefined
      },
    ],
    [
      detach,
      (context, parameters) => {
        const arn = policyArn(parameters)
        const holder = permitted(about(context, arn), detach, parameters)
        if (!holder.attachedPolicies.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
        return undefined
      },
    ],
    [list, (context, parameters) => attachedShape(context, parameters, permitted(context, list, parameters))],
  ]
}

/** Policies may say which policy somebody attaches (service authorization reference, IAM, `iam:PolicyARN`). */
function about(context: OperationContext, arn: string): OperationContext {
  const keys = {'iam:PolicyARN': arn}
  return {...context, authorize: (action, target) => context.authorize(action, {...target, keys})}
}

function attachedShape({account}: OperationContext, parameters: Parameters, holder: PolicyHolder): object {
  const prefix = pathPrefix(parameters)
  const attached = [...holder.attachedPolicies].flatMap((arn) => account.policies.get(arn) ?? [])
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
