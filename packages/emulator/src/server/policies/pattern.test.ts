import {describe, expect, it} from 'vitest'
import {matchesPattern} from './pattern.js'

const ana = {'aws:username': 'ana', 'aws:PrincipalTag/star': '*'}

describe('a pattern of a policy', () => {
  it.each([
    ['*', '', true],
    ['user/*', 'user/lab/ana', true],
    ['Get*Balance', 'GetAccountBalance', true],
    ['Get*Balance', 'GetAccountBalances', false],
    ['a*b*c', 'a-b-b-c', true],
    ['?na', 'ana', true],
    ['?na', 'na', false],
    ['', 'ana', false],
    ['a.a', 'ana', false],
    ['user/${aws:username}', 'user/ana', true],
    ['user/${AWS:UserName}', 'user/ana', true],
    ['user/${aws:username}', 'user/bob', false],
    ['user/${aws:unknown}', 'user/', false],
    ['${aws:PrincipalTag/star}', 'anything', false],
    ['${aws:PrincipalTag/star}', '*', true],
    ['a${*}', 'a*', true],
    ['a${*}', 'ab', false],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text, ana)).toBe(expected)
  })

  it('knows no variables in the older version of policies', () => {
    expect(matchesPattern('${aws:username}', 'ana', null)).toBe(false)
    expect(matchesPattern('${aws:username}', '${aws:username}', null)).toBe(true)
  })

  it('answers at once when it is full of stars', () => {
    expect(matchesPattern(`${'*a'.repeat(1000)}b`, 'a'.repeat(2000), null)).toBe(false)
  })
})
