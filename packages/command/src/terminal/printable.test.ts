import {describe, expect, it} from 'vitest'

import {jsonText, printable} from './printable.js'

describe('what reaches a terminal', () => {
  it.each([
    ['a title', 'a\u001B]0;owned\u0007b', 'ab'],
    ['a cleared screen', 'a\u001B[2Jb', 'ab'],
    ['a colour', 'a\u001B[31mb', 'ab'],
    ['concealed text', 'a\u001B[8mb', 'ab'],
    ['the other introducer', 'a\u009B8mb', 'ab'],
    ['a way back over the line', 'a\r\bb', 'ab'],
    ['another direction', 'a\u202Eb\u2066c', 'abc'],
    ['lines and tabs', 'a\n\tb', 'a\n\tb'],
  ])('is not %s, if it came from outside', (_what, text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})

describe('JSON', () => {
  it('means the same to a program, and nothing to a terminal', () => {
    const value = {message: 'a\u001B[8m\u009Bb\u202Ec\u007Fd\n"ü', list: [1, null]}
    const text = jsonText(value)
    expect(JSON.parse(text)).toEqual(value)
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    expect(text.split('\n')[0]).toBe('{')
  })
})
