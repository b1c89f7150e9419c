import {afterAll, beforeAll, expect, it} from 'vitest'
import {randomFrom} from '../files/random.js'
import {
  expectRecovery,
  inWorlds,
  killedAt,
  pointsOf,
  record,
  setStage,
  type Point,
  type Stage,
} from './support/sweep.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage({}, 'with a secret')
})
afterAll(() => stage?.stop())

/** `npm run sweep` takes all; otherwise so many, drawn anew each time. */
const SAMPLE = 12
const all = process.env['SWEEP'] === 'all'
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

const WAYS = ['--resume', '--abort'] as const

/** The others are killed in `kills.test.ts`, without Secrets Manager. */
const OF_SECRETS = /^request (\w*Secret|TagResource)/

it(
  `a rotation with Secrets Manager among its places that is killed loses nothing (seed ${seed})`,
  {timeout: 3_600_000},
  async ({skip}) => {
    if (!stage) return skip()
    const begun = Date.now()
    const {acts} = await record(stage)
    const changes = acts.map(({what}) => what).filter((what) => /Secret/.test(what) && !/Get|List|Describe/.test(what))
    expect(changes).toEqual(expect.arrayContaining(['request PutSecretValue', 'request UpdateSecretVersionStage']))
    const points = pointsOf(acts, {twice: true})
    const kills = all
      ? points.flatMap((point) => WAYS.map((how) => ({point, how})))
      : sampleOf(points.filter(({act}) => OF_SECRETS.test(acts[act]?.what ?? '')))
    await inWorlds(
      stage,
      kills,
      async (inspection, {point, how}) => {
        const secrets = await killedAt(inspection, 'rotate', point)
        await expectRecovery(inspection, how, secrets)
      },
      ({point, how}) => `killed ${point.what}, then ${how}`,
    )
    console.log(`${kills.length} kills of ${2 * points.length}, ${Math.round((Date.now() - begun) / 1000)} s`)
  },
)

function sampleOf(points: readonly Point[]) {
  const random = randomFrom(seed)
  return Array.from({length: SAMPLE}, () => ({point: random.pick(points), how: random.pick(WAYS)}))
}
