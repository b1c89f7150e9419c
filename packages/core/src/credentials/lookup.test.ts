import {describe, expect, it} from 'vitest'

import type {Entry, Location, Problem} from './contract.js'
import {lookup, type Listing} from './lookup.js'
import {selectedProfile} from './selected-profile.js'

const ONE = 'AKIAIOSFODNN7EXAMPLE'
const TWO = 'AKIAI44QH7DHBEXAMPLE'

function place(backend: string, profile: string | null = 'default'): Location {
  return {backend, id: `${backend}:${profile}`, profile, display: `${backend} [${profile}]`, writable: true}
}

function key(backend: string, accessKeyId: string, profile: string | null = 'default'): Entry {
  return {location: place(backend, profile), accessKeyId}
}

function problem(stops: Problem['stops'], severity: Problem['severity'] = 'error'): Problem {
  return {code: 'partial_credentials', message: `stops ${stops}`, severity, stops}
}

const env = (...entries: Entry[]): Listing => ({backend: 'env', order: 100, entries})
const files = (...entries: Entry[]): Listing => ({backend: 'boto-files', order: 200, entries})
const store = (...entries: Entry[]): Listing => ({backend: 'keychain', order: 310, entries})

function find(listings: Listing[], variables: Record<string, string> = {}, profile?: string) {
  const found = lookup(selectedProfile(variables, profile), listings, variables)
  return {...found, states: found.candidates.map(({backend, state}) => `${backend} ${state}`)}
}

describe('lookup', () => {
  it('lets the environment win over files, and files over stores, in whatever order they answered', () => {
    const found = find([store(key('keychain', TWO)), env(key('env', ONE, null)), files(key('boto-files', TWO))])
    expect(found.active).toMatchObject({backend: 'env', accessKeyId: ONE})
    expect(found.states).toEqual(['env active', 'boto-files shadowed', 'keychain shadowed'])
  })

  it('keeps the order of a backend, and breaks ties between backends by id', () => {
    const a = {backend: 'a', order: 300, entries: [key('a', ONE), key('a', TWO)]}
    const b = {backend: 'b', order: 300, entries: [key('b', TWO)]}
    expect(find([b, a]).states).toEqual(['a active', 'a shadowed', 'b shadowed'])
  })

  it('finds nothing where nobody has anything, and says nothing of it', () => {
    expect(find([env(), files()])).toMatchObject({active: null, stoppedBy: null, candidates: []})
  })

  it('passes over what stops only itself, and calls a note ignored', () => {
    const broken = {location: place('env', null), problem: problem('entry')}
    const ignored = {location: place('env', null), accessKeyId: ONE, problem: problem('entry', 'note')}
    const found = find([env(broken, ignored), files(key('boto-files', TWO))])
    expect(found.states).toEqual(['env broken', 'env ignored', 'boto-files active'])
  })

  it('ends, as Boto does, where half a key is reached', () => {
    const found = find([
      env({location: place('env', null), accessKeyId: ONE, problem: problem('backend')}),
      files(key('boto-files', TWO)),
    ])
    expect(found).toMatchObject({active: null, stoppedBy: {message: 'stops backend'}})
    expect(found.states).toEqual(['env broken', 'boto-files shadowed'])
  })

  it('does not mind half a key that is never reached', () => {
    const found = find([
      env(key('env', ONE, null)),
      files({location: place('boto-files'), problem: problem('backend')}),
    ])
    expect(found).toMatchObject({active: {accessKeyId: ONE}, stoppedBy: null})
  })

  it('finds no key at all where a file stops everything, even with a good key in the environment', () => {
    const found = find([env(key('env', ONE, null)), files({problem: problem('lookup')})])
    expect(found).toMatchObject({active: null, stoppedBy: {message: 'stops lookup'}})
    expect(found.states).toEqual(['env shadowed', 'boto-files broken'])
  })

  it.each([
    ['', 'malformed_credentials'],
    ['YourAccessKeyId', 'malformed_credentials'],
    ['ASIAIOSFODNN7EXAMPLE', 'temporary_credentials'],
  ])('lets %j win, as Boto does, with its problem beside it', (accessKeyId, code) => {
    const found = find([files(key('boto-files', accessKeyId), key('boto-files', TWO))])
    expect(found.active).toMatchObject({accessKeyId, problem: {code}})
  })

  it.each(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'])('stops where %s names a profile that nobody has', (variable) => {
    const found = find([env(key('env', ONE, null)), files(key('boto-files', TWO))], {[variable]: 'gone'})
    expect(found).toMatchObject({active: null, stoppedBy: {code: 'profile_not_found'}})
    expect(found.stoppedBy?.message).toContain(variable)
  })

  it('knows a profile that holds no key, and one that only a store has', () => {
    const empty = files({location: place('boto-files', 'lab')})
    expect(find([env(key('env', ONE, null)), empty], {AWS_PROFILE: 'lab'}).active?.backend).toBe('env')
    expect(find([files(), store(key('keychain', TWO, 'lab'))], {}, 'lab').active?.backend).toBe('keychain')
  })

  it('does not ask for the default profile to exist', () => {
    expect(find([env(key('env', ONE, null)), files()]).active?.accessKeyId).toBe(ONE)
  })

  it('notes where other SDKs would choose otherwise (pain 39)', () => {
    const {notes} = find(
      [env(key('env', ONE, null)), files(key('boto-files', TWO, 'a'), key('boto-files', TWO, 'b'))],
      {
        AWS_PROFILE: 'a',
        AWS_DEFAULT_PROFILE: 'b',
      },
    )
    expect(notes.join()).toMatch(/AWS_DEFAULT_PROFILE \(b\) comes before AWS_PROFILE \(a\)/)
    expect(notes.join()).toMatch(/JavaScript SDK the profile/)
  })
})

describe('selectedProfile', () => {
  it.each([
    [{}, undefined, 'default', 'default'],
    [{AWS_PROFILE: 'a'}, undefined, 'a', 'AWS_PROFILE'],
    [{AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b'}, undefined, 'b', 'AWS_DEFAULT_PROFILE'],
    [{AWS_PROFILE: ''}, undefined, '', 'AWS_PROFILE'],
    [{AWS_PROFILE: 'a'}, 'c', 'c', '--profile'],
  ])('%j and --profile %j: %j from %s', (variables, flag, name, from) => {
    expect(selectedProfile(variables, flag)).toEqual({name, from, explicit: flag !== undefined})
  })
})
