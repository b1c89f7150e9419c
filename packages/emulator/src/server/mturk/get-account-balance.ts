import type {OperationContext} from '../service.js'
import {accountNotLinked} from './errors.js'

/** MTurk knows no resource-level permissions, so only a policy on `*` allows it. */
export function getAccountBalance(context: OperationContext): object {
  context.authorize('mechanicalturk:GetAccountBalance', {arn: '*'})
  const {linked, available, onHold} = context.account.requesters[context.environment]
  if (!linked) throw accountNotLinked(context.environment, context.now)
  return {AvailableBalance: available, ...(onHold === null ? {} : {OnHoldBalance: onHold})}
}
