import {describe, expect, it} from 'vitest'
import {putUnderSection, withClosedHeader, withoutByteOrderMark, withoutEqualTwins, type IniMend} from './ini-mend.js'

function mended(mend: IniMend, text: string): string | null {
  const bytes = mend(Buffer.from(text))
  return bytes && Buffer.from(bytes).toString()
}

describe('repairs of an INI file', () => {
  it('put lines without a section under one, behind the comments above them', () => {
    expect(mended(putUnderSection('default'), '# keys\n\n  a = 1\n  b = 2')).toBe(
      '# keys\n\n[default]\n  a = 1\n  b = 2',
    )
    expect(mended(putUnderSection('default'), 'a = 1\r\n[lab]\r\nb = 2\r\n')).toBe(
      '[default]\r\na = 1\r\n[lab]\r\nb = 2\r\n',
    )
    expect(mended(putUnderSection('default'), 'a = 1\n[default]\nb = 2\n')).toBeNull()
  })

  it('take away a byte order mark', () => {
    expect(mended(withoutByteOrderMark, '\ufeff[default]\n')).toBe('[default]\n')
    expect(mended(withoutByteOrderMark, '[default]\n')).toBeNull()
  })

  it('take out the second of two that say the same, and never one that says something else', () => {
    expect(mended(withoutEqualTwins, '[a]\nx = 1\ny = 2\nX=1\nz = 3\n')).toBe('[a]\nx = 1\ny = 2\nz = 3\n')
    expect(mended(withoutEqualTwins, '[a]\nx = 1\nX=1\ny = 2\nx:1\ny=2')).toBe('[a]\nx = 1\ny = 2\n')
    expect(mended(withoutEqualTwins, '[a]\nx = 1\nX = 2\n')).toBeNull()
    expect(mended(withoutEqualTwins, '[a]\nx = 1\nX = 1\nx = 2\n')).toBeNull()
    expect(mended(withoutEqualTwins, '[a]\nx = 1\n')).toBeNull()
  })

  it('close a header, and nothing that only looks like one', () => {
    expect(mended(withClosedHeader, '# a\n [default \nx = 1\n')).toBe('# a\n [default]\nx = 1\n')
    expect(mended(withClosedHeader, '[a]\n[profile lab\r\nx = 1\n')).toBe('[a]\n[profile lab]\r\nx = 1\n')
    expect(mended(withClosedHeader, '[{"a": 1}')).toBeNull()
    expect(mended(withClosedHeader, '[a]\nx = 1\n')).toBeNull()
  })
})
