import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('the emulator as a command', () => {
  it('is part of what the help lists', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
