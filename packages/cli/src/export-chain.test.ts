import {expect, it} from 'vitest'

import {enterExport} from './export-chain.js'

it('stops an export that comes round to itself, at once', () => {
  const env = {}
  enterExport(env, {profile: 'a', backend: 'vault'})
  enterExport(env, {profile: 'a', backend: undefined})
  enterExport(env, {profile: 'a b', backend: 'vault'})
  expect(() => enterExport(env, {profile: 'a', backend: 'vault'})).toThrow(
    expect.objectContaining({code: 'no_credentials', exit: 3, message: expect.stringContaining('from itself')}),
  )
})

it('stops a row of them that is longer than anybody means', () => {
  const env = {}
  for (const profile of ['a', 'b', 'c', 'd']) enterExport(env, {profile, backend: 'vault'})
  expect(() => enterExport(env, {profile: 'e', backend: 'vault'})).toThrow(expect.objectContaining({exit: 3}))
})
