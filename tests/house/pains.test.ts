import {describe, expect, it} from 'vitest'
import {rowsIn} from './markdown.js'
import {readSources, readText} from './sources.js'

/** `(pain 8)`, `(pains 4 and 22, psiTurk#355)`, `(pains 14, 28, 30)` in the name of a test, or a number in its table. */
const NAMED = /\(pains? ([^)]*)\)/g

const rows = rowsIn({file: 'docs/pains.md', text: readText('docs/pains.md')}).filter(([id = '']) => /^\d+$/.test(id))
const tests = readSources().filter(({file}) => file.endsWith('.test.ts') && !file.endsWith('pains.test.ts'))

function numbersIn(text: string): number[] {
  const inNames = [...text.matchAll(NAMED)].flatMap(([, words = '']) => words.match(/(?<![\w#.])\d+\b/g) ?? [])
  // A table of `it.each` has its numbers in the last column.
  const inTables = text.includes('(pain %i)') ? [...text.matchAll(/^ +\[.*, (\d+)\],$/gm)].map(([, id = '']) => id) : []
  return [...inNames, ...inTables].map(Number)
}

describe('what people run into', () => {
  const answered = new Set(tests.flatMap(({text}) => numbersIn(text)))

  it('is answered by a test that names the row', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.map(([id]) => Number(id)).filter((id) => !answered.has(id))).toEqual([])
  })

  it('has a row for every number that a test names', () => {
    const known = new Set(rows.map(([id]) => Number(id)))
    expect([...answered].filter((id) => !known.has(id))).toEqual([])
  })
})
