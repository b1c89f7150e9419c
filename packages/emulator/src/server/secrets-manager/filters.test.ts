import {describe, expect, it} from 'vitest'
import type {Secret} from '../account/secret.js'
import {filters, fits} from './filters.js'

const secret: Secret = {
  name: 'mturk/Lab',
  arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:mturk/Lab-AbCdEf',
  region: 'eu-west-1',
  createdAt: 0,
  description: 'Keys of the Vision lab',
  kmsKeyId: null,
  tags: [{key: 'team', value: 'Vision'}],
  lastChangedAt: 0,
  deletionDate: null,
  versions: new Map(),
}

const fitsOnly = (Key: string, ...Values: string[]) => fits(secret, filters({Filters: [{Key, Values}]}))

describe('a filter', () => {
  it.for([
    ['name', 'mturk/', true],
    ['name', 'MTURK/', false],
    ['name', 'Lab', false],
    ['name', '!mturk/', false],
    ['name', '!other/', true],
    ['description', 'keys OF', true],
    ['description', 'Vision', false],
    ['tag-key', 'te', true],
    ['tag-value', 'vis', false],
    ['primary-region', 'eu-', true],
    ['owning-service', 'r', false],
    ['all', 'nothing VISION', true],
    ['all', 'nothing', false],
  ] as const)('%s %s: %s', ([key, value, expected]) => {
    expect(fitsOnly(key, value)).toBe(expected)
  })

  it('needs one of its values, and all filters must fit', () => {
    expect(fitsOnly('name', 'other/', 'mturk/')).toBe(true)
    const both = [
      {Key: 'name', Values: ['mturk/']},
      {Key: 'tag-key', Values: ['owner']},
    ]
    expect(fits(secret, filters({Filters: both}))).toBe(false)
    expect(fits(secret, filters({}))).toBe(true)
  })

  it('of a kind that does not exist is refused with those that do', () => {
    expect(() => filters({Filters: [{Key: 'names', Values: ['a']}]})).toThrow(/'names' at 'key'.*tag-key/)
  })
})
