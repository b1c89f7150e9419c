import {AwsFailure, cleanWord, type AdminCredentials, type Aws} from '../aws/index.js'
import type {AccessKey} from '../credentials/index.js'
import {formatAccount} from '../mturk/index.js'

export interface Identity {
  /** Twelve digits. */
  readonly account: string
  readonly arn: string
  readonly kind: 'root' | 'user' | 'role' | 'federated'
  /** Only an IAM user has one; without its path. */
  readonly userName: string | null
}

/**
 * Whose key it is. STS answers every valid key; no policy is needed for it, and none can forbid it to a user.
 *
 * @throws AwsFailure, also where the answer names nobody
 */
export async function getIdentity(aws: Aws, who: AdminCredentials | AccessKey): Promise<Identity> {
  const sts = aws.sts(who)
  const {Arn: arn} = await sts.call('GetCallerIdentity', {})
  const identity = arn === undefined ? null : parseArn(arn)
  if (identity) return identity
  const {host, overriddenBy} = await sts.endpoint()
  throw new AwsFailure({
    kind: 'answer',
    service: 'sts',
    operation: 'GetCallerIdentity',
    host,
    overriddenBy,
    httpStatus: 200,
    message: arn === undefined ? 'The answer names nobody.' : `The answer names somebody strange: ${cleanWord(arn)}`,
  })
}

/** `user/mturk-requester, account 1234-5678-9012` */
export function identityText({account, kind, arn, userName}: Identity): string {
  const who = kind === 'root' ? 'root user' : kind === 'user' ? `user/${userName}` : arn.slice(arn.lastIndexOf(':') + 1)
  return `${who}, account ${formatAccount(account)}`
}

/** The path in the ARN of an IAM user: `/` or `/labs/vision/`. */
export function userPath(arn: string): string {
  const [, path = '/'] = /:user(\/(?:.*\/)?)[^/]*$/.exec(arn) ?? []
  return path
}

/** `arn:aws:iam::123456789012:user/lab/ann` (IAM user guide, ARNs). */
export function parseArn(arn: string): Identity | null {
  const [, account, resource = ''] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? []
  if (account === undefined) return null
  if (resource === 'root') return {account, arn, kind: 'root', userName: null}
  const [type, ...rest] = resource.split('/')
  switch (type) {
    case 'user':
      return {account, arn, kind: 'user', userName: rest.at(-1) ?? null}
    case 'assumed-role':
      return {account, arn, kind: 'role', userName: null}
    case 'federated-user':
      return {account, arn, kind: 'federated', userName: null}
    default:
      return null
  }
}
