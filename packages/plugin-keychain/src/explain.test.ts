import {expect, it} from 'vitest'
import {explain} from './explain.js'

it.each([
  [
    'Platform failure: DBus error: Did not receive a reply. Possible causes include: the reply timeout expired.',
    /is running here, and does not answer/,
  ],
  ['Platform failure: DBus error: org.freedesktop.DBus.Error.ServiceUnknown', /is not running here/],
])('tells a keychain that is silent from one that is not there: %s', (failure, words) => {
  expect(explain(failure)).toMatchObject({code: 'unavailable', message: expect.stringMatching(words) as string})
})
