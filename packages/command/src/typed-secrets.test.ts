import {describe, expect, it} from 'vitest'

import {withoutTypedSecrets} from './typed-secrets.js'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

describe('what has the shape of a secret and was typed', () => {
  it.each([
    ['an argument', [SECRET]],
    ['the value of a flag', ['--profile', SECRET]],
    ['the value behind an equals sign', [`--profile=${SECRET}`]],
    ['a flag', [`--${SECRET}`]],
    ['a pair with its id', [`AKIAIOSFODNN7EXAMPLE:${SECRET}`]],
    ['a line of a file', [`aws_secret_access_key = "${SECRET}"`]],
  ])('is covered: %s', (_what, typed) => {
    expect(withoutTypedSecrets(`a "${SECRET}" b ${SECRET}`, typed)).toBe('a "****************" b ****************')
  })

  it('is nothing shorter, nothing longer, and no path', () => {
    for (const word of [SECRET.slice(1), `${SECRET}x`, '/home/anna/Downloads/anna_accessKeys-1234.csv']) {
      expect(withoutTypedSecrets(`a ${word} b`, [word])).toBe(`a ${word} b`)
    }
  })

  it('is not what was not typed', () => {
    expect(withoutTypedSecrets(`a ${SECRET}`, ['balance'])).toBe(`a ${SECRET}`)
  })
})
