import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('a secret', () => {
  it('is in no help', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
