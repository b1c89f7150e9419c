import {inspect} from 'node:util'

import {describe, expect, it} from 'vitest'

import {Secret} from './secret.js'

const MARKER = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

describe('Secret', () => {
  const secret = new Secret(MARKER)

  it.each([
    ['a template', () => `<${secret as unknown as string}>`],
    ['String()', () => String(secret)],
    ['concatenation', () => 'key: ' + (secret as unknown as string)],
    ['JSON', () => JSON.stringify({secret, list: [secret]})],
    ['inspect', () => inspect({secret}, {depth: 9, showHidden: true})],
    ['an error message', () => new Error(`failed with ${secret as unknown as string}`).stack ?? ''],
    [
      'the keys of the object',
      () => Object.getOwnPropertyNames(secret).join() + JSON.stringify(Object.entries(secret)),
    ],
  ])('does not show itself in %s', (_where, print) => {
    expect(print()).not.toContain(MARKER)
  })

  it('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe(MARKER)
    expect(secret.equals(new Secret(MARKER))).toBe(true)
    expect(secret.equals(new Secret('other'))).toBe(false)
  })
})
