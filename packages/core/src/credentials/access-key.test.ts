import {describe, expect, it} from 'vitest'

import {kindOfAccessKeyId, maskAccessKeyId, oddityOfSecret, unwrapKey, wholeAccessKeyId, wrapKey} from './access-key.js'
import {Secret} from './secret.js'

describe('the shape of an access key id', () => {
  it.each([
    ['AKIAIOSFODNN7EXAMPLE', 'long-lived'],
    ['AKIA2345672345672345', 'long-lived'],
    ['ASIAIOSFODNN7EXAMPLE', 'temporary'],
    ['AKIAIOSFODNN7EXAMPL', 'malformed'],
    ['AKIAIOSFODNN7EXAMPLEX', 'malformed'],
    ['AKIAIOSFODNN0EXAMPLE', 'malformed'], // base 32 has neither 0 nor 1
    ['akiaiosfodnn7example', 'malformed'],
    [' AKIAIOSFODNN7EXAMPLE', 'malformed'],
    ['AKIAIOSFODNN7EXAMPLE\n', 'malformed'],
    ['YourAccessKeyId', 'malformed'],
    ['', 'malformed'],
  ])('%j is %s', (accessKeyId, kind) => {
    expect(kindOfAccessKeyId(accessKeyId)).toBe(kind)
  })
})

describe('the mask of an access key id', () => {
  it('shows the last four, as the AWS CLI does', () => {
    expect(maskAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBe('****************MPLE')
  })

  it('shows nothing of what is no id: it may be a misplaced secret', () => {
    expect(maskAccessKeyId('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe('****************')
  })

  it.each(['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', 'my-key', 'YourAccessKeyId', 'akiaiosfodnn7example', ''])(
    'gives a script what can hold no secret: %j',
    (id) => {
      expect(wholeAccessKeyId(id)).toBe(id)
    },
  )

  it.each([
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'wJalrXUtnFEMI/K7MDENG',
    ' AKIAIOSFODNN7EXAMPLE',
    'my key',
    'a-name-that-is-far-too-long',
  ])('gives a script nothing of %j, which may be a secret', (id) => {
    expect(wholeAccessKeyId(id)).toBe('****************')
  })

  it.each([
    '\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ...['', ',', ' ', ':'].map((between) => `${between}wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`),
    '\n',
  ])('gives a script the id and not what is pasted behind it: %j', (behind) => {
    expect(wholeAccessKeyId(`AKIAIOSFODNN7EXAMPLE${behind}`)).toBe('AKIAIOSFODNN7EXAMPLE****************')
  })
})

describe('oddities of a secret', () => {
  it.each([
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', /^nothing$/],
    ['', /empty/],
    [' wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', /blank/],
    ['"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"', /quotes/],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE$EY', /character/],
    ['tooShort', /8 characters/],
  ])('%j', (value, complaint) => {
    const oddity = oddityOfSecret(new Secret(value)) ?? 'nothing'
    expect(oddity).toMatch(complaint)
    expect(oddity.includes(value)).toBe(value === '')
  })
})

it('wraps and unwraps a key without loss, and an empty token is none', () => {
  const key = {accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 's', sessionToken: 't'}
  expect(unwrapKey(wrapKey(key))).toEqual(key)
  expect(unwrapKey(wrapKey({...key, sessionToken: ''}))).toEqual({accessKeyId: key.accessKeyId, secretAccessKey: 's'})
})
