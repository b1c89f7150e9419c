import type {OperationContext} from '../service.js'

/** Needs no permission: even an explicit deny does not stop it (STS API reference). */
export function getCallerIdentity({account, caller}: OperationContext): object {
  return {Arn: caller.arn, UserId: caller.userId, Account: account.id}
}
