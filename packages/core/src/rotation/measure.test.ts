import {describe, expect, it} from 'vitest'
import {verdicts, type VerdictName} from '../mturk/index.js'
import {isSilent, isWorse, mayPass} from './measure.js'

const all = Object.keys(verdicts) as VerdictName[]

/** From the old key's verdict to those of the new one that are worse. */
const WORSE: Partial<Record<VerdictName, readonly VerdictName[]>> = {
  ok: ['not_linked', 'not_authorized', 'no_policy', 'denied_by_scp', 'bad_key_id', 'bad_secret', 'unknown'],
  not_linked: ['bad_key_id', 'bad_secret', 'unknown'],
  no_policy: ['bad_key_id', 'bad_secret', 'unknown'],
  unknown: ['bad_key_id', 'bad_secret'],
  unreachable: ['bad_key_id', 'bad_secret'],
  service_closed: ['bad_key_id', 'bad_secret'],
  bad_key_id: [],
}
/** What Mechanical Turk can say to a well-formed, long-lived key. */
const sayable = all.filter((name) => !/_credentials$|unreadable/.test(name))

describe('what Mechanical Turk says to the new key', () => {
  for (const [before, worse] of Object.entries(WORSE) as [VerdictName, readonly VerdictName[]][]) {
    it(`is worse than ${before} where it is ${worse.join(', ') || 'nothing'}`, () => {
      expect(sayable.filter((now) => isWorse(before, now)).toSorted()).toEqual([...worse].toSorted())
    })
  }

  it('is never worse where it is the same, good, or nothing', () => {
    for (const before of all) {
      expect(isWorse(before, before)).toBe(false)
      expect(isWorse(before, 'ok')).toBe(false)
      for (const now of all.filter(isSilent)) expect(isWorse(before, now)).toBe(false)
    }
    expect(all.filter(isSilent)).toEqual(
      expect.arrayContaining(['throttled', 'service_fault', 'unreachable', 'service_closed']),
    )
  })

  it('may pass only where the key itself was not taken', () => {
    expect(sayable.filter(mayPass)).toEqual(['bad_key_id', 'bad_secret'])
  })
})
