import {describe, expect, it} from 'vitest'
import {commitLines} from './commit-lines.js'
import {parseIni} from './ini-document.js'
import {renamedHeader, renamedOptions, withoutOptions, withValues} from './line-mends.js'
import type {LineMend} from '../credentials/contract.js'

type Document = ReturnType<typeof parseIni>

/** What the text becomes with these mends, and which of them were made. */
function committed(text: string, ...mends: readonly ((document: Document) => LineMend | undefined)[]) {
  const bytes = Buffer.from(text)
  const document = parseIni(bytes)
  const done = commitLines(
    bytes,
    mends.flatMap((mend) => mend(document) ?? []),
  )
  return done && {text: Buffer.from(done.bytes).toString(), made: done.made}
}

describe('repairs of the lines of an INI file', () => {
  it('rename an option where it stands, and touch nothing else', () => {
    const mend = (document: Document) => renamedOptions(document, [{line: 3, to: 'aws_secret_access_key'}])
    expect(committed('# a\r\n[default]\r\n  AWS_SECRET_ACCESSS_KEY : s  \r\n; b', mend)?.text).toBe(
      '# a\r\n[default]\r\n  aws_secret_access_key : s  \r\n; b',
    )
  })

  it('rename a section, with what stands behind its name', () => {
    const mend = (document: Document) => renamedHeader(document, {name: 'credentials', line: 3}, 'Credentials')
    expect(committed('[Boto]\nx=1\n[credentials] ; mine\ny=2', mend)?.text).toBe(
      '[Boto]\nx=1\n[Credentials] ; mine\ny=2',
    )
  })

  it('give an option another value, with a comment on a line above it, and take out what continued the old one', () => {
    const mend = (document: Document) => withValues(document, [{line: 3, value: 'b', comment: '; why'}])
    expect(committed('[a]\r\n\tx = 1\r\n\ty = 2\r\n\t\t3\r\n# c\r\n\t\t4', mend)?.text).toBe(
      '[a]\r\n\tx = 1\r\n\t; why\r\n\ty = b\r\n# c\r\n',
    )
    expect(
      committed('[a]\ny = "2"', (document) => withValues(document, [{line: 2, value: '2', comment: '# c'}]))?.text,
    ).toBe('[a]\n# c\ny = 2')
    expect(withValues(parseIni(Buffer.from('[a]\nx = 1')), [{line: 2, value: '[b'}])).toBeUndefined()
  })

  it('are made all at once; of two about one line the first, and none that the file is not there for', () => {
    const text = '[a]\nx = 1\ny = 2\n[b]\nx = 3\n'
    const done = committed(
      text,
      (document) => renamedOptions(document, [{line: 2, to: 'z'}]),
      (document) => withoutOptions(document, [2, 3]),
      (document) => withoutOptions(document, [5]),
      () => () => {
        throw new Error('no longer what it was')
      },
      () => renamedOptions(parseIni(Buffer.from('[a]\nx = 1\nother = 2\n')), [{line: 3, to: 'z'}]),
    )
    expect(done).toEqual({text: '[a]\nz = 1\ny = 2\n[b]\n', made: [0, 2]})
  })

  it('make no file that Python refuses: of two that get in each other’s way one is made', () => {
    const done = committed(
      '[a]\n[b]\nx = 1\n',
      (document) => renamedHeader(document, {name: 'a', line: 1}, 'c'),
      (document) => renamedHeader(document, {name: 'b', line: 2}, 'c'),
    )
    expect(done).toEqual({text: '[c]\n[b]\nx = 1\n', made: [0]})
  })

  it.each([
    ['what is on the touched line may change', '[a]\nx = 1\n y = 2', new Map([[1, ['', 'x = 1', 'z = 1']]]), true],
    ['an option that would become part of another', '[a]\n x = 1\n y = 2', new Map([[1, ['x = 1']]]), false],
    ['a section that would be gone', '[a]\nx = 1\n[b]\ny = 2', new Map([[2, ['# gone']]]), false],
    ['a section that would be new', '[a]\nx = 1\ny = 2', new Map([[1, ['x = 1', '[b]']]]), false],
  ])('reach no further than they should: %s', (_, text, lines, isMade) => {
    expect(committed(text, () => () => lines) !== null).toBe(isMade)
  })
})
