import {describe, expect, it} from 'vitest'
import type {PlacedKey} from '../iam/index.js'
import {spareAmong, spareNeedsAnswer} from './two-keys.js'

const OLD = 'AKIAOLDOLDOLDOLDOLD2'
const OTHER = 'AKIAOTHEROTHEROTHER2'

function keyOf(accessKeyId: string, status: string, isKept: boolean): PlacedKey {
  const location = {backend: 'memory', id: accessKeyId, profile: 'x', display: `memory ${accessKeyId}`, writable: true}
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

const old = keyOf(OLD, 'Active', true)
const none = {deleteOld: false}

describe('the user’s other key', () => {
  it('need not go where there is none', () => {
    expect(spareAmong([old], OLD, none)).toBeNull()
    expect(spareAmong([old], OLD, {deleteOld: true})).toBeNull()
  })

  // Whether it is a left-over, and which flags agree to its end.
  it.each([
    {status: 'Inactive', isKept: false, isLeftOver: true, byDeleteOld: true, flag: '--delete-old'},
    {status: 'Inactive', isKept: true, isLeftOver: false, byDeleteOld: false, flag: `--delete-key ${OTHER}`},
    {status: 'Active', isKept: false, isLeftOver: false, byDeleteOld: false, flag: `--delete-key ${OTHER}`},
    {status: 'Active', isKept: true, isLeftOver: false, byDeleteOld: false, flag: `--delete-key ${OTHER}`},
    {status: 'Expired', isKept: false, isLeftOver: false, byDeleteOld: false, flag: `--delete-key ${OTHER}`},
  ])(
    'that is $status and kept here: $isKept goes only with $flag',
    ({status, isKept, isLeftOver, byDeleteOld, flag}) => {
      const keys = [keyOf(OTHER, status, isKept), old]
      expect(spareAmong(keys, OLD, none)).toMatchObject({accessKeyId: OTHER, isLeftOver, agreed: false})
      expect(spareAmong(keys, OLD, {deleteOld: true})).toMatchObject({agreed: byDeleteOld})
      expect(spareAmong(keys, OLD, {deleteOld: false, deleteKey: OTHER})).toMatchObject({agreed: true})
      const spare = spareAmong(keys, OLD, none)
      if (!spare) throw new Error('there is a spare key')
      const error = spareNeedsAnswer(spare) as Error & {code: string; exit: number; remedy: readonly {text?: string}[]}
      expect(error).toMatchObject({code: 'answer_needed', exit: 9})
      expect(error.remedy.at(-1)?.text).toContain(flag)
    },
  )

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
