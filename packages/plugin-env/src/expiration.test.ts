import {spawnSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {standingAt, type Standing} from './expiration.js'

const NOW = Date.UTC(2026, 10, 21, 12)
const at = (time: string) => standingAt(time, {now: NOW})

describe('a time at which the key of the environment ends', () => {
  it.each<[string, Standing]>([
    ['2099-01-01T00:00:00Z', 'valid'],
    ['20990101T000000Z', 'valid'],
    ['2099-01-01T00:00:00 +0200', 'valid'],
    ['2099-01-01T00:00:00+1', 'valid'],
    ['2099-01-01T00Z', 'valid'],
    ['2099-01-01t00:00:00z', 'valid'],
    [' 2099-01-01 00:00 UTC ', 'valid'],
    ['2099-1-1T0:0Z', 'valid'],
    ['2026-11-21T13:30:00+02:00', 'over'],
    ['2026-11-21T12:30:00.5Z', 'valid'],
    ['2020-01-01T00:00:00Z', 'over'],
    ['2099-02-30T00:00:00Z', 'refused'],
    ['2099-01-01T24:00:00Z', 'refused'],
    ['2099-01-01T00:00:00', 'refused'],
    ['2099-01-01T00:00:00+24:00', 'refused'],
    ['2099-01-01T00:00:00 GMT-3', 'unknown'],
    ['2099-01-01,00:00Z', 'unknown'],
    ['1/2/2099 Z', 'unknown'],
    ['10:36Z', 'unknown'],
    ['2099.01.01 Z', 'unknown'],
    ['a.d. 2099 Z', 'unknown'],
    ['soon', 'unknown'],
  ])('%j: %s', (time, standing) => {
    expect(at(time)).toBe(standing)
  })

  it('is not judged in a time zone that calls something else UTC', () => {
    expect(standingAt('2099-01-01T00:00:00Z', {now: NOW, timeZone: 'UTC+3'})).toBe('unknown')
  })

  it('is what dateutil makes of it, wherever anything is claimed', ({skip}) => {
    const times = generated(Number(process.env['TIMES'] ?? 3000))
    const {status, stdout} = spawnSync('python3', ['-c', ORACLE], {input: JSON.stringify(times), encoding: 'utf8'})
    if (status !== 0) {
      const message = 'python3 with dateutil is not on this machine, so this test was NOT run.'
      if (process.env['CI']) throw new Error(message)
      skip(message)
    }
    const judged = JSON.parse(stdout) as Standing[]
    const claims = times.map((time) => at(time))
    const wrong = times.flatMap((time, index) =>
      claims[index] === 'unknown' || claims[index] === judged[index] ? [] : [[time, claims[index], judged[index]]],
    )
    expect(wrong).toEqual([])
    const told = claims.filter((each) => each !== 'unknown')
    expect(told.length).toBeGreaterThan(times.length / 5)
    expect(new Set(told).size).toBe(3)
  }, 120_000)
})

const ORACLE = `
import sys, json, datetime, warnings
from dateutil.parser import parse
warnings.simplefilter('ignore')
now = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.timezone.utc)
def judge(time):
    try:
        return 'valid' if (parse(time) - now).total_seconds() >= 0 else 'over'
    except Exception:
        return 'refused'
json.dump([judge(time) for time in json.load(sys.stdin)], sys.stdout)
`

/** The same each time: a linear congruential generator. */
function generated(count: number): string[] {
  let seed = 7
  const below = (limit: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit
  const one = (choices: readonly string[]) => choices[below(997) % choices.length] ?? ''
  const pick = (...choices: string[]) => one(choices)
  const number = (limit: number) => pick(String(below(limit)), String(below(limit)).padStart(2, '0'))
  const time = () => {
    const date = pick(
      `${pick('2099', '2026', '2020', '0099', '0000', '9999', '31')}-${number(15)}-${number(34)}`,
      `${pick('2099', '2026', '1999')}${String(1 + below(13)).padStart(2, '0')}${String(1 + below(32)).padStart(2, '0')}`,
      '2026-11-21',
    )
    const clock = pick(
      `${number(26)}:${number(62)}:${number(62)}`,
      `${number(26)}:${number(62)}:${number(62)}.${below(100_000)}`,
      `${number(26)}:${number(61)}`,
      String(below(27)).padStart(2, '0'),
      String(below(2700)).padStart(4, '0'),
      String(below(270_000)).padStart(6, '0'),
    )
    const zone = one(
      'Z|z| Z|UTC| UTC| GMT|+0000|-0300| +0200|+02:00|-2|+14|+1:5|+99:00|+24|+2359|+23:99|| GMT-3|utc|+200| CET| a|Z Z|-00:00| + 02'.split(
        '|',
      ),
    )
    return `${pick('', '', ' ', '\t')}${date}${pick('T', 't', ' ', '  ', 'T', ',', '')}${clock}${zone}${pick('', '', ' ', '\n', '.')}`
  }
  return Array.from({length: count}, time)
}
