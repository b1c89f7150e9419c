import {describe, expect, it} from 'vitest'
import {assertAmount, formatAmount, isAmount, isBelow} from './amount.js'

describe('money', () => {
  it.each([
    ['10000.00', '$10,000.00'],
    ['0.5', '$0.50'],
    ['7', '$7.00'],
    ['1234567.891', '$1,234,567.891'],
    ['999', '$999.00'],
    ['-1234.5', '-$1,234.50'],
    ['1000000000000000000000.01', '$1,000,000,000,000,000,000,000.01'],
    ['a lot', 'a lot'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(formatAmount(amount)).toBe(shown)
  })

  it.each([
    ['9.99', '10', true],
    ['10', '10.00', false],
    ['10.00', '10', false],
    ['10.001', '10.01', true],
    ['2', '10', true],
    ['0.00', '0.01', true],
    ['-5', '0', true],
    ['-5.5', '-5.25', true],
    // As floating-point numbers these two are the same.
    ['9007199254740992.00', '9007199254740992.01', true],
    ['0.1', '0.10000000000000000001', true],
  ])('%s is below %s: %s', (amount, floor, below) => {
    expect(isBelow(amount, floor)).toBe(below)
  })

  it.each(['', ' 1', '1,000', '$5', '1e3', '.5', '5.', '--1', 'NaN', '0x10'])('"%s" is no amount', (text) => {
    expect(isAmount(text)).toBe(false)
    expect(() => assertAmount(text, '--fail-below')).toThrow('--fail-below takes an amount')
    expect(() => isBelow(text, '1')).toThrow(RangeError)
  })
})
