import {describe, expect, it} from 'vitest'
import {splitLines, strip, stripEnd} from './python-text.js'
import {shellSplit, UnclosedQuotation} from './shlex.js'

describe('blanks', () => {
  it('are those of Python, not those of JavaScript', () => {
    expect(strip('\x1c\x85 \u00a0\u3000a b\t\x1f\r\n')).toBe('a b')
    expect(strip('\ufeffa\u200b')).toBe('\ufeffa\u200b')
    expect(stripEnd(' a ')).toBe(' a')
    expect(strip(' \t ')).toBe('')
  })
})

describe('lines', () => {
  it('end where Python ends them, and are the text again when put together', () => {
    const text = 'a\r\nb\rc\nd\ve\ff\x1cg\x1dh\x1ei\x85j\u2028k\u2029\n'
    const lines = splitLines(text)
    expect(lines.map((line) => line.text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', ''])
    expect(lines.map((line) => line.text + line.end).join('')).toBe(text)
    expect(splitLines('')).toEqual([])
  })
})

describe('words of a section name', () => {
  // Each asked of Python's shlex.split.
  it.each<[string, string[]]>([
    ['profile a', ['profile', 'a']],
    ['profile "a b"', ['profile', 'a b']],
    ["profile 'a b'", ['profile', 'a b']],
    ['profile a\\ b', ['profile', 'a b']],
    ['profile\ta', ['profile', 'a']],
    ['profile ""', ['profile', '']],
    ['profile "a\\"b"', ['profile', 'a"b']],
    ['profile "a\\b"', ['profile', 'a\\b']],
    ["profile 'a\\b'", ['profile', 'a\\b']],
    ['profile a"b c"d', ['profile', 'ab cd']],
    ['  profile   a  ', ['profile', 'a']],
    ['profile #a', ['profile', '#a']],
    ['profile \u00a0a', ['profile', '\u00a0a']],
    ["a''b", ['ab']],
    ['', []],
  ])('%j', (text, words) => expect(shellSplit(text)).toEqual(words))

  it.each(['profile "a', "profile 'a", 'profile \\', 'profile "\\'])('%j does not end', (text) => {
    expect(() => shellSplit(text)).toThrow(UnclosedQuotation)
  })
})
