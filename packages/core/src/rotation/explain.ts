import {isAwsFailure} from '../aws/index.js'
import {isMturkError, MturkError} from '../errors.js'
import {administrationExplainer, selfServiceExplainer, type Administrator} from '../iam/index.js'
import {classify, formatAccount, verdictError} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import type {RotationRequest} from './state.js'

const SCP_PAGE = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'

/** Who signs, for the words of a failure. */
export interface Who {
  readonly administrator: Administrator
  readonly signer: RotationRequest['signer']
  readonly userName: string
}

/**
 * A failure of a rotation, in words: which right is missing and how somebody adds it. What is no failure of AWS stays as
 * it is.
 */
export function rotationExplainer({administrator, signer, userName}: Who): (error: unknown) => Error {
  const again = run('mturk keys rotate', '--user', userName, '--admin-profile', 'PROFILE')
  const explain =
    signer === 'self' ? selfServiceExplainer(administrator, again) : administrationExplainer(administrator, again)
  return (error) => {
    if (!isAwsFailure(error)) return verdictError(error)
    if (error.service !== 'iam') return verdictError(error, {userName})
    return classify(error) === 'denied_by_scp' ? deniedByScp(error, explain(error), administrator) : explain(error)
  }
}

/** Whoever is root in the account cannot allow it either. */
function deniedByScp(cause: unknown, explained: Error, {identity}: Administrator): Error {
  if (!isMturkError(explained)) return explained
  const {code, exit, message} = explained
  const account = formatAccount(identity.account)
  return new MturkError({
    code,
    exit,
    message: message.replace('forbids this to', 'forbids changing access keys to'),
    remedy: [
      say(
        `Ask whoever manages your AWS Organization to rotate the key, or to allow iam:CreateAccessKey, iam:UpdateAccessKey and iam:DeleteAccessKey in account ${account}.`,
      ),
      open(SCP_PAGE),
    ],
    cause,
  })
}
