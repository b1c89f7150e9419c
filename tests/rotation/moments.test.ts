import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {isMturkError} from '@mturk-cli/core'
import {expectNothingLost, expectOver} from './support/invariants.js'
import {perform, quickClock} from './support/on-core.js'
import {endOf, expectEnded, inWorlds, record, setStage, type Stage} from './support/sweep.js'
import {journalOf} from './support/world.js'

let stage: Stage | null
let moments: readonly string[] = []
beforeAll(async () => {
  stage = await setStage()
  if (stage) moments = (await record(stage)).moments.map(({what}) => what)
})
afterAll(() => stage?.stop())

const BOTH = ['mturk keys rotate --resume', 'mturk keys rotate --abort']

function expectStopTold(failure: unknown): void {
  if (!isMturkError(failure)) throw new Error('it is not told', {cause: failure})
  expect(failure.exit).toBe(10)
  expect(failure.message).toMatch(/^Stopped between two steps\. Nothing is lost\. /)
  expect(failure.remedy.flatMap((each) => ('command' in each ? [each.command] : []))).toEqual(BOTH)
}

describe('a rotation that is asked to stop', () => {
  it('at any of its steps stops there or ends, says how it stands, and goes on', {timeout: 600_000}, async ({skip}) => {
    if (!stage) return skip()
    expect(moments.length).toBeGreaterThanOrEqual(40)
    const ends: Record<string, number> = {}
    await inWorlds(
      stage,
      moments.map((what, index) => ({what, index})),
      async (inspection, {index}) => {
        const stopping = new AbortController()
        let reached = 0
        let failure: unknown
        const observe = () => void (reached++ === index && stopping.abort(new Error('somebody pressed Ctrl-C')))
        const {machine} = inspection.world
        const work = perform(machine, 'rotate', {signal: stopping.signal, observe})
        const end = await endOf(work.catch((error: unknown) => Promise.reject((failure = error) as Error)))
        await expectNothingLost(inspection)
        if (journalOf(inspection.world)) expectStopTold(failure)
        const ended = await expectEnded(inspection, end, index % 2 === 0 ? '--resume' : '--abort')
        ends[ended] = (ends[ended] ?? 0) + 1
      },
      ({what, index}) => `stopped ${what} (${index})`,
    )
    console.log(`stopped at ${moments.length} moments: ${JSON.stringify(ends)}`)
  })
})

/** What STS answered so far to whoever signed with this key. */
function answersTo({requests}: Emulator, key: EmulatorKey | undefined): (number | null)[] {
  const asked = requests.filter(({operation, accessKeyId}) => {
    return operation === 'GetCallerIdentity' && accessKeyId === key?.accessKeyId
  })
  return asked.map(({status}) => status)
}

describe('a rotation at AWS, which takes its time to know a new key,', () => {
  for (const [name, options] of [
    ['no time at all', {newKeyDelayMs: 0}],
    ['5 seconds', {newKeyDelayMs: 5000}],
    ['30 seconds', {newKeyDelayMs: 30_000}],
    ['and forgets it again', {newKeyAnswers: [true, false, true, true, false, false, true]}],
    ['and forgets it late', {newKeyAnswers: [true, true, true, true, true, true, false, true, false, true]}],
    ['and forgets it for long', {newKeyAnswers: [true, true, true, ...Array.from({length: 30}, () => false)]}],
  ] as const) {
    it(`${name}: every place works at every moment`, {timeout: 600_000}, async ({skip}) => {
      if (!stage) return skip()
      const clock = quickClock()
      const own = await setStage({...options, clock})
      if (!own) return skip()
      // Whoever looks would use up the answers of a key that flaps.
      const flaps = 'newKeyAnswers' in options
      try {
        await inWorlds(
          {...own, emulators: own.emulators.slice(0, 1)},
          ['resume'],
          async (inspection) => {
            const {machine, key, emulator} = inspection.world
            let looks = 0
            let tries: (number | null)[] | undefined
            const observe = async ({when, what}: {when: string; what: string}) => {
              if (what.startsWith('replace ')) tries ??= answersTo(emulator, journalOf(inspection.world)?.state.newKey)
              if (flaps) return
              looks++
              await expectNothingLost({...inspection, at: `${when} ${what}`, isSlow: true})
            }
            const done = await perform(machine, 'rotate', {clock, observe})
            expect(done.rotated).toBe(true)
            expect(looks).toBeGreaterThanOrEqual(flaps ? 0 : 30)
            expect(tries?.slice(-3), 'before any place got the new key').toEqual([200, 200, 200])
            await expectOver(inspection, {
              others: {[key.accessKeyId]: 'Inactive'},
              current: done.newKey?.accessKeyId ?? '',
              secrets: [key.secretAccessKey],
            })
          },
          () => name,
        )
      } finally {
        await own.stop()
      }
    })
  }

  it('and never knows it: everything goes back', {timeout: 600_000}, async ({skip}) => {
    const clock = quickClock()
    const own = await setStage({newKeyDelayMs: 3_600_000, clock})
    if (!own) return skip()
    try {
      await inWorlds(
        {...own, emulators: own.emulators.slice(0, 1)},
        ['abort'],
        async (inspection) => {
          const {machine, key} = inspection.world
          await expect(perform(machine, 'rotate', {clock})).rejects.toMatchObject({code: 'bad_key_id'})
          await expectOver(inspection, {others: {}, current: key.accessKeyId, secrets: []})
        },
        (how) => how,
      )
    } finally {
      await own.stop()
    }
  })
})
