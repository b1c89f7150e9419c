import {adminFromKey, type Aws, type AwsFailure} from '../aws/index.js'
import type {AccessKey} from '../credentials/index.js'
import {classify, isExplicitDeny} from '../mturk/index.js'
import {hasCode} from './api.js'
import {iamApi} from './iam-api.js'
import type {Identity} from './identity.js'
import {isMturkOnly} from './policies.js'

/**
 * What a user's key may do beyond Mechanical Turk, in words; null where nobody can tell, because the key may not read its
 * own policies. A user that only has our policies looks like that, and so does an administrator to whom reading IAM is
 * denied: good enough for a key that is in use, and no proof for one that was just handed over.
 *
 * @throws AwsFailure for anything but a refusal
 */
export async function rightsBeyondMturk(aws: Aws, key: AccessKey, {userName}: Identity): Promise<string | null> {
  if (userName === null) return null
  const iam = iamApi(aws, adminFromKey(key, 'the key itself'))
  try {
    const [attached, inline] = await Promise.all([
      iam.listAttachedUserPolicies(userName),
      iam.listUserPolicies(userName),
    ])
    const others = [
      ...attached.filter((arn) => !isMturkOnly({arn})).map(policyName),
      ...inline.filter((inlineName) => !isMturkOnly({inlineName})),
    ]
    if (others.length > 0) return `carries ${others.join(', ')} besides Mechanical Turk`
    // None of the policies for Mechanical Turk allows these questions, so the right to ask them comes from elsewhere.
    return 'may read IAM, so it has rights that none of its own policies gives, from a group as a rule'
  } catch (error) {
    if (isRefusal(error)) return null
    throw error
  }
}

/**
 * Whether a key may make IAM users, asked without making one: IAM looks at the right before it looks at the name, and the
 * key's own user is there already.
 *
 * @returns `no` where no policy allows it; `forbidden` where something denies it, and so hides what else is allowed
 * @throws AwsFailure for anything but an answer about that right
 */
export async function mayMakeUsers(aws: Aws, key: AccessKey, userName: string): Promise<'yes' | 'no' | 'forbidden'> {
  try {
    await iamApi(aws, adminFromKey(key)).createUser({userName, path: '/', tags: {}})
    return 'yes'
  } catch (error) {
    if (hasCode(error, 'EntityAlreadyExists')) return 'yes'
    if (!isRefusal(error)) throw error
    return isExplicitDeny({failure: error}) ? 'forbidden' : 'no'
  }
}

function isRefusal(error: unknown): error is AwsFailure {
  const verdict = classify(error)
  return verdict === 'no_policy' || verdict === 'denied_by_scp'
}

function policyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
