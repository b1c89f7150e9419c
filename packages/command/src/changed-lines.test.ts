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

  it('are told apart in thousands of changes', () => {
    const before = Array.from({length: 60_000}, (_, index) => (index % 3 === 1 ? `"${index}"` : `${index}`))
    const lines = changedLines(
      before,
      before.map((line) => line.replaceAll('"', '')),
    )
    expect(lines.filter(({mark}) => mark === '+')).toHaveLength(20_000)
    expect(lines).toHaveLength(80_000)
  })

  it('are all others where nothing near is alike', () => {
    const lines = changedLines(
      Array.from({length: 200}, (_, index) => `a${index}`),
      ['b', 'c'],
    )
    expect(lines.filter(({mark}) => mark !== ' ')).toHaveLength(202)
  })
})
