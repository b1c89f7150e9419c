import {describe, expect, it} from 'vitest'
import type {Clock} from '../clock.js'
import {AwsFailure, type AwsFailureInit} from './failure.js'
import {Patience, withRetries, type Retry} from './retry.js'

/** A clock that stands still until somebody sleeps or a try takes its time. */
function handClock(): Clock & {pass(milliseconds: number): void} {
  let time = 1_000_000
  return {
    now: () => time,
    pass: (milliseconds) => void (time += milliseconds),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      time += milliseconds
    },
  }
}

function failure(init: Partial<AwsFailureInit>): AwsFailure {
  return new AwsFailure({
    kind: 'answer',
    service: 'mturk',
    operation: 'GetAccountBalance',
    host: 'h',
    message: '',
    ...init,
  })
}

const SILENT = failure({kind: 'network', code: 'TIMEOUT'})
const THROTTLED = failure({code: 'ThrottlingException', httpStatus: 400})
const FAULT = failure({code: 'ServiceFault', httpStatus: 500})

interface Script {
  readonly fails?: readonly AwsFailure[]
  readonly takes?: number | ((given: number) => number)
  readonly once?: boolean
}

async function play({fails = [], takes = 0, once = false}: Script, patience = new Patience(), clock = handClock()) {
  const start = clock.now()
  const given: number[] = []
  const retries: Retry[] = []
  const outcome = await withRetries(
    async (milliseconds) => {
      given.push(milliseconds)
      clock.pass(typeof takes === 'number' ? takes : takes(milliseconds))
      const thrown = fails[given.length - 1]
      if (thrown) throw thrown
      return 'answer'
    },
    {clock, patience, once, onRetry: (retry) => retries.push(retry)},
  ).catch((error: unknown) => error)
  return {outcome, tries: given.length, given, retries, took: clock.now() - start}
}

describe('a call that fails', () => {
  it.each([
    ['throttled', THROTTLED],
    ['throttled by IAM', failure({code: 'Throttling', httpStatus: 400})],
    ['throttled without a code', failure({httpStatus: 429})],
    ['a fault', FAULT],
    ['a gateway that is down', failure({httpStatus: 503})],
    ['IAM still busy', failure({code: 'EntityTemporarilyUnmodifiable', httpStatus: 409})],
    ['a connection that broke', failure({kind: 'network', code: 'ECONNRESET'})],
    ['a host name that was not found', failure({kind: 'network', code: 'ENOTFOUND'})],
  ])('is tried again after %s, and the person sees why they wait', async (_, thrown) => {
    const {outcome, tries, retries} = await play({fails: [thrown, thrown]})
    expect(outcome).toBe('answer')
    expect(tries).toBe(3)
    expect(retries.map((retry) => [retry.failure, retry.tries])).toEqual([
      [thrown, 1],
      [thrown, 2],
    ])
  })

  it.each([
    ['a refusal', failure({code: 'AccessDenied', httpStatus: 403})],
    ['a wrong key', failure({code: 'InvalidClientTokenId', httpStatus: 403})],
    [
      'an account that is not linked',
      failure({code: 'RequestError', turkErrorCode: 'AWS.AccountNotLinked', httpStatus: 400}),
    ],
    ['a closed service', failure({httpStatus: 410})],
    ['a certificate that is not trusted', failure({kind: 'network', code: 'DEPTH_ZERO_SELF_SIGNED_CERT'})],
    ['a request that could not be made', failure({kind: 'client'})],
  ])('is not tried again after %s', async (_, thrown) => {
    const {outcome, tries} = await play({fails: [thrown, thrown]})
    expect(outcome).toBe(thrown)
    expect(tries).toBe(1)
  })

  it.each([SILENT, THROTTLED, FAULT])('is never sent twice where twice would do harm', async (thrown) => {
    expect(await play({fails: [thrown], once: true})).toMatchObject({outcome: thrown, tries: 1, retries: []})
  })

  it('waits longer each time, and not in step with everybody else', async () => {
    const delays = (await play({fails: [FAULT, FAULT, FAULT]})).retries.map(({delay}) => delay)
    for (const [index, delay] of delays.entries()) {
      expect(delay).toBeGreaterThanOrEqual(150 * 2 ** index)
      expect(delay).toBeLessThanOrEqual(300 * 2 ** index)
    }
    expect(delays).toHaveLength(3)
  })

  it('gives up after a few tries', async () => {
    expect(await play({fails: Array(9).fill(THROTTLED)})).toMatchObject({outcome: THROTTLED, tries: 4})
    expect(await play({fails: Array(9).fill(SILENT)})).toMatchObject({outcome: SILENT, tries: 3})
  })

  it('passes on what is no failure of AWS', async () => {
    const bug = new TypeError('a fault of ours')
    await expect(withRetries(() => Promise.reject(bug), {clock: handClock(), patience: new Patience()})).rejects.toBe(
      bug,
    )
  })
})

describe('silence', () => {
  it('ends within eight seconds and after three tries, whether connecting or answering is what never happens', async () => {
    const connecting = await play({fails: Array(9).fill(SILENT), takes: (given) => Math.min(given, 2200)})
    expect(connecting.tries).toBe(3)
    expect(connecting.took).toBeLessThanOrEqual(8500)
    const answering = await play({fails: Array(9).fill(SILENT), takes: (given) => given})
    expect(answering.tries).toBe(3)
    expect(answering.took).toBeLessThanOrEqual(7500)
  })

  it('leaves all of the time to a call that is sent only once', async () => {
    expect((await play({once: true})).given).toEqual([7500])
  })

  it('is not borne a second time in the same command', async () => {
    const patience = new Patience()
    const clock = handClock()
    const script = {fails: Array(9).fill(SILENT) as AwsFailure[], takes: (given: number) => Math.min(given, 2200)}
    const first = await play(script, patience, clock)
    const second = await play(script, patience, clock)
    expect(first.took + second.took).toBeLessThanOrEqual(9500)
    expect(second.tries).toBeGreaterThan(0)
  })

  it('is forgotten as soon as anybody answers, even with an error', async () => {
    const patience = new Patience()
    const clock = handClock()
    await play({fails: Array(9).fill(SILENT), takes: 2200}, patience, clock)
    await play({fails: [failure({code: 'AccessDenied'})]}, patience, clock)
    expect((await play({}, patience, clock)).given).toEqual([3750])
  })
})

describe('Ctrl-C', () => {
  it('ends the wait before the next try', async () => {
    const controller = new AbortController()
    const clock = handClock()
    let tries = 0
    const call = withRetries(
      async () => {
        tries++
        throw FAULT
      },
      {
        clock,
        patience: new Patience(),
        signal: controller.signal,
        onRetry: () => controller.abort(new Error('stopped')),
      },
    )
    await expect(call).rejects.toThrow('stopped')
    expect(tries).toBe(1)
  })
})
