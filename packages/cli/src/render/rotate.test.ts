import type {Location} from '@mturk-cli/core'
import type {Rotated, TakenBack} from '@mturk-cli/core/rotation'
import {describe, expect, it} from 'vitest'

import {newsLines} from './rotate-progress.js'
import {rotatedText} from './rotate.js'

const OLD = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2'}
const NEW = {accessKeyId: 'AKIANEWNEWNEWNEWNEW2'}
const measure = {production: 'ok', sandbox: 'service_closed'} as const
const location: Location = {backend: 'vault', id: 'a', profile: 'a', display: 'vault a', writable: true}

const rotated: Rotated = {
  rotated: true,
  userName: 'anna',
  oldKey: {...OLD, status: 'Active'},
  newKey: NEW,
  storedIn: [],
  pending: [],
  notes: [],
  before: measure,
  measure,
}
const textOf = (result: Rotated | TakenBack, whose: readonly string[] = []) =>
  rotatedText({result, warnings: [], whose}).join('\n')

describe('what follows a rotation', () => {
  it('tells to change a place only where it holds the old key still', () => {
    const left = (why: string) => textOf({...rotated, pending: [{location, why}]})
    expect(left('it is read-only')).toContain('Change it there, then:')
    expect(left('it was not to be asked')).toContain('Change it there, then:')
    for (const why of ['it holds another key by now', 'it holds no key any more']) {
      expect(left(why)).toMatch(/^When nothing uses the old key any more:/m)
    }
  })

  it('names the places that do not hold the new key, however the old one ended', () => {
    const left = (status: 'Inactive' | 'Deleted', why: string) =>
      textOf({...rotated, oldKey: {...OLD, status}, pending: [{location, why}]})
    expect(left('Inactive', 'it holds no key any more')).toMatch(/^! vault a: it holds no key any more$/m)
    expect(left('Deleted', 'it holds no key any more')).toMatch(/^! vault a: it holds no key any more$/m)
    expect(left('Inactive', 'it is read-only')).toContain('still holds it, and it is deactivated')
    expect(left('Deleted', 'it is read-only')).toContain('still holds it, and it is gone')
    const news = {kind: 'old-key', status: 'Active', because: 'may-be-held'} as const
    const lines = newsLines({...news, pending: [{location, why: 'it holds no key any more'}]}, 0).join('\n')
    expect(lines).toMatch(/may still hold it\n.*vault a: it holds no key any more/)
  })

  it('says in the commands whose key it is', () => {
    expect(textOf(rotated, ['--profile', 'my lab'])).toMatch(/mturk keys deactivate \w+ --profile 'my lab'$/m)
  })

  it('says by which flag the next one deletes the old key', () => {
    expect(textOf({...rotated, oldKey: {...OLD, status: 'Inactive'}})).toContain('it asks, or takes --delete-old')
  })

  it('does not deny a key that was made and deleted', () => {
    const back: TakenBack = {...rotated, rotated: false, oldKey: {...OLD, status: 'Active'}, newKey: null}
    expect(textOf(back)).toContain('No new key is left.')
  })

  it('tells how the new key is deleted that stays for a place which could not be written', () => {
    const back = {
      ...rotated,
      rotated: false,
      oldKey: {...OLD, status: 'Active'},
      pending: [{location, why: 'sealed'}],
    } as const
    const text = textOf({...back, newKey: {...NEW, status: 'Active'}})
    expect(text).toMatch(/! vault a: sealed\n.*stays active.*\n.*mturk keys delete AKIANEWNEWNEWNEWNEW2/)
    expect(text).not.toContain('is deleted.')
    expect(textOf({...back, newKey: {...NEW, status: 'Deleted'}})).toMatch(/The new key \S+ is deleted\./)
  })

  it('keeps what is checked and what came of it apart', () => {
    const [line = ''] = newsLines({kind: 'checked', measure, before: measure}, 0)
    expect(line).toContain('everything checked with the new key: production linked · sandbox service closed')
  })

  it('names the places that still hold a second key that was deleted', () => {
    const key = {...OLD, status: 'Inactive', createdAt: null, lastUsedAt: null, lastUsedFor: null, useKnown: true}
    const spare = {...key, places: [{location, ...OLD}], isLeftOver: false, isInUse: false, agreed: true}
    expect(newsLines({kind: 'spare-deleted', spare}, 0).join('\n')).toContain('vault a still holds the deleted key')
  })
})
