import {describe, expect, it} from 'vitest'
import type {PlacedKey} from '../iam/index.js'
import {spareAmong, spareNeedsAnswer, type SpareFlags} from './two-keys.js'

const OLD = 'AKIAOLDOLDOLDOLDOLD2'
const OTHER = 'AKIAOTHEROTHEROTHER2'

function keyOf(accessKeyId: string, status: string, isKept: boolean): PlacedKey {
  const location = {
    backend: 'memory',
    id: accessKeyId,
    profile: 'x',
    display: `memory ${accessKeyId}`,
    writable: true,
    line: 7,
  }
  return {
    accessKeyId,
    status,
    createdAt: null,
    lastUsedAt: null,
    lastUsedFor: null,
    useKnown: true,
    places: isKept ? [{location, accessKeyId}] : [],
  }
}

function refusalOf(keys: readonly PlacedKey[], flags: SpareFlags) {
  const spare = spareAmong(keys, OLD, flags)
  if (!spare) throw new Error('there is a spare key')
  type Refusal = Error & {code: string; exit: number; remedy: readonly {text?: string; command?: string}[]}
  return spareNeedsAnswer(spare) as Refusal
}

const old = keyOf(OLD, 'Active', true)
const none = {deleteOld: false}

describe('the user’s other key', () => {
  it('need not go where there is none', () => {
    expect(spareAmong([old], OLD, none)).toBeNull()
    expect(spareAmong([old], OLD, {deleteOld: true})).toBeNull()
  })

  // Whether it is a left-over, and which flags agree to its end: none where something here works with it.
  it.each([
    {status: 'Inactive', isKept: false, isLeftOver: true, named: true, command: '--delete-old'},
    {status: 'Inactive', isKept: true, isLeftOver: false, named: true, command: `--delete-key ${OTHER}`},
    {status: 'Active', isKept: false, isLeftOver: false, named: true, command: `--delete-key ${OTHER}`},
    {status: 'Active', isKept: true, isLeftOver: false, named: false, command: `--delete-key ${OTHER}`},
    {status: 'Expired', isKept: false, isLeftOver: false, named: true, command: `--delete-key ${OTHER}`},
  ])(
    'that is $status and kept here: $isKept goes only with $command',
    ({status, isKept, isLeftOver, named, command}) => {
      const keys = [keyOf(OTHER, status, isKept), old]
      expect(spareAmong(keys, OLD, none)).toMatchObject({accessKeyId: OTHER, isLeftOver, agreed: false})
      expect(spareAmong(keys, OLD, {deleteOld: true})).toMatchObject({agreed: isLeftOver})
      expect(spareAmong(keys, OLD, {deleteOld: false, deleteKey: OTHER})).toMatchObject({agreed: named})
      expect(refusalOf(keys, {deleteOld: false})).toMatchObject({code: 'answer_needed', exit: 9})
      expect(refusalOf(keys, {deleteOld: false}).remedy.at(-1)?.command).toBe(`mturk keys rotate ${command}`)
    },
  )

  it('that a place here works with is not given up by its name: the place is told, and what to type first', () => {
    const {message, remedy} = refusalOf([keyOf(OTHER, 'Active', true), old], {deleteOld: true, deleteKey: OTHER})
    expect(message).toContain(`in use on this machine: memory ${OTHER}, line 7 would stop working.`)
    expect(remedy.map(({command}) => command)).toContain(`mturk keys deactivate ${OTHER}`)
  })

  it('that is active and kept nowhere here may be in use: without a terminal it goes only by its id', () => {
    const {message, remedy} = refusalOf([keyOf(OTHER, 'Active', false), old], {deleteOld: true})
    expect(message).toBe(
      'The user has two keys already, and IAM allows no third. The other one, ****************HER2 (Active), may be in use. Nothing was changed.',
    )
    expect(remedy.map(({text, command}) => command ?? text)).toEqual([
      'mturk keys list',
      'To have that key deleted first, for good:',
      `mturk keys rotate --delete-key ${OTHER}`,
    ])
  })

  it('is no left-over where something could not be looked into', () => {
    const keys = [keyOf(OTHER, 'Inactive', false), old]
    const flags = {deleteOld: true, mayBeElsewhere: true}
    expect(spareAmong(keys, OLD, flags)).toMatchObject({isLeftOver: false, agreed: false})
  })

  it('is no key of anybody else, and not the one that is rotated', () => {
    for (const deleteKey of [OLD, 'AKIASTRANGERSTRANGE2']) {
      expect(() => spareAmong([old, keyOf(OTHER, 'Inactive', false)], OLD, {deleteOld: false, deleteKey})).toThrow(
        deleteKey,
      )
      expect(() => spareAmong([old], OLD, {deleteOld: false, deleteKey})).toThrow(deleteKey)
    }
  })
})

it('says how young a key is that nothing here holds: another computer may be rotating now', () => {
  const now = Date.parse('2026-11-21T18:00:00Z')
  const at = (seconds: number) => {
    const other = {...keyOf(OTHER, 'Active', false), createdAt: new Date(now - seconds * 1000)}
    const spare = spareAmong([old, other], OLD, none)
    return spare ? spareNeedsAnswer(spare, now).message : ''
  }
  expect(at(40)).toContain('was made 40 seconds ago, and no place on this machine holds it: another computer')
  expect(at(600)).toContain('was made 10 minutes ago')
  expect(at(-3)).toContain('was made 0 seconds ago')
  expect(at(7200)).toContain('may be in use')
})
