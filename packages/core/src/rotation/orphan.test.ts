import {describe, expect, it} from 'vitest'
import {judgeOrphan, listNewcomers} from './orphan.js'

const AT = '2026-11-21T10:00:00.400Z'
const INTENT = {at: AT, accessKeyIds: ['AKIAOLDOLDOLDOLDOLD2']}
const at = (seconds: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + seconds * 1000)
const key = {accessKeyId: 'AKIANEWNEWNEWNEWNEW2', status: 'Active'}

describe('a key that was not there before the intent', () => {
  it.each([
    ['made within the second', at(0), null, true, 'sure'],
    ['made a second before, as whole seconds have it', at(-1), null, true, 'sure'],
    ['made a minute later', at(60), null, true, 'sure'],
    ['made more than a minute later', at(61), null, true, 'unsure'],
    ['made before', at(-3), null, true, 'unsure'],
    ['of which IAM does not say when it was made', null, null, true, 'unsure'],
    ['of which nobody may ask when it was used', at(1), null, false, 'unsure'],
    ['that was used: somebody has its secret', at(1), at(30), true, 'used'],
    ['that was made before and used', at(-300), at(30), true, 'used'],
  ] as const)('%s', (_what, createdAt, lastUsedAt, useKnown, verdict) => {
    expect(judgeOrphan({...key, createdAt, lastUsedAt, useKnown}, INTENT)).toMatchObject({verdict})
  })

  it('is whatever the list has and the journal has not', async () => {
    const asked: string[] = []
    const iam = {
      listAccessKeys: async () => [
        {...key, createdAt: at(1)},
        {...key, accessKeyId: 'AKIAOLDOLDOLDOLDOLD2', createdAt: at(-900)},
      ],
      getAccessKeyLastUsed: async (id: string) => {
        asked.push(id)
        throw new Error('not allowed')
      },
    }
    const found = await listNewcomers(iam, 'anna', INTENT, () => true)
    expect(found).toEqual([{...key, createdAt: at(1), lastUsedAt: null, useKnown: false}])
    expect(asked).toEqual([key.accessKeyId])
    await expect(listNewcomers(iam, 'anna', INTENT, () => false)).rejects.toThrow('not allowed')
  })
})
