import {describe, expect, it} from 'vitest'
import {changedLines} from './changed-lines.js'

function shown(before: string, after: string): string {
  return changedLines(before.split(' '), after.split(' '))
    .map(({mark, text, number}) => `${mark}${text}${number}`)
    .join(' ')
}

describe('the lines of a file before and after a change', () => {
  it.each([
    ['nothing', 'a b', 'a b', ' a1  b2'],
    ['a line that is another', 'a b c', 'a x c', ' a1 -b2 +x2  c3'],
    ['two lines that are others', 'a b c d', 'a x y d', ' a1 -b2 -c3 +x2 +y3  d4'],
    ['a line that is new', 'a b', 'a x b', ' a1 +x2  b2'],
    ['a line that is gone, and the last one', 'a b c d', 'a c', ' a1 -b2  c3 -d4'],
    ['a line that is new at the end', 'a', 'a b', ' a1 +b2'],
  ])('are told apart: %s', (_, before, after, lines) => {
    expect(shown(before, after)).toBe(lines)
  })

  it('are told apart section by section, in thousands of changes', () => {
    const before = Array.from({length: 20_000}, (_, index) => [`[p${index}]`, `"${index}"`, 'region']).flat()
    const lines = changedLines(
      before,
      before.map((line) => line.replaceAll('"', '')),
    )
    expect(lines.filter(({mark}) => mark === '+')).toHaveLength(20_000)
    expect(lines).toHaveLength(80_000)
  })

  it.each([
    ['a section that is new above what had none', 'a b [x] c', '[d] a b [x] c', '+[d]1  a1  b2  [x]3  c4'],
    ['a header that is another', '[x] a [y] b', '[x] a [z] b', ' [x]1  a2 -[y]3 +[z]3  b4'],
    ['a section that is gone', '[x] a [y] b [z] c', '[x] a [z] c', ' [x]1  a2 -[y]3 -b4  [z]5  c6'],
  ])('are told apart where headers change: %s', (_, before, after, lines) => {
    expect(shown(before, after)).toBe(lines)
  })
})
