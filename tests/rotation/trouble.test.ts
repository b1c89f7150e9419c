import {chmodSync, chownSync, cpSync, linkSync, readFileSync, renameSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {Home} from '../support/home.js'
import {expectNothingLost, expectOver, type Inspection} from './support/invariants.js'
import {perform} from './support/on-core.js'
import {
  endOf,
  expectEnded,
  expectRecovery,
  inWorlds,
  killedAt,
  pointsOf,
  record,
  setStage,
  type Stage,
} from './support/sweep.js'
import {failure, type Trouble} from './support/vault.js'
import {journalOf, keysOf, newWorld, type World} from './support/world.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

/** Does the work in one world. */
async function inAWorld(work: (inspection: Inspection) => Promise<void>): Promise<void> {
  if (!stage) return
  await inWorlds(stage, ['here'], work, (at) => at)
}

const OPTIONS = {timeout: 600_000}

/** Which calls a rotation makes to the vault. */
async function callsOfARun({emulators: [emulator]}: Stage): Promise<string[]> {
  const calls: string[] = []
  if (!emulator) return calls
  const world = newWorld(emulator)
  await perform(world.machine, 'rotate', {trouble: (method) => void calls.push(method)})
  world.home.remove()
  return calls
}

/** What is told apart nowhere else is tried by `npm run sweep`. */
const all = process.env['SWEEP'] === 'all'

describe('a backend of somebody else’s', () => {
  for (const [words, error] of [
    ['is away', failure('unavailable', 'The vault is away.')],
    ['cannot be written', failure('not_writable', 'It is full.')],
    ['has a bug', new TypeError('undefined is not a function')],
    ...(all
      ? ([
          ['is locked', failure('locked', 'Somebody is at it.')],
          ['refuses', failure('denied', 'Not you.')],
          ['cannot be read', failure('unreadable', 'It is garbled.')],
          ['finds nothing', failure('not_found', 'There is nothing.')],
        ] as const)
      : []),
  ] as const) {
    for (const [when, isOver] of [
      ['once', (call: number, at: number) => call !== at],
      ['from then on', (call: number, at: number) => call < at],
    ] as const) {
      it(`that ${words} ${when}, at any call, loses nothing`, OPTIONS, async ({skip}) => {
        if (!stage) return skip()
        const calls = await callsOfARun(stage)
        expect(calls.length).toBeGreaterThanOrEqual(8)
        expect(calls).toContain('replaced')
        const ends: Record<string, number> = {}
        await inWorlds(
          stage,
          calls.map((what, index) => ({what, index})),
          async (inspection, {index}) => {
            let call = 0
            const trouble: Trouble = () => {
              if (!isOver(call++, index)) throw error
            }
            const end = await endOf(perform(inspection.world.machine, 'rotate', {trouble}))
            await expectNothingLost(inspection)
            const ended = end.result?.rotated && end.result.pending.length > 0 ? 'pending' : 'ended'
            if (ended === 'pending') expectOldKeyKept(inspection.world)
            else await expectEnded(inspection, end, index % 2 === 0 ? '--resume' : '--abort')
            ends[ended] = (ends[ended] ?? 0) + 1
          },
          ({what, index}) => `${words} ${when} at ${what} (${index})`,
        )
        console.log(`${words} ${when}: ${calls.length} calls, ${JSON.stringify(ends)}`)
      })
    }
  }
})

describe('a backend that does not do what it says', () => {
  for (const [lie, words] of [
    ['claims', /does not give it back: it gives \*+\w{4}\./],
    ['garbles', /does not give it back: it gives that id with another secret\./],
  ] as const) {
    it(`and ${lie}: everything goes back`, OPTIONS, () =>
      inAWorld(async (inspection) => {
        const {machine, key, home} = inspection.world
        let times = 0
        // It means well again when it gets its old key back.
        const trouble: Trouble = (method) => (method === 'replace' && times++ === 0 ? lie : undefined)
        await expect(perform(machine, 'rotate', {trouble})).rejects.toThrow(words)
        expect(times).toBeGreaterThan(0)
        await expectOver(inspection, {others: {}, current: key.accessKeyId, secrets: []})
        expect(home.read('vault.json')).not.toContain('garbled')
      }),
    )
  }
})

function expectOldKeyKept(world: World): void {
  expect(keysOf(world)[world.key.accessKeyId]).toBe('Active')
  expect(journalOf(world)).toBeUndefined()
}

describe('a place that changes while it is replaced', () => {
  it('to another key is left alone, and the old key stays active', OPTIONS, () =>
    inAWorld(async (inspection) => {
      const {home, machine, emulator, key} = inspection.world
      emulator.createUser('ben')
      const theirs = emulator.createAccessKey('ben')
      const trouble: Trouble = (method) => {
        if (method === 'replace') writeFileSync(home.at('vault.json'), JSON.stringify({team: theirs}))
      }
      const done = await perform(machine, 'rotate', {trouble})
      expect(done).toMatchObject({rotated: true, oldKey: {status: 'Active'}, pending: [{location: {backend: 'vault'}}]})
      expect(JSON.parse(home.read('vault.json'))).toEqual({team: theirs})
      expectOldKeyKept(inspection.world)
      await expectNothingLost({...inspection, leftActive: key.accessKeyId})
    }),
  )

  it('back to the old key is replaced once more', OPTIONS, () =>
    inAWorld(async (inspection) => {
      const {home, machine, key} = inspection.world
      const before = home.read('.aws/credentials')
      let times = 0
      const observe = ({when, what}: {when: string; what: string}) => {
        if (`${when} ${what}` === 'after replace vault' && times++ === 0) home.write('.aws/credentials', before)
      }
      const done = await perform(machine, 'rotate', {observe})
      expect(times).toBe(1)
      expect(done).toMatchObject({rotated: true, oldKey: {status: 'Inactive'}, pending: []})
      const current = done.newKey?.accessKeyId ?? ''
      await expectOver(inspection, {others: {[key.accessKeyId]: 'Inactive'}, current, secrets: [key.secretAccessKey]})
    }),
  )

  it('back to the old key again and again keeps that active', OPTIONS, () =>
    inAWorld(async (inspection) => {
      const {home, machine} = inspection.world
      const before = home.read('vault.json')
      const observe = ({when, what}: {when: string; what: string}) => {
        if (`${when} ${what}` === 'after replace vault') home.write('vault.json', before)
      }
      const end = await endOf(perform(machine, 'rotate', {observe}))
      await expectNothingLost(inspection)
      if (end.result) expectOldKeyKept(inspection.world)
      else await expectEnded(inspection, end, '--resume')
    }),
  )
})

it('two computers that rotate at once: one of them does, and no key is active that neither holds', OPTIONS, () =>
  inAWorld(async (inspection) => {
    const {world} = inspection
    const other = new Home()
    try {
      cpSync(world.home.path, other.path, {recursive: true})
      const there = {...world.machine, home: other.path, dataDirectory: other.at('data')}
      const ends = await Promise.all([endOf(perform(world.machine, 'rotate')), endOf(perform(there, 'rotate'))])
      const active = Object.entries(keysOf(world)).filter(([, status]) => status === 'Active')
      const held = [world.home, other].map((home) =>
        home
          .list()
          .map((file) => readFileSync(home.at(file), 'utf8'))
          .join(),
      )
      expect(active.length).toBeGreaterThan(0)
      for (const [id] of active) expect(held.some((files) => files.includes(id))).toBe(true)
      expect(ends.some(({result}) => result?.rotated)).toBe(true)
    } finally {
      other.remove()
    }
  }),
)

describe('a journal or its lock', {skip: process.platform === 'win32'}, () => {
  const forgeries: Readonly<Record<string, (file: string) => () => void>> = {
    'a link': (file) => (
      renameSync(file, `${file}.away`),
      symlinkSync(`${file}.away`, file),
      () => renameSync(`${file}.away`, file)
    ),
    'readable by the group': (file) => (chmodSync(file, 0o640), () => chmodSync(file, 0o600)),
    ...(process.geteuid?.() === 0 && {
      'somebody else’s': (file: string) => (chownSync(file, 65_534, 65_534), () => chownSync(file, 0, 0)),
    }),
  }
  for (const which of ['rotate.json', 'rotate.json.lock']) {
    for (const [what, forge] of Object.entries(forgeries)) {
      it(`${which} that is ${what} is refused, and nothing is asked of AWS`, OPTIONS, () =>
        inAWorld(async (inspection) => {
          const {home, emulator, machine} = inspection.world
          const points = pointsOf((await record(stage as Stage)).acts)
          const point = points.find((each) => each.what.includes('writeFileSync'))
          if (!point) throw new Error('the vault is never written')
          const secrets = await killedAt(inspection, 'rotate', point)
          const file = home.list().find((each) => each.endsWith(which)) ?? which
          const restore = forge(join(home.path, file))
          const before = emulator.requests.length
          for (const command of ['--resume', '--abort', 'rotate'] as const) {
            await expect(perform(machine, command)).rejects.toMatchObject({
              code: expect.stringMatching(/^(unsafe_journal|denied)$/) as string,
            })
          }
          expect(emulator.requests.length).toBe(before)
          restore()
          await expectRecovery(inspection, '--resume', secrets)
        }),
      )
    }
  }

  it('that has a second name is refused', OPTIONS, () =>
    inAWorld(async (inspection) => {
      const {home, machine} = inspection.world
      const points = pointsOf((await record(stage as Stage)).acts)
      await killedAt(inspection, 'rotate', points.find((each) => each.what.includes('writeFileSync')) ?? points[0]!)
      const file = home.list().find((each) => each.endsWith('rotate.json')) ?? ''
      linkSync(home.at(file), home.at('copy'))
      await expect(perform(machine, '--abort')).rejects.toMatchObject({code: 'unsafe_journal'})
    }),
  )
})
