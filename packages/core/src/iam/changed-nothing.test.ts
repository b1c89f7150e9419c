import {describe, expect, it} from 'vitest'
import {AwsFailure, type AwsFailureInit} from '../aws/index.js'
import {changedNothing} from './changed-nothing.js'

const failure = (init: Partial<AwsFailureInit>) =>
  new AwsFailure({kind: 'answer', service: 'iam', operation: 'CreateUser', host: 'iam', message: '', ...init})

describe('a call that failed', () => {
  it.each<Partial<AwsFailureInit>>([
    {httpStatus: 403, code: 'AccessDenied'},
    {httpStatus: 409, code: 'EntityAlreadyExists'},
    {httpStatus: 400, code: 'Throttling'},
    {kind: 'network', code: 'ECONNREFUSED'},
    {kind: 'network', code: 'ENOTFOUND'},
    {kind: 'network', code: 'DEPTH_ZERO_SELF_SIGNED_CERT'},
  ])('has made nothing where it was refused or never sent: %o', (init) => {
    expect(changedNothing(failure(init))).toBe(true)
  })

  it.each<Partial<AwsFailureInit>>([
    {httpStatus: 500, code: 'ServiceFailure'},
    {httpStatus: 400, code: 'ServiceFailure'},
    {httpStatus: 200},
    {httpStatus: 403},
    {kind: 'network', code: 'ECONNRESET'},
    {kind: 'network', code: 'TIMEOUT'},
    {kind: 'client'},
  ])('may have made something where nobody can tell: %o', (init) => {
    expect(changedNothing(failure(init))).toBe(false)
  })

  it('may have made something where it is none of AWS', () => {
    expect(changedNothing(new Error('AccessDenied'))).toBe(false)
  })
})
