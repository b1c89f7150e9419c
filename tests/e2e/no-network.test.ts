import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('without a network', () => {
  it('help is there', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
