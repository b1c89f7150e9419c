import {describe, expect, it} from 'vitest'
import {pageOf} from './page.js'

const names = ['cem', 'ana', 'eva', 'bob', 'dan']

function pages(items: () => readonly string[], MaxItems: number): string[][] {
  const shown: string[][] = []
  let parameters: Record<string, string> = {MaxItems: String(MaxItems)}
  for (;;) {
    const {items: page, end} = pageOf(parameters, items(), (name) => name)
    shown.push([...page])
    expect(end.IsTruncated).toBe(end.Marker !== undefined)
    if (end.Marker === undefined) return shown
    parameters = {...parameters, Marker: end.Marker}
  }
}

describe('a list in pages', () => {
  it('shows everything once, in order', () => {
    expect(pages(() => names, 2)).toEqual([['ana', 'bob'], ['cem', 'dan'], ['eva']])
  })

  it('has no empty page at its end', () => {
    expect(pages(() => names, 5)).toEqual([['ana', 'bob', 'cem', 'dan', 'eva']])
    expect(pages(() => [], 1)).toEqual([[]])
  })

  it('neither repeats nor hides anything when a name goes between two pages', () => {
    let asked = 0
    expect(pages(() => (asked++ === 0 ? names : names.filter((name) => name !== 'bob')), 2)).toEqual([
      ['ana', 'bob'],
      ['cem', 'dan'],
      ['eva'],
    ])
  })

  it('shows a hundred where nothing is said', () => {
    const many = Array.from({length: 101}, (_, index) => String(index))
    expect(pageOf({}, many, (name) => name).items).toHaveLength(100)
  })
})
