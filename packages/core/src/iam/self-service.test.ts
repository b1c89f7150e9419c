import {describe, expect, it} from 'vitest'

import {AwsFailure} from '../aws/index.js'
import {isMturkError, type MturkError} from '../errors.js'
import {describeRemedy, run} from '../remedy.js'
import {selfServiceExplainer} from './self-service.js'

const ARN = 'arn:aws:iam::123456789012:user/labs/vision/anna'
const ADMINISTRATOR = {
  identity: {account: '123456789012', arn: ARN, kind: 'user', userName: 'anna'},
  origin: '~/.aws/credentials [default]',
} as const
const AGAIN = run('mturk keys list --user anna --admin-profile PROFILE')

function explained(because: string): MturkError {
  const failure = new AwsFailure({
    kind: 'answer',
    service: 'iam',
    operation: 'ListAccessKeys',
    host: 'iam.amazonaws.com',
    httpStatus: 403,
    code: 'AccessDenied',
    message: `User: ${ARN} is not authorized to perform: iam:ListAccessKeys on resource: user anna ${because}`,
  })
  const error = selfServiceExplainer(ADMINISTRATOR, AGAIN)(failure)
  if (!isMturkError(error)) throw error
  return error
}

describe('a key that may not look after itself', () => {
  it('gets the exact inline policy with the path of its user, a command that adds it, and another way', () => {
    const {exit, code, message, remedy} = explained(
      'because no identity-based policy allows the iam:ListAccessKeys action',
    )
    expect({exit, code}).toEqual({exit: 5, code: 'no_policy'})
    expect(message).toContain('Asked as user/anna, account 1234-5678-9012')
    const words = describeRemedy(remedy) ?? ''
    expect(words).toContain('aws iam put-user-policy --user-name anna --policy-name mturk-self-rotation')
    expect(words).toContain('"Resource":"arn:aws:iam::*:user/labs/vision/${aws:username}"')
    expect(words).toContain('https://console.aws.amazon.com/iam/home#/users/details/anna')
    expect(words).toContain(AGAIN.command)
  })

  it('is not sent for a policy where something denies it outright', () => {
    const words = describeRemedy(explained('with an explicit deny in an identity-based policy').remedy) ?? ''
    expect(words).not.toContain('put-user-policy')
    expect(words).toContain('MFA')
    expect(words).toContain(AGAIN.command)
  })

  it('has its own words where the organization forbids it', () => {
    expect(explained('with an explicit deny in a service control policy').code).toBe('denied_by_scp')
  })
})
