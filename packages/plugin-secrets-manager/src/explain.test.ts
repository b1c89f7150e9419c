import {AwsFailure, type AwsFailureInit} from '@mturk-cli/core/aws'
import {expect, it} from 'vitest'
import {explain} from './explain.js'

const ASKED = {region: 'eu-central-1', name: 'mturk/lab'}

function failure(more: Partial<AwsFailureInit>): AwsFailure {
  const host = 'secretsmanager.eu-central-1.amazonaws.com'
  const base = {kind: 'answer', service: 'secrets-manager', operation: 'GetSecretValue', host, message: ''} as const
  return new AwsFailure({...base, httpStatus: 400, ...more})
}

const DENIED =
  'User: arn:aws:iam::123456789012:user/ana is not authorized to perform: secretsmanager:GetSecretValue on resource: mturk/lab because no identity-based policy allows the secretsmanager:GetSecretValue action'

// AWS's texts: Secrets Manager API reference, terraform-provider-aws, aws-sdk-js-v3.
it.each<[string, Partial<AwsFailureInit>, string, RegExp]>([
  [
    'a missing right names the action',
    {code: 'AccessDeniedException', message: DENIED},
    'denied',
    /must allow secretsmanager:GetSecretValue/,
  ],
  [
    'a missing right to the KMS key is told apart from one to the secret',
    {code: 'AccessDeniedException', message: 'Access to KMS is not allowed'},
    'denied',
    /kms:Decrypt/,
  ],
  [
    'a KMS key that cannot be used',
    {code: 'DecryptionFailure', message: "Secrets Manager can't decrypt the protected secret text."},
    'denied',
    /kms:Decrypt.*enabled/,
  ],
  [
    'no such secret here',
    {code: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret."},
    'not_found',
    /mturk config set secrets-manager\.region REGION/,
  ],
  [
    'scheduled for deletion, with the command that brings it back',
    {
      code: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    },
    'not_found',
    /aws secretsmanager restore-secret --secret-id mturk\/lab --region eu-central-1/,
  ],
  [
    'the name is still taken by one that is scheduled for deletion',
    {
      code: 'InvalidRequestException',
      message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
    },
    'not_found',
    /restore-secret/,
  ],
  [
    'throttling',
    {code: 'ThrottlingException', message: 'Rate exceeded'},
    'unavailable',
    /takes no more requests.*Wait a minute/,
  ],
  [
    'a key signed for another region',
    {code: 'InvalidSignatureException', message: 'Credential should be scoped to a valid region.'},
    'unavailable',
    /Is eu-central-1 the right region\?/,
  ],
  [
    'a region that does not exist',
    {kind: 'network', code: 'ENOTFOUND', message: 'The name of the host cannot be found.'},
    'unavailable',
    /Is eu-central-1 the right region\?/,
  ],
  [
    'a region that is switched off, or a key that is gone',
    {code: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.'},
    'denied',
    /eu-central-1 is not enabled/,
  ],
  [
    'a sign-in that is over',
    {code: 'ExpiredTokenException', message: 'The security token included in the request is expired'},
    'denied',
    /is expired"\. The credentials that ask have expired\. Sign in again \(`aws sso login`\)/,
  ],
  [
    'a clock that is wrong',
    {code: 'InvalidSignatureException', message: 'Signature expired: 20261121T100000Z is now earlier than'},
    'denied',
    /clock is wrong\. Set the clock/,
  ],
  [
    'silence where a setting sent the question',
    {kind: 'network', code: 'ECONNREFUSED', message: 'x refused the connection.', overriddenBy: 'AWS_ENDPOINT_URL'},
    'unavailable',
    /AWS_ENDPOINT_URL sends the requests there/,
  ],
  [
    'something that is no answer of AWS',
    {httpStatus: 200},
    'unavailable',
    /with HTTP 200, and with nothing that mturk can read\. mturk config list/,
  ],
  [
    'a value that AWS refuses',
    {code: 'ValidationException', message: 'Invalid name'},
    'unavailable',
    /"Invalid name" mturk config list/,
  ],
])('%s', (_, init, code, next) => {
  const said = explain(failure(init), ASKED)
  expect(said).toMatchObject({name: 'MturkBackendError', code})
  expect(`${said.message} ${said.remedy ?? ''}`).toMatch(next)
})

it('says each of them in words of its own', () => {
  const codes = ['AccessDeniedException', 'ResourceNotFoundException', 'ThrottlingException', 'InternalServiceError']
  expect(new Set(codes.map((code) => explain(failure({code}), ASKED).message)).size).toBe(codes.length)
})

it('names the key and the setting where a secret could not be made with them', () => {
  const denied = failure({
    operation: 'CreateSecret',
    code: 'AccessDeniedException',
    message: 'Access to KMS is not allowed',
  })
  expect(explain(denied, {...ASKED, kmsKey: 'alias/mturk'}).message).toContain(
    'Access to KMS is not allowed". The KMS key alias/mturk (secrets-manager.kms-key) cannot be used.',
  )
})
