import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

describe('without a network', () => {
  it('help is there', async ({offline}) => {
    expect(await offline('--help')).toMatchObject({exit: 0, stderr: ''})
  })
})
