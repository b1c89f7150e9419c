import {describe, expect, it} from 'vitest'
import {parseTrustPolicy, trustOf} from './trust.js'

const ACCOUNT = '123456789012'
const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`
const assume = {Effect: 'Allow', Action: 'sts:AssumeRole'}
const text = (...statements: object[]) => JSON.stringify({Version: '2012-10-17', Statement: statements})

function trust(statements: object[], arns = [ANA]) {
  const whole = statements.map((statement) => ({...assume, ...statement}))
  return trustOf(parseTrustPolicy(text(...whole)), 'sts:AssumeRole', ACCOUNT, arns)
}

describe('a trust policy', () => {
  it.each([
    ['its user', {AWS: ANA}, 'named'],
    ['its user among others', {AWS: [`arn:aws:iam::${ACCOUNT}:user/bob`, ANA]}, 'named'],
    ['everybody', '*', 'named'],
    ['everybody of AWS', {AWS: '*'}, 'named'],
    ['its account by number', {AWS: ACCOUNT}, 'account'],
    ['its account by ARN', {AWS: `arn:aws:iam::${ACCOUNT}:root`}, 'account'],
    ['another account', {AWS: '999999999999'}, 'none'],
    ['somebody else', {AWS: `arn:aws:iam::${ACCOUNT}:user/bob`}, 'none'],
    ['a pattern, which a principal is not', {AWS: `arn:aws:iam::${ACCOUNT}:user/*`}, 'none'],
    ['a service', {Service: 'ec2.amazonaws.com'}, 'none'],
  ])('that names %s', (_whom, Principal, expected) => {
    expect(trust([{Principal}])).toBe(expected)
  })

  it('knows a role session by its role', () => {
    const session = [`arn:aws:sts::${ACCOUNT}:assumed-role/a/s`, `arn:aws:iam::${ACCOUNT}:role/a`]
    expect(trust([{Principal: {AWS: `arn:aws:iam::${ACCOUNT}:role/a`}}], session)).toBe('named')
  })

  it('ends where it denies, and does not begin under a condition or with another action', () => {
    const Principal = {AWS: ANA}
    expect(trust([{Principal}, {Effect: 'Deny', Principal: '*'}])).toBe('denied')
    expect(trust([{Principal, Condition: {StringEquals: {'sts:ExternalId': 'x'}}}])).toBe('none')
    expect(trust([{Principal, Action: 'sts:TagSession'}])).toBe('none')
    expect(trust([{Principal, Action: 'STS:*'}])).toBe('named')
  })

  it.each([
    ['a resource', {...assume, Principal: '*', Resource: '*'}, 'Has prohibited field Resource'],
    ['no principal', assume, 'Missing required field Principal'],
    ['a bad principal', {...assume, Principal: {AWS: 'ana'}}, 'Invalid principal in policy: "AWS":"ana"'],
    ['a principal that is a number', {...assume, Principal: {AWS: 1}}, 'Syntax errors in policy.'],
    ['a principal that is a word', {...assume, Principal: 'ana'}, 'Syntax errors in policy.'],
    ['no action', {Effect: 'Allow', Principal: '*'}, 'Policy statement must contain actions.'],
  ])('with %s is malformed', (_what, statement, message) => {
    expect(() => parseTrustPolicy(text(statement))).toThrow(
      expect.objectContaining({code: 'MalformedPolicyDocument', status: 400, message}),
    )
  })
})
