import {describe, expect, it} from 'vitest'
import {parseIni, serializeIni} from './ini-document.js'

/** A generator of numbers below a limit, the same ones for the same seed (mulberry32). */
function random(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

const PIECES = [
  '[default]',
  '[a',
  ']',
  'key',
  '=',
  ':',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '#',
  ';',
  'é',
  '\ufeff',
  '\u2028',
  '\0',
  '\x85',
]

describe('an INI document', () => {
  it('is the same bytes when it is written as it was read, whatever the bytes', () => {
    const next = random(1)
    for (let run = 0; run < 3000; run++) {
      const bytes = Buffer.concat(
        Array.from({length: next(40)}, () =>
          next(4) === 0 ? Buffer.from([next(256)]) : Buffer.from(PIECES[next(PIECES.length)] as string),
        ),
      )
      expect(serializeIni(parseIni(bytes)).equals(bytes), `run ${run}: ${bytes.toString('hex')}`).toBe(true)
    }
  })

  it('ends lines at LF, CRLF and CR, and nowhere else', () => {
    const {lines} = parseIni(Buffer.from('a\nb\r\nc\rd\ve\u2028f'))
    expect(lines.map(({text, end}) => [text, end])).toEqual([
      ['a', '\n'],
      ['b', '\r\n'],
      ['c', '\r'],
      ['d\ve\u2028f', ''],
    ])
  })

  it('reads a line that is no UTF-8 as Latin-1, and the others as UTF-8', () => {
    const {lines, faults} = parseIni(Buffer.concat([Buffer.from('é\n'), Buffer.from([0xe9, 0x0a])]))
    expect(lines.map(({text, encoding}) => [text, encoding])).toEqual([
      ['é', 'utf8'],
      ['é', 'latin1'],
    ])
    expect(faults.map(({kind, line}) => [kind, line])).toContainEqual(['not_utf8', 1])
  })

  it('knows where each option stands, and which lines go on with it', () => {
    const {sections} = parseIni(Buffer.from('# top\n[a]\nKey = 1\n  2\n# no\n\n  3\nnext: x\n[b]\n'))
    expect(sections).toEqual([
      {
        name: 'a',
        header: 1,
        end: 8,
        options: [
          {name: 'key', value: '1\n2\n\n3', line: 2, continuation: [3, 6]},
          {name: 'next', value: 'x', line: 7, continuation: []},
        ],
      },
      {name: 'b', header: 8, end: 9, options: []},
    ])
  })
})
