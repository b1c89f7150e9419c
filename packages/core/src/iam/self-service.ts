import {isAwsFailure} from '../aws/index.js'
import {isMturkError, MturkError} from '../errors.js'
import {classify, formatAccount, isExplicitDeny} from '../mturk/index.js'
import {open, run, say, type Remedy} from '../remedy.js'
import {administrationExplainer, type Administrator} from './explain.js'
import {userPath} from './identity.js'
import {SELF_ROTATION_POLICY_NAME, selfRotationPolicy} from './policies.js'

const USER_PAGE = 'https://console.aws.amazon.com/iam/home#/users/details/'

/** How an administrator lets a user see and change their own keys: the exact inline policy, and both ways to add it. */
export function howToAllowSelfService({arn, userName}: {arn: string; userName: string}): readonly Remedy[] {
  return [
    say(`Its own keys are what this inline policy is about. An administrator of the account adds it with the AWS CLI:`),
    run(
      'aws iam put-user-policy',
      '--user-name',
      userName,
      '--policy-name',
      SELF_ROTATION_POLICY_NAME,
      // IAM has no regions, and the AWS CLI asks for one all the same.
      '--region',
      'us-east-1',
      '--policy-document',
      selfRotationPolicy(userPath(arn)),
    ),
    say(
      'Or in the console: "Add permissions", "Create inline policy", JSON, and paste what stands between the last quotes:',
    ),
    open(`${USER_PAGE}${encodeURIComponent(userName)}`),
  ]
}

/**
 * A failure of IAM where a key looks after itself and its sister: what right is missing, and how somebody adds it. What
 * denies outright no policy can allow.
 *
 * @param again the command that an administrator could type instead
 */
export function selfServiceExplainer(administrator: Administrator, again: Remedy): (error: unknown) => Error {
  const explain = administrationExplainer(administrator)
  const {account, arn, userName} = administrator.identity
  return (error) => {
    const explained = explain(error)
    if (!isAwsFailure(error) || !isMturkError(explained) || classify(error) !== 'no_policy' || userName === null) {
      return explained
    }
    const instead = [
      say(`Or an administrator of account ${formatAccount(account)} does it (PROFILE is theirs):`),
      again,
    ]
    const remedy = isExplicitDeny({failure: error})
      ? [
          say(
            'A policy denies it outright, so no other policy can allow it. Where it demands MFA, a long-lived key cannot do it at all.',
          ),
          ...instead,
        ]
      : [...howToAllowSelfService({arn, userName}), ...instead]
    const {code, exit, message} = explained
    return new MturkError({code, exit, message, remedy, cause: error})
  }
}
