import {MturkError, run} from '@mturk-cli/core'
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
})
