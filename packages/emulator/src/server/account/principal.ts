import type {AccessKey, Account, User} from './account.js'

/** Who asks: what the signature proved. */
export interface Principal {
  readonly accessKeyId: string
  /** null: the root user. */
  readonly user: User | null
  readonly arn: string
  /** What GetCallerIdentity shows: AIDA… for a user, the account number for root. */
  readonly userId: string
}

export function principalOf(account: Account, {accessKeyId, user}: AccessKey): Principal {
  return {accessKeyId, user, arn: user?.arn ?? account.rootArn, userId: user?.userId ?? account.id}
}
