import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('init at a terminal', () => {
  it('has a help', async ({mturk}) => {
    expect(await mturk('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
