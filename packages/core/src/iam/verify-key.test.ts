import {describe, expect, it} from 'vitest'
import type {Clock} from '../clock.js'
import {Secret} from '../credentials/index.js'
import {keyVerifier} from './verify-key.js'

const KEY = {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: new Secret('not/a/real/one')}

/** A clock that goes on by itself while somebody waits. */
function clockThatRuns(): Clock & {readonly passed: () => number} {
  let now = 1_000_000
  return {
    now: () => now,
    passed: () => now - 1_000_000,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      now += milliseconds
    },
  }
}

/** Answers in turn: yes or no; the last one for ever. */
function answering(...answers: readonly boolean[]) {
  let asked = 0
  const attempt = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)]
    if (!answer) throw new Error('The security token included in the request is invalid.')
  }
  return {attempt, asked: () => asked}
}

describe('a new key', () => {
  it('counts as working when it worked three times in a row (pain 36)', async () => {
    const clock = clockThatRuns()
    const {attempt, asked} = answering(true)
    await keyVerifier({clock, attempt, mayBeTooYoung: () => true})(KEY)
    expect(asked()).toBe(3)
    expect(clock.passed()).toBe(0)
  })

  it('starts again where one replica of IAM does not know it yet (pain 36)', async () => {
    const clock = clockThatRuns()
    const {attempt, asked} = answering(false, true, true, false, true)
    await keyVerifier({clock, attempt, mayBeTooYoung: () => true})(KEY)
    expect(asked()).toBe(7)
    expect(clock.passed()).toBe(2000)
  })

  it('is given up after a minute, with the last answer and without its secret', async () => {
    const clock = clockThatRuns()
    const {attempt} = answering(false)
    const failure = await keyVerifier({clock, attempt, mayBeTooYoung: () => true})(KEY).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'bad_key_id',
      exit: 4,
      message: expect.stringMatching(/AKIAIOSFODNN7EXAMPLE .* within 60 seconds.* token .* invalid/) as string,
    })
    expect((failure as Error).message).not.toContain('not/a/real/one')
    expect(clock.passed()).toBe(60_000)
  })

  it('is not waited for where the answer is about something else', async () => {
    const clock = clockThatRuns()
    const {attempt, asked} = answering(false)
    await expect(keyVerifier({clock, attempt, mayBeTooYoung: () => false})(KEY)).rejects.toThrow('is invalid')
    expect(asked()).toBe(1)
  })

  it('is not waited for any longer where somebody stops it', async () => {
    const {attempt} = answering(false)
    const verify = keyVerifier({
      clock: clockThatRuns(),
      attempt,
      mayBeTooYoung: () => true,
      signal: AbortSignal.abort(),
    })
    await expect(verify(KEY)).rejects.toMatchObject({name: 'AbortError'})
  })
})
