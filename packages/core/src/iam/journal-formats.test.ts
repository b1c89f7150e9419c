import {describe, expect, it} from 'vitest'

import {CREATE_USER} from './create-user-format.js'
import {DELETE_USER} from './delete-user-format.js'

const arn = 'arn:aws:iam::123456789012:user/ann'

const adopted = {userId: 'AIDA1', arn, hasPolicy: true, hasSelfRotation: false, accessKeyIds: [], since: '2026-01-01'}
const request = {
  userName: 'ann',
  path: '/',
  policy: 'full',
  selfRotation: true,
  profile: 'Ann Ä.',
  backend: 'boto-files',
  expect: null,
}
const key = {accessKeyId: 'AKIAEXAMPLEEXAMPM2KP', secretAccessKey: 'a/secret+'}
const deletion = {
  userName: 'ann',
  userId: 'AIDA1',
  arn,
  policies: [],
  inlinePolicies: ['mturk-self-rotation'],
  accessKeyIds: [],
}

describe('the journal of a user being made', () => {
  it.each([
    ['at its beginning', {request, begun: ['user']}],
    [
      'at its end',
      {request: {...request, adminProfile: 'admin', adminKeyFile: null}, begun: ['user', 'policy', 'key'], arn, key},
    ],
    ['of an undoing that was refused', {request, begun: ['user'], lacking: ['iam:DeleteUser', 'iam:CreateAccessKey']}],
    [
      'of a user taken over',
      {request: {...request, adminKeyFile: '/a b.csv', expect: key.accessKeyId, adopted}, begun: []},
    ],
  ])('is taken %s', (_when, state) => {
    expect(CREATE_USER.isState(JSON.parse(JSON.stringify(state)), 'ann')).toBe(true)
  })

  it.each([
    ['is null', null],
    ['is empty', {}],
    ['is about somebody else', {request: {...request, userName: 'bob'}, begun: []}],
    ['has a number for a path', {request: {...request, path: 5}, begun: []}],
    ['has a profile that would be two', {request: {...request, profile: 'x]\n[default'}, begun: []}],
    ['has a policy that there is not', {request: {...request, policy: 'toString'}, begun: []}],
    ['has a step that there is not', {request, begun: ['everything']}],
    ['has a list that is none', {request, begun: {length: 1}}],
    ['has a boundary of another kind', {request: {...request, permissionsBoundary: ''}, begun: []}],
    ['has a key without a secret', {request, begun: [], key: {accessKeyId: key.accessKeyId}}],
    ['lacks a right of nobody', {request, begun: [], lacking: ['everything; rm']}],
    ['has half of what it took over', {request: {...request, adopted: {userId: 'AIDA1'}}, begun: []}],
    ['has a time that is none', {request: {...request, adopted: {...adopted, since: 'soon'}}, begun: []}],
  ])('is refused where it %s', (_what, state) => {
    expect(CREATE_USER.isState(state, 'ann')).toBe(false)
  })
})

describe('the journal of a user being deleted', () => {
  it('is taken as it is written', () => {
    expect(DELETE_USER.isState({...deletion, adminProfile: undefined}, 'ann')).toBe(true)
  })

  it.each([
    ['is about somebody else', {...deletion, userName: 'bob'}],
    ['has keys that are no ids', {...deletion, accessKeyIds: [{}]}],
    ['has a policy that is no ARN', {...deletion, policies: ['x']}],
    ['does not say which user', {...deletion, userId: undefined}],
  ])('is refused where it %s', (_what, state) => {
    expect(DELETE_USER.isState(state, 'ann')).toBe(false)
  })
})
