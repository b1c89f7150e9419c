import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {expectRecovery, inWorlds, killedAt, pointsOf, record, setStage, type Stage} from './support/sweep.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

/** `npm run sweep`: what CI takes once because it is the same moment is taken from both sides. */
const twice = process.env['SWEEP'] === 'all'

describe.concurrent('a rotation that is killed, whatever it is just doing,', () => {
  for (const how of ['--resume', '--abort'] as const) {
    it(`loses nothing, and ${how} ends it`, {timeout: 1_200_000}, async ({skip}) => {
      if (!stage) return skip()
      const {acts} = await record(stage)
      const points = pointsOf(acts, {twice})
      expect(points.length).toBeGreaterThanOrEqual(60)
      const begun = Date.now()
      await inWorlds(
        stage,
        points,
        async (inspection, point) => {
          const secrets = await killedAt(inspection, 'rotate', point)
          await expectRecovery(inspection, how, secrets)
        },
        ({what}) => `killed ${what}`,
      )
      console.log(`${how}: ${points.length} kills, ${acts.length} acts, ${Math.round((Date.now() - begun) / 1000)} s`)
    })
  }
})
