import {backendError, MturkError, run} from '@mturk-cli/core'
import {AwsFailure} from '@mturk-cli/core/aws'
import {afterEach, describe, expect, it} from 'vitest'

import {failureOf} from './failure.js'

const typed = process.argv
const type = (...words: string[]) => {
  process.argv = ['node', 'mturk', ...words]
}
afterEach(() => {
  process.argv = typed
})

describe('a command that failed', () => {
  it('leaves a name out of the next command that had to be covered', () => {
    const name = 'a'.repeat(40)
    type('keys', 'rotate', '--profile', name)
    const remedy = [run('mturk keys rotate --resume', '--profile', name, '--user', 'anna')]
    const {remedy: shown} = failureOf(new MturkError({code: 'interrupted', exit: 10, message: 'Stopped.', remedy}))
    expect(shown).toEqual([run('mturk keys rotate --resume', '--user', 'anna')])
  })

  it('says of a flag without a value that it takes none', () => {
    type('keys', 'rotate', '--resume=true')
    const refused = Object.assign(new Error('Unexpected argument: true\nSee more help with --help'), {oclif: {exit: 2}})
    expect(failureOf(refused)).toMatchObject({code: 'usage', exit: 2, message: '--resume takes no value.'})
    type('keys', 'rotate', 'true')
    expect(failureOf(refused).message).toBe('Unexpected argument: true.')
  })

  it('that was stopped says what was changed only where somebody knows', () => {
    const stopped = (message: string) => Object.assign(new Error(message), {name: 'AbortError'})
    expect(failureOf(stopped('Stopped. Nothing was changed.')).message).toBe('Stopped. Nothing was changed.')
    expect(failureOf(stopped('The operation was aborted')).message).toBe('Stopped.')
  })

  it.each([
    ['AccessDeniedException', 'User: x is not authorized to perform: y', 'no_policy', 5],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'temporary_credentials', 3],
    ['InvalidSignatureException', 'Signature expired: 1 is now earlier than 2', 'clock_skew', 4],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'bad_key_id', 4],
    ['ValidationException', 'Invalid name', 'unknown', 1],
    ['ThrottlingException', 'Rate exceeded', 'throttled', 7],
  ])('because AWS told a store %s, ends as AWS says', (code, message, verdict, exit) => {
    const host = 'secretsmanager.eu-central-1.amazonaws.com'
    const asked = {kind: 'answer', service: 'secrets-manager', operation: 'GetSecretValue', host} as const
    const cause = new AwsFailure({...asked, httpStatus: 400, code, message})
    expect(failureOf(backendError('unavailable', 'It failed.', {cause}))).toMatchObject({code: verdict, exit})
  })

  it('because a store has no credentials to ask with, ends as those say', () => {
    const cause = new MturkError({code: 'no_credentials', exit: 3, message: 'There is no profile x.'})
    expect(failureOf(backendError('unavailable', 'It failed.', {cause}))).toMatchObject({
      code: 'no_credentials',
      exit: 3,
    })
    expect(failureOf(backendError('unavailable', 'It failed.'))).toMatchObject({code: 'unreachable', exit: 7})
  })
})
