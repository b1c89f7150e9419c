import {describe, expect, it} from 'vitest'
import {AwsFailure, type AwsFailureInit} from '../aws/index.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {classify} from './classify.js'

function failure(init: Partial<AwsFailureInit>): AwsFailure {
  return new AwsFailure({
    kind: 'answer',
    service: 'mturk',
    operation: 'GetAccountBalance',
    host: 'h',
    message: '',
    ...init,
  })
}

const NOT_LINKED =
  'To use the MTurk API, you will need an Amazon Web Services (AWS) Account. Your AWS account must be linked to your Amazon Mechanical Turk Account. Visit https://requestersandbox.mturk.com/developer to get started.'
const WRONG_SECRET =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const TOKEN_INVALID = 'The security token included in the request is invalid.'
const NO_POLICY =
  'User: arn:aws:iam::123456789012:user/x is not authorized to perform: mechanicalturk:GetAccountBalance because no identity-based policy allows the mechanicalturk:GetAccountBalance action'
const DENIED_BY_SCP =
  'User: arn:aws:iam::123456789012:root is not authorized to perform: mechanicalturk:ListQualificationTypes with an explicit deny in a service control policy'
const BAD_CLAIMS =
  'The specified claims are invalid. Based on your request, your signature should be generated using the following string: … Check to make sure your system clock and timezone is not incorrect. Our current system time: 2014-01-30T22:01:26Z.'
const API_REMOVED =
  'This Requester API is no longer supported. Please use the latest API using the official AWS SDK. https://aws.amazon.com/getting-started/tools-sdks'
const BEHIND = 'Signature expired: 20180707T233021Z is now earlier than 20180710T071214Z (20180710T071714Z - 5 min.)'
const AHEAD =
  'Signature not yet current: 20180710T071214Z is still later than 20180707T233021Z (20180707T232521Z + 5 min.)'

describe('every answer that Mechanical Turk is known to give', () => {
  it.each([
    ['not linked', 'not_linked', {code: 'RequestError', turkErrorCode: 'AWS.AccountNotLinked', message: NOT_LINKED}],
    [
      'not linked, under a longer name',
      'not_linked',
      {code: 'RequestError', turkErrorCode: 'AWS.MechanicalTurk.AccountNotLinked'},
    ],
    ['not linked, by its words alone', 'not_linked', {code: 'RequestError', message: NOT_LINKED}],
    [
      'insufficient funds',
      'insufficient_funds',
      {
        code: 'RequestError',
        message: 'This Requester has insufficient funds in their account to complete this transaction. Please visit …',
      },
    ],
    [
      'insufficient funds, old code',
      'insufficient_funds',
      {code: 'RequestError', turkErrorCode: 'AWS.MechanicalTurk.InsufficientFunds'},
    ],
    [
      'account not allowed',
      'not_authorized',
      {code: 'RequestError', message: 'This user is not authorized to perform the requested operation.'},
    ],
    ['account not allowed, old code', 'not_authorized', {code: 'AWS.MechanicalTurk.PermissionDenied'}],
    ['key id unknown', 'bad_key_id', {code: 'UnrecognizedClientException', message: TOKEN_INVALID}],
    ['wrong secret', 'bad_secret', {code: 'InvalidSignatureException', message: WRONG_SECRET}],
    ['explicit deny by the organization', 'denied_by_scp', {code: 'AccessDeniedException', message: DENIED_BY_SCP}],
    ['a user without policy', 'no_policy', {code: 'AccessDeniedException', message: NO_POLICY}],
    [
      'a policy of the user that denies',
      'no_policy',
      {
        code: 'AccessDeniedException',
        message: 'User: x is not authorized to perform: y with an explicit deny in an identity-based policy',
      },
    ],
    [
      'another region',
      'wrong_region',
      {code: 'InvalidSignatureException', message: "Credential should be scoped to a valid region, not 'us-west-1'."},
    ],
    ['clock behind', 'clock_skew', {code: 'InvalidSignatureException', message: BEHIND}],
    ['clock ahead', 'clock_skew', {code: 'InvalidSignatureException', message: AHEAD}],
    ['clock, old API', 'clock_skew', {code: 'AWS.BadClaimsSupplied', message: BAD_CLAIMS}],
    [
      'clock, old API, as TurkErrorCode',
      'clock_skew',
      {code: 'RequestError', turkErrorCode: 'AWS.BadClaimsSupplied', message: BAD_CLAIMS},
    ],
    ['a request that is too old', 'clock_skew', {code: 'RequestExpired'}],
    ['throttled', 'throttled', {code: 'ThrottlingException', message: 'Rate exceeded'}],
    ['throttled without words', 'throttled', {httpStatus: 429}],
    ['server fault', 'service_fault', {code: 'ServiceFault', httpStatus: 500}],
    ['HTTP 505', 'service_fault', {httpStatus: 505, message: 'HTTP Version Not Supported'}],
    ['old API removed', 'service_closed', {code: 'Forbidden', httpStatus: 403, message: API_REMOVED}],
    ['gone', 'service_closed', {httpStatus: 410}],
    [
      'the old code for three things',
      'not_authorized',
      {
        code: 'AWS.NotAuthorized',
        message: 'The identity contained in the request is not authorized to use this AWSAccessKeyId',
      },
    ],
    ['no such host', 'unreachable', {kind: 'network', code: 'ENOTFOUND'}],
    ['refused', 'unreachable', {kind: 'network', code: 'ECONNREFUSED'}],
    ['timed out', 'unreachable', {kind: 'network', code: 'TIMEOUT'}],
  ] as const)('%s: %s', (_, verdict, init) => {
    expect(classify(failure({httpStatus: 400, ...init}))).toBe(verdict)
  })
})

describe('what STS and IAM say', () => {
  it.each([
    ['bad_key_id', {code: 'InvalidClientTokenId', httpStatus: 403, message: TOKEN_INVALID}],
    ['bad_secret', {code: 'SignatureDoesNotMatch', httpStatus: 403, message: WRONG_SECRET}],
    ['clock_skew', {code: 'SignatureDoesNotMatch', httpStatus: 403, message: BEHIND}],
    [
      'no_policy',
      {
        code: 'AccessDenied',
        httpStatus: 403,
        message: 'User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateAccessKey on resource: user x',
      },
    ],
    [
      'denied_by_scp',
      {
        code: 'AccessDenied',
        httpStatus: 403,
        message:
          'User: x is not authorized to perform: iam:CreateUser with an explicit deny in a service control policy',
      },
    ],
    ['throttled', {code: 'Throttling', httpStatus: 400, message: 'Rate exceeded'}],
    ['service_fault', {code: 'ServiceFailure', httpStatus: 500}],
    ['service_fault', {code: 'ConcurrentModification', httpStatus: 409}],
    ['temporary_credentials', {code: 'ExpiredToken', httpStatus: 403}],
    ['unknown', {code: 'NoSuchEntity', httpStatus: 404, message: 'The user with name x cannot be found.'}],
    ['unknown', {code: 'LimitExceeded', httpStatus: 409, message: 'Cannot exceed quota for AccessKeysPerUser: 2'}],
  ] as const)('%s for %j', (verdict, init) => {
    expect(classify(failure({service: 'iam', ...init}))).toBe(verdict)
  })
})

describe('the order of the tests', () => {
  it.each([
    [
      'a server fault before what its text says',
      'service_fault',
      {httpStatus: 503, code: 'AccessDeniedException', message: NO_POLICY},
    ],
    [
      'the signature before the code of Mechanical Turk',
      'bad_key_id',
      {code: 'UnrecognizedClientException', turkErrorCode: 'AWS.AccountNotLinked'},
    ],
    [
      'permission before the code of Mechanical Turk',
      'no_policy',
      {code: 'AccessDeniedException', turkErrorCode: 'AWS.AccountNotLinked', message: NO_POLICY},
    ],
    [
      'its code before its words',
      'not_linked',
      {turkErrorCode: 'AWS.AccountNotLinked', message: 'This Requester has insufficient funds'},
    ],
  ] as const)('%s', (_, verdict, init) => {
    expect(classify(failure(init))).toBe(verdict)
  })
})

describe('that the service has ended', () => {
  it.each([
    'This API is no longer available.',
    'Amazon Mechanical Turk has been discontinued.',
    'Amazon Mechanical Turk was permanently closed on September 30, 2026.',
    'The service is closed.',
  ])('is believed where the answer says it: %s', (message) => {
    expect(classify(failure({code: 'RequestError', httpStatus: 400, message}))).toBe('service_closed')
    expect(classify(failure({code: 'AccessDeniedException', httpStatus: 403, message}))).toBe('service_closed')
  })

  it.each([
    [{kind: 'network', code: 'ENOTFOUND'}, 'unreachable'],
    [{kind: 'network', code: 'ECONNRESET', message: 'the connection was closed'}, 'unreachable'],
    [{httpStatus: 503, message: 'The service is closed for maintenance.'}, 'service_fault'],
    [{httpStatus: 400, code: 'RequestError', message: 'This account is closed for maintenance.'}, 'unknown'],
    [{httpStatus: 404, message: 'Not Found'}, 'unknown'],
    [
      {
        code: 'AccessDeniedException',
        message: 'User: arn:aws:iam::1:user/is no longer supported is not authorized to perform: x',
      },
      'no_policy',
    ],
  ] as const)('is not made up from %j', (init, verdict) => {
    expect(classify(failure(init))).toBe(verdict)
  })
})

describe('what nobody has seen before', () => {
  it.each([
    [failure({httpStatus: 400, code: 'RequestError', turkErrorCode: 'AWS.MechanicalTurk.SomethingNew'})],
    [failure({httpStatus: 403, code: 'Forbidden', message: 'Go away'})],
    [failure({httpStatus: 403, code: 'AccessDeniedForSomeNewReason'})],
    [failure({httpStatus: 200})],
    [failure({kind: 'client'})],
    [new TypeError('a fault of ours')],
    ['a string'],
    [undefined],
    [new MturkError({code: 'usage', exit: Exit.usage, message: ''})],
    [new MturkError({code: 'toString', exit: Exit.unknown, message: ''})],
  ])('is unknown: %s', (error) => {
    expect(classify(error)).toBe('unknown')
  })

  it('but an error that is a verdict already stays one', () => {
    expect(classify(new MturkError({code: 'not_linked', exit: Exit.notLinked, message: ''}))).toBe('not_linked')
  })
})
