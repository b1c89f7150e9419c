import type {Fault, FaultEffect} from '@mturk-cli/emulator'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {expectNothingLost} from './support/invariants.js'
import {perform} from './support/on-core.js'
import {endOf, expectEnded, inWorlds, setStage, type Stage} from './support/sweep.js'
import {newWorld} from './support/world.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

interface Request {
  readonly match: Fault['match']
  readonly what: string
}

/** The requests of a whole run, each by what it is and how many of its kind came before. */
async function requestsOfARun({emulators: [emulator]}: Stage): Promise<readonly Request[]> {
  if (!emulator) throw new Error('there is no emulator')
  const world = newWorld(emulator)
  const before = emulator.requests.length
  await perform(world.machine, 'rotate')
  world.home.remove()
  const counts = new Map<string, number>()
  return emulator.requests.slice(before).map(({service, operation, environment}) => {
    const which = service === 'mturk' && environment ? {operation, environment} : {operation}
    const name = Object.values(which).join(' ')
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    return {match: {...which, nth}, what: `${name} (${nth})`}
  })
}

const FAULT = {kind: 'error', status: 500, code: 'InternalFailure', message: 'The service is at fault.'} as const

interface Kind {
  readonly effect: FaultEffect
  /** How often; for good where it is left out. */
  readonly times?: number
  /** Milliseconds that an answer may take. */
  readonly patience?: number
}

const KINDS: Readonly<Record<string, Kind>> = {
  'fails once': {effect: FAULT, times: 1},
  'is throttled once': {effect: {kind: 'throttle'}, times: 1},
  'is cut off once': {effect: {kind: 'drop-before'}, times: 1},
  'acts, and says once that it failed': {effect: {kind: 'fail-after', status: 500}, times: 1},
  'acts, and is cut off once': {effect: {kind: 'drop-after'}, times: 1},
  'never answers once': {effect: {kind: 'hang'}, times: 1, patience: 900},
  'acts, and never answers once': {effect: {kind: 'hang-after'}, times: 1, patience: 900},
  'fails from then on': {effect: FAULT},
  'is throttled from then on': {effect: {kind: 'throttle'}},
  'acts, and says from then on that it failed': {effect: {kind: 'fail-after', status: 500}},
  'acts, and is cut off from then on': {effect: {kind: 'drop-after'}},
}

/** An hour's worth of requests. */
const FOR_GOOD = 100_000

describe('a rotation of which a request', () => {
  for (const [kind, {effect, times = FOR_GOOD, patience = 7500}] of Object.entries(KINDS)) {
    it(`${kind} loses nothing, and is ended later`, {timeout: 1_200_000}, async ({skip}) => {
      if (!stage) return skip()
      const requests = await requestsOfARun(stage)
      expect(requests.length).toBeGreaterThanOrEqual(20)
      const ends: Record<string, number> = {}
      await inWorlds(
        stage,
        requests.map((request, index) => ({...request, how: index % 2 === 0 ? '--resume' : '--abort'}) as const),
        async (inspection, {match, how}) => {
          const {emulator, machine} = inspection.world
          const heal = emulator.addFault({match, times, effect})
          const end = await endOf(perform(machine, 'rotate', {patience}))
          heal()
          await expectNothingLost(inspection)
          const ended = await expectEnded(inspection, end, how)
          ends[ended] = (ends[ended] ?? 0) + 1
        },
        ({what}) => `${what} ${kind}`,
      )
      console.log(`${kind}: ${requests.length} requests, ${JSON.stringify(ends)}`)
      // One that only fails once is tried again, but for the one that may not be sent twice.
      const mayStayOpen = times === 1 && patience > 1000 ? 1 : requests.length
      expect(ends['open'] ?? 0, 'left open').toBeLessThanOrEqual(mayStayOpen)
    })
  }

  it('fails with all that follow loses nothing, and is ended later', {timeout: 1_200_000}, async ({skip}) => {
    if (!stage) return skip()
    const requests = await requestsOfARun(stage)
    await inWorlds(
      stage,
      requests.flatMap(({what}, index) =>
        (['drop-before', 'drop-after'] as const).map((kind) => ({what, index, kind})),
      ),
      async (inspection, {index, kind}) => {
        const {emulator, machine} = inspection.world
        const heal = emulator.addFault({match: {nth: index + 1}, times: FOR_GOOD, effect: {kind}})
        const end = await endOf(perform(machine, 'rotate'))
        heal()
        await expectNothingLost(inspection)
        await expectEnded(inspection, end, index % 2 === 0 ? '--resume' : '--abort')
      },
      ({what, kind}) => `${kind} from ${what} on`,
    )
  })
})
