import {describe, expect, it} from 'vitest'
import {ROTATE} from './format.js'
import {stateNames, type RotationState} from './state.js'
import {states} from './states.js'

const oldKey = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2', secretAccessKey: 'old/secret'}
const newKey = {accessKeyId: 'AKIANEWNEWNEWNEWNEW2', secretAccessKey: 'new/secret'}
const state: RotationState = {
  step: 'created',
  direction: 'forward',
  request: {
    userName: 'anna',
    arn: 'arn:aws:iam::123456789012:user/anna',
    profile: 'default',
    named: {profile: false, user: false},
    signer: 'self',
    ending: {oldKey: 'inactive', despitePending: false},
    ignored: [],
  },
  oldKey,
  newKey,
  intent: {at: '2026-11-21T10:00:00.000Z', accessKeyIds: [oldKey.accessKeyId]},
  places: [
    {
      backend: 'boto-files',
      id: '["credentials","/home/x","default"]',
      profile: 'default',
      display: '~/x',
      writable: true,
    },
  ],
  measure: {production: 'ok', sandbox: 'not_linked'},
}

const isRight = (value: unknown, user = 'anna') => ROTATE.isState(value, user)

describe('the journal of a rotation', () => {
  it('is taken as it is written, in every state', () => {
    for (const step of stateNames) {
      const written = {...state, step, ...(step === 'creating' ? {newKey: undefined} : {})}
      expect(isRight(JSON.parse(JSON.stringify(written)))).toBe(true)
      expect(states[step].settles ?? states[step].back[0]).toBeInstanceOf(Function)
    }
    expect(isRight({...state, direction: 'back'})).toBe(true)
    expect(isRight({...state, request: {...state.request, adminProfile: 'admin', signer: 'administrator'}})).toBe(true)
  })

  it.each([
    ['is about another user', {...state, request: {...state.request, userName: 'bob'}}],
    ['is in a state that there is not', {...state, step: 'done'}],
    ['has a member that nobody knows', {...state, more: 1}],
    ['lacks the new key', {...state, newKey: undefined}],
    ['has a new key before it was made', {...state, step: 'creating'}],
    ['has one key twice', {...state, newKey: oldKey}],
    ['has a temporary key', {...state, oldKey: {...oldKey, accessKeyId: 'ASIAQNZGKIQY56JQ7WML'}}],
    ['has a key with a token', {...state, oldKey: {...oldKey, sessionToken: 'x'}}],
    ['has a key without a secret', {...state, oldKey: {accessKeyId: oldKey.accessKeyId}}],
    ['names a backend as no backend is named', {...state, places: [{...state.places[0], backend: '../x'}]}],
    ['has an intent without a time', {...state, intent: {...state.intent, at: 'then'}}],
    ['has a verdict that there is not', {...state, measure: {production: 'fine', sandbox: 'ok'}}],
    [
      'wants an end that there is not',
      {...state, request: {...state.request, ending: {oldKey: 'gone', despitePending: true}}},
    ],
    ['is nothing', null],
  ])('is refused where it %s', (_what, value) => {
    expect(isRight(value)).toBe(false)
  })
})
