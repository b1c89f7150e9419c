import {describe, expect, it} from 'vitest'
import {areCodesInARow, codeAt, isCodeOf} from './mfa-device.js'

/** The seed and the last six digits of the values in RFC 6238, appendix B (SHA-1). */
const seed = Buffer.from('12345678901234567890')
const device = {serialNumber: 'arn:aws:iam::123456789012:mfa/ana', seed, enabled: null}
const AT = 1_111_111_109_000

describe('the code of an MFA device', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i seconds is %s', (seconds, code) => {
    expect(codeAt(seed, seconds * 1000)).toBe(code)
  })

  it('counts half a minute early and late, and no longer', () => {
    expect([-60, -30, 0, 30, 60].map((seconds) => isCodeOf(device, codeAt(seed, AT + seconds * 1000), AT))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('is nothing that hardware here could show', () => {
    expect(isCodeOf({...device, seed: null}, '081804', AT)).toBe(false)
    expect(areCodesInARow({...device, seed: null}, ['081804', '050471'], AT)).toBe(false)
  })

  it('proves the seed only with the one that follows it', () => {
    const [last, now] = [codeAt(seed, AT - 30_000), codeAt(seed, AT)]
    expect(areCodesInARow(device, [last, now], AT)).toBe(true)
    expect(areCodesInARow(device, [now, last], AT)).toBe(false)
    expect(areCodesInARow(device, [now, now], AT)).toBe(false)
    expect(areCodesInARow(device, [codeAt(seed, AT - 90_000), codeAt(seed, AT - 60_000)], AT)).toBe(false)
  })
})
