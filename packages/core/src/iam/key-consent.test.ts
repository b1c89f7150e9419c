import {describe, expect, it} from 'vitest'

import type {KeyPlaces, Location} from '../credentials/index.js'
import {consider, type Consent, type KeyChange} from './key-consent.js'
import type {PlacedKey} from './keys-and-places.js'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const A_DAY_AGO = new Date(NOW - 86_400_000)
const LONG_AGO = new Date(NOW - 100 * 86_400_000)
const NOTHING_ELSE: KeyPlaces = {places: [], skipped: [], failed: [], unread: [], notAsked: []}
const SHUT: KeyPlaces = {...NOTHING_ELSE, failed: [{backend: 'vault', title: 'The vault', reason: 'it is locked'}]}

type Sketch = Partial<Omit<PlacedKey, 'places'>> & {readonly in?: string; readonly brokenIn?: string}

function sketched(accessKeyId: string, {in: at, brokenIn, ...more}: Sketch): PlacedKey {
  const location = (display: string): Location => ({backend: 'x', id: display, profile: null, display, writable: true})
  const problem = {code: 'partial_credentials', message: 'no secret', severity: 'error', stops: 'backend'} as const
  return {
    accessKeyId,
    status: 'Active',
    createdAt: LONG_AGO,
    lastUsedAt: null,
    lastUsedFor: null,
    useKnown: true,
    places: [
      ...(at === undefined ? [] : [{location: location(at), accessKeyId}]),
      ...(brokenIn === undefined ? [] : [{location: location(brokenIn), accessKeyId, problem}]),
    ],
    ...more,
  }
}

interface Row {
  readonly what: string
  readonly key: Sketch
  readonly other?: Sketch
  readonly signer?: 'key' | 'other' | 'administrator'
  readonly survey?: KeyPlaces
  readonly deactivate: Consent
  readonly delete: Consent
  readonly says?: RegExp
}

const OFF = {status: 'Inactive'}
const ROWS: readonly Row[] = [
  {what: 'nobody uses, beside one that is kept here', key: {}, other: {in: 'b'}, deactivate: 'nothing', delete: 'yes'},
  {what: 'nobody uses, and that is the only one', key: {}, deactivate: 'nothing', delete: 'yes'},
  {
    what: 'is the only one, and kept here',
    key: {in: 'a'},
    deactivate: 'id',
    delete: 'id',
    says: /last active key .* a would stop/,
  },
  {
    what: 'is kept here beside an inactive one',
    key: {in: 'a'},
    other: {in: 'b', ...OFF},
    deactivate: 'id',
    delete: 'id',
  },
  {
    what: 'is kept here, the other nowhere',
    key: {in: 'a'},
    other: {},
    deactivate: 'id',
    delete: 'id',
    says: /last active/,
  },
  {what: 'is kept here, of the other half', key: {in: 'a'}, other: {brokenIn: 'b'}, deactivate: 'id', delete: 'id'},
  {what: 'is half kept here, alone', key: {brokenIn: 'a'}, deactivate: 'id', delete: 'id'},
  {
    what: 'is kept here as the other is',
    key: {in: 'a'},
    other: {in: 'b'},
    deactivate: 'yes',
    delete: 'id',
    says: /stop working: a\.$/,
  },
  {what: 'signs alone', key: {}, signer: 'key', deactivate: 'id', delete: 'id', says: /only an administrator/},
  {what: 'signs, beside an inactive one', key: {}, other: OFF, signer: 'key', deactivate: 'id', delete: 'id'},
  {what: 'signs, beside an active one', key: {}, other: {in: 'b'}, signer: 'key', deactivate: 'nothing', delete: 'yes'},
  {
    what: 'somebody worked with yesterday, from elsewhere',
    key: {lastUsedAt: A_DAY_AGO, lastUsedFor: 'mechanicalturk'},
    other: {in: 'b'},
    deactivate: 'yes',
    delete: 'id',
    says: /from elsewhere: last on 2026-11-20, for mechanicalturk/,
  },
  {
    what: 'somebody only looked after yesterday',
    key: {lastUsedAt: A_DAY_AGO, lastUsedFor: 'sts'},
    deactivate: 'nothing',
    delete: 'yes',
  },
  {
    what: 'was used long ago',
    key: {lastUsedAt: LONG_AGO, lastUsedFor: 'mechanicalturk'},
    deactivate: 'nothing',
    delete: 'yes',
  },
  {
    what: 'a vault may hold that failed',
    key: {},
    other: {in: 'b'},
    survey: SHUT,
    deactivate: 'yes',
    delete: 'id',
    says: /The vault/,
  },
  {what: 'is inactive already', key: OFF, other: {in: 'b'}, deactivate: 'yes', delete: 'yes'},
  {
    what: 'is inactive and kept here',
    key: {in: 'a', ...OFF},
    deactivate: 'id',
    delete: 'id',
    says: /still stands in a/,
  },
]

function considered(change: KeyChange, {key, other, signer = 'administrator', survey = NOTHING_ELSE}: Row) {
  const own = sketched('KEY', key)
  const keys = [own, ...(other ? [sketched('OTHER', other)] : [])]
  return consider(change, own, {keys, unknown: [], survey}, {signer: signer.toUpperCase(), now: NOW})
}

describe('what it takes to change a key that', () => {
  it.each(ROWS)('$what: switched off by "$deactivate", deleted by "$delete"', (row) => {
    const toDelete = considered('delete', row)
    expect([considered('deactivate', row).asks, toDelete.asks]).toEqual([row.deactivate, row.delete])
    expect(toDelete.reasons.join('\n')).toMatch(row.says ?? /^/)
    expect(considered('activate', row)).toEqual({asks: 'nothing', reasons: []})
  })

  it('has a reason for whoever has to type the id', () => {
    const unexplained = ROWS.map((row) => considered('delete', row)).filter(
      ({asks, reasons}) => asks === 'id' && reasons.length === 0,
    )
    expect(unexplained).toEqual([])
  })
})
