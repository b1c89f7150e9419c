import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('a plugin that brings a credential backend', () => {
  it('is not needed for the command to work', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
