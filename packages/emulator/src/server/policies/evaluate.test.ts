import {describe, expect, it} from 'vitest'
import {parsePolicy, type Policy} from './document.js'
import {refusalOf, type Layers} from './evaluate.js'

const ANA = 'arn:aws:iam::123456789012:user/ana'

function policy(...statements: object[]): Policy {
  const whole = statements.map((statement) => ({Effect: 'Allow', Resource: '*', ...statement}))
  return parsePolicy(JSON.stringify({Version: '2012-10-17', Statement: whole}))
}

function not(statement: object): Policy {
  return parsePolicy(JSON.stringify({Version: '2012-10-17', Statement: {Effect: 'Allow', ...statement}}))
}

function ask(layers: Partial<Layers>, action = 'iam:CreateAccessKey', resource = ANA) {
  const variables = {'aws:username': 'ana'}
  const none: Layers = {serviceControl: [], identity: [], boundary: null, session: null, isGrantedByResource: false}
  return refusalOf({action, resource, variables}, {...none, ...layers})
}

const allowed = undefined
const notAllowed = 'because no identity-based policy allows the iam:CreateAccessKey action'
const ownKeys = policy({Action: 'iam:*AccessKey*', Resource: 'arn:aws:iam::*:user/${aws:username}'})

describe('what a user may do', () => {
  it('is nothing without a policy', () => {
    expect(ask({})).toBe(notAllowed)
  })

  it('is what one of the policies allows, without regard to case', () => {
    expect(ask({identity: [policy({Action: 'mechanicalturk:*'}), policy({Action: 'IAM:createaccesskey'})]})).toBe(
      allowed,
    )
    expect(ask({identity: [policy({Action: 'mechanicalturk:*'})]})).toBe(notAllowed)
  })

  it('reaches as far as the resource: its own user, and nobody else', () => {
    expect(ask({identity: [ownKeys]})).toBe(allowed)
    expect(ask({identity: [ownKeys]}, 'iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/bob')).toBe(notAllowed)
    expect(ask({identity: [ownKeys]}, 'iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/lab/ana')).toBe(notAllowed)
  })

  it('does not let a star reach over the colons of an ARN', () => {
    expect(ask({identity: [policy({Action: '*', Resource: 'arn:aws:iam::1*:user/ana'})]})).toBe(allowed)
    expect(ask({identity: [policy({Action: '*', Resource: 'arn:*:user/ana'})]})).toBe(notAllowed)
  })

  it('does not reach an action without resources through a policy on some', () => {
    const balance = 'mechanicalturk:GetAccountBalance'
    expect(ask({identity: [policy({Action: balance, Resource: ANA})]}, balance, '*')).toContain(balance)
    expect(ask({identity: [policy({Action: balance})]}, balance, '*')).toBe(allowed)
  })

  it('is everything else where a policy says NotAction or NotResource', () => {
    const identity = [not({NotAction: 'iam:Delete*', NotResource: 'arn:aws:iam::*:user/bob'})]
    expect(ask({identity})).toBe(allowed)
    expect(ask({identity}, 'iam:DeleteUser')).toContain('no identity-based policy')
    expect(ask({identity}, 'iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/bob')).toBe(notAllowed)
  })

  it('ends where any policy denies', () => {
    const deny = policy({Effect: 'Deny', Action: 'iam:Create*'})
    expect(ask({identity: [policy({Action: '*'}), deny]})).toBe('with an explicit deny in an identity-based policy')
  })

  it('ends at the permissions boundary', () => {
    const identity = [policy({Action: '*'})]
    expect(ask({identity, boundary: policy({Action: 'iam:*'})})).toBe(allowed)
    expect(ask({identity, boundary: policy({Action: 'mechanicalturk:*'})})).toBe(
      'because no permissions boundary allows the iam:CreateAccessKey action',
    )
    expect(ask({identity, boundary: policy({Effect: 'Deny', Action: '*'})})).toBe(
      'with an explicit deny in a permissions boundary',
    )
    expect(ask({identity: [], boundary: policy({Action: '*'})})).toBe(notAllowed)
  })

  it('is no more than its session was left with', () => {
    const identity = [policy({Action: '*'})]
    expect(ask({identity, session: [policy({Action: 'iam:*'})]})).toBe(allowed)
    expect(ask({identity, session: [policy({Action: 'sts:*'})]})).toBe(
      'because no session policy allows the iam:CreateAccessKey action',
    )
    expect(ask({identity, session: [policy({Effect: 'Deny', Action: 'iam:*'})]})).toBe(
      'with an explicit deny in a session policy',
    )
    expect(ask({session: [policy({Action: '*'})]})).toBe(notAllowed)
  })

  it('needs no policy of its own where the resource grants it, and still ends at every other line', () => {
    const isGrantedByResource = true
    const deny = policy({Effect: 'Deny', Action: 'iam:*'})
    expect(ask({isGrantedByResource})).toBe(allowed)
    expect(ask({isGrantedByResource, identity: [deny]})).toContain('explicit deny')
    expect(ask({isGrantedByResource, boundary: policy({Action: 'sts:*'})})).toContain('no permissions boundary')
    expect(ask({isGrantedByResource, session: [policy({Action: 'sts:*'})]})).toContain('no session policy')
  })

  it('is never more than is certain, where there is a condition', () => {
    const Condition = {IpAddress: {'aws:SourceIp': '192.0.2.0/24'}}
    expect(ask({identity: [policy({Action: '*', Condition})]})).toBe(notAllowed)
    expect(ask({identity: [policy({Action: '*'}, {Effect: 'Deny', Action: '*', Condition})]})).toContain(
      'explicit deny',
    )
  })
})

describe('what a user may do on a condition', () => {
  const mturkOnly = {ArnLike: {'iam:PolicyARN': 'arn:aws:iam::aws:policy/AmazonMechanicalTurk*'}}
  const attach = (effect: 'Allow' | 'Deny', Condition: object, keys?: Record<string, string>) =>
    refusalOf(
      {action: 'iam:AttachUserPolicy', resource: ANA, variables: {'aws:username': 'ana'}, keys},
      {
        serviceControl: [],
        identity: [policy({Action: '*', Effect: effect, Condition}, ...(effect === 'Deny' ? [{Action: '*'}] : []))],
        boundary: null,
        session: null,
        isGrantedByResource: false,
      },
    )
  const full = {'iam:PolicyARN': 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'}
  const other = {'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess'}

  it('is what fits it, and nothing where the request does not say', () => {
    expect(attach('Allow', mturkOnly, full)).toBe(allowed)
    expect(attach('Allow', mturkOnly, other)).toContain('no identity-based policy')
    expect(attach('Allow', mturkOnly)).toContain('no identity-based policy')
    expect(attach('Allow', {StringEquals: {'aws:username': ['bob', 'ana']}})).toBe(allowed)
    expect(attach('Allow', {StringEquals: {'aws:username': 'bob'}})).toContain('no identity-based policy')
  })

  it('is denied only by what fits it, or is not understood', () => {
    expect(attach('Deny', mturkOnly, full)).toContain('explicit deny')
    expect(attach('Deny', mturkOnly, other)).toBe(allowed)
    expect(attach('Deny', {ArnNotLike: mturkOnly.ArnLike}, full)).toContain('explicit deny')
  })
})

describe('what the root user may do', () => {
  it('is everything', () => {
    expect(ask({identity: null})).toBe(allowed)
  })

  it('ends where a service control policy denies', () => {
    const serviceControl = [policy({Effect: 'Deny', Action: 'iam:*'})]
    expect(ask({identity: null, serviceControl})).toBe('with an explicit deny in a service control policy')
  })
})
