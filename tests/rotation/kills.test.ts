import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {expectOver, type Inspection} from './support/invariants.js'
import {perform} from './support/on-core.js'
import {
  endOf,
  expectAnother,
  expectRecovery,
  inWorlds,
  killedAt,
  pointsOf,
  record,
  setStage,
  type Stage,
} from './support/sweep.js'
import {journalOf} from './support/world.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

/** `npm run sweep`: what CI takes once because it is the same moment is taken from both sides. */
const twice = process.env['SWEEP'] === 'all'

/** Where the old key may be gone for good already, only forward is left. */
async function expectDeletionEnded(inspection: Inspection, how: '--resume' | '--abort', known: readonly string[]) {
  const {world, at} = inspection
  const {machine, key} = world
  const end = journalOf(world) ? await endOf(perform(machine, how)) : {}
  if (end.error) {
    if (how !== '--abort' || end.error.code !== 'interrupted') throw new Error(end.error.message)
    await perform(machine, '--resume')
  }
  const isBack = end.result?.rotated === false
  const {accessKeyId, secretAccessKey} = await expectOver(inspection, {others: {}, secrets: known})
  expect(accessKeyId === key.accessKeyId, at).toBe(isBack)
  await expectAnother(inspection, [...known, secretAccessKey])
}

/** Whatever remembers what a file was takes the profiles of one for each other's, if it can. */
it(
  'a rotation of two profiles in one file loses nothing, wherever it is killed',
  {timeout: 1_200_000},
  async ({skip}) => {
    const own = await setStage({}, 'one file')
    if (!own) return skip()
    try {
      const {acts} = await record(own)
      const ways = ['--resume', '--abort'] as const
      await inWorlds(
        own,
        twice
          ? pointsOf(acts).flatMap((point) => ways.map((how) => ({...point, how})))
          : pointsOf(acts).flatMap((point, nth) => (nth % 4 < 2 ? [{...point, how: ways[nth % 2] ?? '--resume'}] : [])),
        async (inspection, {how, ...point}) => {
          const secrets = await killedAt(inspection, 'rotate', point)
          await expectRecovery(inspection, how, secrets)
        },
        ({what, how}) => `killed ${what}, then ${how}`,
      )
    } finally {
      await own.stop()
    }
  },
)

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

  it('loses nothing where the old key is deleted at the end', {timeout: 1_200_000}, async ({skip}) => {
    if (!stage) return skip()
    const {acts, moments} = await record(stage, 'rotate --delete-old')
    const from = moments.find(({what}) => what === 'before journal deleting')?.act ?? Number.NaN
    const to = moments.find(({what}) => what === 'before journal closed')?.act ?? Number.NaN
    const points = pointsOf(acts, {twice}).filter(({act}) => act >= from && act <= to)
    expect(points.length).toBeGreaterThanOrEqual(8)
    await inWorlds(
      stage,
      points.flatMap((point) => (['--resume', '--abort'] as const).map((how) => ({...point, how}))),
      async (inspection, {how, ...point}) => {
        const secrets = await killedAt(inspection, 'rotate --delete-old', point)
        await expectDeletionEnded(inspection, how, secrets)
      },
      ({what, how}) => `killed ${what}, then ${how}`,
    )
    console.log(`deleting: ${points.length} kills, each ended both ways`)
  })
})
