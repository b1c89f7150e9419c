import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('what a script reads', () => {
  it('has nothing on standard error where all is well', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
