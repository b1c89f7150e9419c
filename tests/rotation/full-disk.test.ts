import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {expectNothingLost} from './support/invariants.js'
import {doneOf, expectEnded, inWorlds, record, runOn, setStage, type Stage} from './support/sweep.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

describe('a rotation whose disk is full', () => {
  for (const [kind, words] of [
    ['full-once', 'for a moment'],
    ['full-from', 'from then on'],
  ] as const) {
    it(`${words}, at any of its writes, loses nothing, and is ended later`, {timeout: 1_200_000}, async ({skip}) => {
      if (!stage) return skip()
      const {acts} = await record(stage)
      const writes = acts.flatMap(({what, writes: isWrite}, act) => (isWrite ? [{what, act}] : []))
      expect(writes.length).toBeGreaterThanOrEqual(30)
      const ends: Record<string, number> = {}
      await inWorlds(
        stage,
        writes.map((write, index) => ({...write, how: index % 2 === 0 ? '--resume' : '--abort'}) as const),
        async (inspection, {act, how}) => {
          const done = doneOf(await runOn(inspection.world, 'rotate', {kind, act, when: 'during'}))
          await expectNothingLost(inspection)
          const ended = await expectEnded(inspection, done, how)
          ends[ended] = (ends[ended] ?? 0) + 1
        },
        ({what, act}) => `full ${words} at ${what} (${act})`,
      )
      console.log(`full ${words}: ${writes.length} writes, ${JSON.stringify(ends)}`)
    })
  }
})
