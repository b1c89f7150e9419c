import {afterAll, beforeAll, expect, it} from 'vitest'
import {randomFrom} from '../files/random.js'
import type {Inspection} from './support/invariants.js'
import {
  doneOf,
  expectRecovery,
  inWorlds,
  killedAt,
  pointsOf,
  record,
  runOn,
  setStage,
  type Point,
  type Stage,
} from './support/sweep.js'
import {journalOf} from './support/world.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

/** `npm run sweep` takes all pairs, or so many. */
const all = process.env['SWEEP'] === 'all'
const wanted = process.env['PAIRS'] === undefined ? (all ? Infinity : 50) : Number(process.env['PAIRS'])
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

const WAYS = ['--resume', '--abort'] as const

interface Pair {
  readonly first: Point
  /** Which of the two is killed in its turn, and which one ends it. */
  readonly killed: (typeof WAYS)[number]
  readonly ended: (typeof WAYS)[number]
  /** Where: this one of its moments, counted round and round. */
  readonly second: number
}

/** More moments than any recovery has: what is beyond the last one begins again with the first. */
const MANY = 200

function pairsOf(points: readonly Point[]): readonly Pair[] {
  const random = randomFrom(seed)
  return Array.from({length: wanted}, () => ({
    first: random.pick(points),
    killed: random.pick(WAYS),
    ended: random.pick(WAYS),
    second: random.below(MANY),
  }))
}

/** How many moments a recovery has from there, found out in a world of its own; null where nothing is open. */
async function momentsAfter(inspection: Inspection, {first, killed}: Omit<Pair, 'second' | 'ended'>) {
  await killedAt(inspection, 'rotate', first)
  if (!journalOf(inspection.world)) return null
  const {acts, error} = doneOf(await runOn(inspection.world, killed))
  expect(error, `${killed} after ${first.what}`).toBeUndefined()
  return pointsOf(acts)
}

async function tryPair(inspection: Inspection, {first, killed, ended}: Omit<Pair, 'second'>, second: Point) {
  const {world, judge} = inspection
  await killedAt({world, judge, at: first.what}, 'rotate', first)
  const at = `killed ${first.what}, then ${killed} ${second.what}`
  const secrets = await killedAt({world, judge, at}, killed, second)
  await expectRecovery({world, judge, at: `${at}, then`}, ended, secrets)
}

it(
  `a rotation that is killed, and its recovery killed, too, loses nothing (seed ${seed})`,
  {timeout: 86_400_000},
  async ({skip}) => {
    if (!stage) return skip()
    const begun = Date.now()
    const {acts, moments: noted} = await record(stage)
    const actAt = (what: string) => noted.find((moment) => moment.what === what)?.act ?? Number.NaN
    // While its journal is there.
    const [from, to] = [actAt('before CreateAccessKey'), actAt('before journal closed')]
    const points = pointsOf(acts).filter(({act}) => act >= from && act <= to)
    expect(points.length).toBeGreaterThan(60)
    const pairs = Number.isFinite(wanted) ? pairsOf(points) : points.flatMap((first) => everyWay(first))
    const name = ({first, killed}: Pair) => `${first.what}, ${killed}`
    let tried = 0
    const moments = new Map<Pair, readonly Point[]>()
    await inWorlds(
      stage,
      pairs,
      async (inspection, pair) => void moments.set(pair, (await momentsAfter(inspection, pair)) ?? []),
      name,
    )
    const both = pairs.flatMap((pair) => {
      const found = moments.get(pair) ?? []
      const chosen = Number.isFinite(pair.second) ? found.slice(pair.second % (found.length || 1)).slice(0, 1) : found
      return chosen.map((second, index) => ({...pair, second, ended: WAYS[(index + pair.first.act) % 2] ?? pair.ended}))
    })
    await inWorlds(
      stage,
      both,
      async (inspection, {second, ...pair}) => {
        await tryPair(inspection, pair, second)
        tried++
      },
      ({first, killed, second}) => `${first.what}, ${killed}, ${second.what}`,
    )
    expect(tried).toBeGreaterThanOrEqual(pairs.length)
    console.log(`${tried} pairs of kills, seed ${seed}, ${Math.round((Date.now() - begun) / 1000)} s`)
  },
)

function everyWay(first: Point): Pair[] {
  return WAYS.map((killed) => ({first, killed, ended: '--resume', second: Infinity}))
}
