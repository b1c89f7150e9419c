import {beforeEach, describe, expect, it} from 'vitest'
import type {SecretVersion} from '../account/secret.js'
import {attach, holderOf, stagesOf} from './stages.js'

let versions: Map<string, SecretVersion>

function version(versionId: string, ...stages: string[]): SecretVersion {
  return {
    versionId,
    value: {SecretString: versionId},
    createdAt: 0,
    kmsKeyId: null,
    lastAccessedAt: null,
    stages: new Set(stages),
  }
}

function move(stage: string, to: string): Record<string, string[]> {
  const found = versions.get(to)
  if (found === undefined) throw new Error(`There is no version ${to}.`)
  attach({versions}, stage, found)
  return Object.fromEntries([...versions].map(([id, each]) => [id, stagesOf(each)]))
}

beforeEach(() => {
  versions = new Map([
    ['oldest', version('oldest', 'AWSPREVIOUS')],
    ['now', version('now', 'AWSCURRENT', 'mine')],
    ['next', version('next', 'AWSPENDING')],
  ])
})

describe('AWSCURRENT that moves', () => {
  it('takes AWSPREVIOUS to where it was, and leaves AWSPENDING and labels of one’s own', () => {
    expect(move('AWSCURRENT', 'next')).toEqual({
      oldest: [],
      now: ['AWSPREVIOUS', 'mine'],
      next: ['AWSCURRENT', 'AWSPENDING'],
    })
  })

  it('ends AWSPENDING at the version that it leaves', () => {
    move('AWSCURRENT', 'next')
    versions.set('last', version('last'))
    expect(move('AWSCURRENT', 'last')).toEqual({
      oldest: [],
      now: ['mine'],
      next: ['AWSPREVIOUS'],
      last: ['AWSCURRENT'],
    })
  })

  it('changes places with AWSPREVIOUS on the way back', () => {
    expect(move('AWSCURRENT', 'oldest')).toEqual({
      oldest: ['AWSCURRENT'],
      now: ['AWSPREVIOUS', 'mine'],
      next: ['AWSPENDING'],
    })
  })

  it('makes no AWSPREVIOUS where no version had it', () => {
    versions.delete('now')
    expect(move('AWSCURRENT', 'next')).toEqual({oldest: ['AWSPREVIOUS'], next: ['AWSCURRENT', 'AWSPENDING']})
  })
})

describe('any other label', () => {
  it('moves alone', () => {
    expect(move('AWSPENDING', 'now')).toEqual({
      oldest: ['AWSPREVIOUS'],
      now: ['AWSCURRENT', 'AWSPENDING', 'mine'],
      next: [],
    })
  })

  it('stays where it is when it is moved there', () => {
    expect(move('mine', 'now')['now']).toEqual(['AWSCURRENT', 'mine'])
    expect(holderOf({versions}, 'mine')?.versionId).toBe('now')
  })
})
