import {describe, expect, it} from 'vitest'
import {parsePolicy} from './document.js'

const statement = {Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}
const policy = (change: object) => JSON.stringify({Version: '2012-10-17', Statement: [{...statement, ...change}]})

describe('a policy document', () => {
  it('may have one statement without a list', () => {
    expect(parsePolicy(JSON.stringify({Version: '2012-10-17', Statement: statement})).statements).toHaveLength(1)
  })

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no object', '[]', 'Syntax errors in policy.'],
    ['an unknown version', '{"Version": "2020-01-01", "Statement": []}', 'Syntax errors in policy.'],
    ['no statement', '{"Version": "2012-10-17", "Statement": []}', 'Syntax errors in policy.'],
    ['no effect', policy({Effect: 'allow'}), 'Syntax errors in policy.'],
    ['no action', policy({Action: undefined}), 'Policy statement must contain actions.'],
    ['no resource', policy({Resource: undefined}), 'Policy statement must contain resources.'],
    ['both kinds of action', policy({NotAction: 'iam:GetUser'}), 'Syntax errors in policy.'],
    [
      'an action without a service',
      policy({Action: 'GetUser'}),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    ['a resource that is no ARN', policy({Resource: 'ana'}), 'Resource ana must be in ARN format or "*".'],
    ['a principal', policy({Principal: '*'}), 'Policy document should not specify a principal.'],
  ])('with %s is malformed', (_what, text, message) => {
    expect(() => parsePolicy(text)).toThrow(
      expect.objectContaining({code: 'MalformedPolicyDocument', status: 400, message}),
    )
  })
})
