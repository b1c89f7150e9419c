import {describe, expect, it} from 'vitest'
import type {KeyPlaces, Location} from '../credentials/index.js'
import {placeId, standingOf, staysActive, type Known} from './standing.js'

const OLD = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2'}
const NEW = {accessKeyId: 'AKIANEWNEWNEWNEWNEW2'}
const ELSE = {accessKeyId: 'AKIAELSEELSEELSEELS2'}

function place(id: string, more: Partial<Location> = {}): Location {
  return {backend: 'memory', id, profile: id, display: `memory ${id}`, writable: true, ...more}
}

function survey(
  places: readonly (readonly [Location, {accessKeyId: string}])[],
  more: Partial<KeyPlaces> = {},
): KeyPlaces {
  return {
    places: places.map(([location, {accessKeyId}]) => ({location, accessKeyId})),
    skipped: [],
    failed: [],
    unread: [],
    notAsked: [],
    ...more,
  }
}

const known = (...places: readonly Location[]): Known => ({oldKey: OLD, newKey: NEW, places, ignored: []})
const whyNot = ({writable, why}: Location) => (writable ? undefined : (why ?? 'no'))
const ids = (locations: readonly Location[]) => locations.map(({id}) => id)

describe('how the places stand', () => {
  it('tells the old key from the new one and from others', () => {
    const [a, b, c] = [place('a'), place('b'), place('c')]
    const standing = standingOf(
      survey([
        [a, OLD],
        [b, NEW],
        [c, ELSE],
      ]),
      known(a, b, c),
      whyNot,
    )
    expect(ids(standing.toReplace)).toEqual(['a'])
    expect(ids(standing.storedIn)).toEqual(['b'])
    expect(standing.pending).toEqual([{location: c, why: 'it holds another key by now'}])
    expect(standing.needing).toEqual(standing.pending)
  })

  it('misses what is gone, and sees what has come', () => {
    const [a, b] = [place('a'), place('b')]
    const standing = standingOf(survey([[b, OLD]]), known(a), whyNot)
    expect(standing.pending).toEqual([{location: a, why: 'it holds no key any more'}])
    expect(standing.needing).toEqual([])
    expect(ids(standing.newcomers)).toEqual(['b'])
    expect(ids(standing.vanished)).toEqual(['a'])
  })

  it('knows its places again in a home that was moved', () => {
    const before = place('/old/home/credentials', {profile: 'x', display: '~/.aws/credentials [x]'})
    const now = place('/new/home/credentials', {profile: 'x', display: '~/.aws/credentials [x]'})
    const standing = standingOf(survey([[now, OLD]]), known(before), whyNot)
    expect(standing).toMatchObject({pending: [], changed: [], vanished: [], undecided: []})
    expect(ids(standing.toReplace)).toEqual(['/new/home/credentials'])
    expect(standingOf(survey([[now, ELSE]]), known(before), whyNot).changed).toHaveLength(1)
  })

  it('tells what may hold either key, since nobody looked', () => {
    const [a, b] = [place('a'), place('b')]
    const unread = [{code: 'unreadable_file', message: 'No.', severity: 'error', stops: 'entry'} as const]
    const undecidedOf = (...args: Parameters<typeof standingOf>) =>
      standingOf(...args).undecided.map(({location}) => location.id)
    expect(undecidedOf(survey([[b, NEW]]), {...known(a, b), ignored: ['memory']}, whyNot)).toEqual(['a', 'b'])
    expect(undecidedOf(survey([[b, NEW]], {unread}), known(a, b), whyNot)).toEqual(['a'])
    expect(undecidedOf(survey([[b, NEW]]), known(a, b), whyNot)).toEqual([])
  })

  it('does not take a place for empty that could not be asked, or holds another key', () => {
    const [a, b] = [place('a'), place('b')]
    const failed = [{backend: 'memory', title: 'Memory', reason: 'It is jammed.'}]
    expect(standingOf(survey([], {failed}), known(a), whyNot).vanished).toEqual([])
    expect(standingOf(survey([]), {...known(a), ignored: ['memory']}, whyNot).vanished).toEqual([])
    expect(standingOf(survey([[b, ELSE]]), known(b), whyNot).vanished).toEqual([])
  })

  it('names what cannot be written, and why', () => {
    const sealed = place('a', {writable: false, why: 'it is sealed'})
    const standing = standingOf(survey([[sealed, OLD]]), known(sealed), whyNot)
    expect(standing).toMatchObject({toReplace: [], pending: [{why: 'it is sealed'}]})
    expect(ids(standing.withOldKey)).toEqual(['a'])
  })

  it('tells places of two backends apart that have one id', () => {
    const [a, b] = [place('a'), place('a', {backend: 'other'})]
    expect(placeId(a)).not.toBe(placeId(b))
    const standing = standingOf(
      survey([
        [a, NEW],
        [b, OLD],
      ]),
      known(a, b),
      whyNot,
    )
    expect([standing.storedIn, standing.toReplace]).toEqual([[a], [b]])
  })

  it('names a place that was not to be asked and holds the old key, and never says nothing of it', () => {
    const [a, b] = [place('a'), place('b', {backend: 'vault'})]
    const ignoring = {...known(a), ignored: ['vault']}
    const standing = standingOf(
      survey([
        [a, NEW],
        [b, OLD],
      ]),
      ignoring,
      whyNot,
    )
    expect(standing.pending).toEqual([{location: b, why: 'it was not to be asked'}])
    expect(standing.withOldKey).toEqual([])
    const silent = standingOf(survey([[a, NEW]]), ignoring, whyNot)
    expect(silent).toMatchObject({
      pending: [],
      notes: ['The backend vault was not to be asked: it may hold the old key.'],
    })
  })

  it('does not take silence for absence', () => {
    const a = place('a')
    const failed = [{backend: 'memory', title: 'Memory', reason: 'jammed'}]
    const standing = standingOf(survey([], {failed}), known(a), whyNot)
    expect(standing).toMatchObject({failed, pending: [{why: 'it could not be asked'}]})
    const ignoring = standingOf(survey([], {failed}), {...known(a), ignored: ['memory']}, whyNot)
    expect(ignoring).toMatchObject({failed: [], mayBeElsewhere: true, pending: [{why: 'it was not to be asked'}]})
  })
})

describe('the old key stays active', () => {
  const inactive = {oldKey: 'inactive', despitePending: false} as const
  const pending = [{location: place('a'), why: 'it is sealed'}]
  it.each([
    ['where it is asked for', [], false, {...inactive, oldKey: 'active'}, true],
    ['where a place holds it', pending, false, inactive, true],
    ['where something may hold it', [], true, inactive, true],
    ['not where it is overruled', pending, true, {...inactive, despitePending: true}, false],
    ['not where nothing holds it', [], false, inactive, false],
    ['not where it is to be deleted and nothing holds it', [], false, {...inactive, oldKey: 'deleted'}, false],
  ] as const)('%s', (_when, places, mayBeElsewhere, ending, stays) => {
    expect(staysActive({needing: places, mayBeElsewhere}, ending)).toBe(stays)
  })
})
