import {describe, expect, it} from 'vitest'
import {clockOffsetSeconds, clockWarning, describeSkew, isSkewed} from './clock-skew.js'

const NOON = Date.parse('2026-11-21T12:00:00Z')

describe('the clock', () => {
  it.each([
    ['Sat, 21 Nov 2026 12:06:00 GMT', -360],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 3600],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('beside an answer of %j is off by %j seconds', (date, offset) => {
    expect(clockOffsetSeconds(date, NOON)).toBe(offset)
  })

  it.each([
    [-360, "this computer's clock is 6 minutes behind"],
    [61, "this computer's clock is 1 minute ahead"],
    [45, "this computer's clock is 45 seconds ahead"],
    [-3599, "this computer's clock is 1 hour and 0 minutes behind"],
    [7260, "this computer's clock is 2 hours and 1 minute ahead"],
    [-86_400, "this computer's clock is 24 hours and 0 minutes behind"],
    [
      -259_200,
      "this computer's clock says that it is 2026-11-21, the server's says 2026-11-24: one of the two is wrong",
    ],
    [
      (NOON - Date.parse('Fri, 31 Dec 9999 23:59:59 GMT')) / 1000,
      "this computer's clock says that it is 2026-11-21, the server's says 9999-12-31: one of the two is wrong",
    ],
  ])('%d seconds in words', (offset, words) => {
    expect(describeSkew(offset, NOON)).toBe(words)
  })

  it('is worth a warning from four minutes on', () => {
    expect([240, -240, undefined].map(isSkewed)).toEqual([false, false, false])
    expect([241, -241].map(isSkewed)).toEqual([true, true])
    expect(clockWarning({clockOffsetSeconds: () => -360})).toEqual([
      "This computer's clock is 6 minutes behind. AWS refuses a signature that is more than five minutes off.",
    ])
    expect(clockWarning({clockOffsetSeconds: () => 3})).toEqual([])
  })
})
