import {describe, expect, it} from 'vitest'
import {describeRemedy} from '../remedy.js'
import type {CreateUserRequest} from './create-user.js'
import {goOn} from './what-is-left.js'

const REQUEST: CreateUserRequest = {
  userName: 'anna',
  path: '/',
  policy: 'full',
  selfRotation: true,
  profile: 'my lab',
  backend: 'boto-files',
  expect: null,
}

function commandFor(more: Partial<CreateUserRequest>): string | null {
  return describeRemedy(goOn({request: {...REQUEST, ...more}, begun: []}).filter(({kind}) => kind === 'run'))
}

describe('what finishes a user that is half-made', () => {
  it.each([
    {
      who: 'a profile',
      more: {adminProfile: 'admin'},
      tail: "iam create-user anna --profile 'my lab' --admin-profile admin",
    },
    {who: 'the key in use', more: {}, tail: "iam create-user anna --profile 'my lab'"},
    {
      who: 'a key in a file',
      more: {adminKeyFile: '/home/a b/rootkey.csv'},
      tail: "init --from-csv '/home/a b/rootkey.csv' --user-name anna --profile 'my lab'",
    },
    {who: 'a key that was typed', more: {adminKeyFile: null}, tail: "init --user-name anna --profile 'my lab'"},
  ])('names the command again where $who began it', ({more, tail}) => {
    expect(commandFor(more)).toBe(`\`mturk ${tail}\``)
  })
})
