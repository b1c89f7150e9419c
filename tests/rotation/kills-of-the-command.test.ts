import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {runChild, type Ended} from '../support/child.js'
import {mturkIn, type Mturk} from '../support/mturk.js'
import type {Act, Plan} from './support/acts.js'
import {expectNothingLost, expectOver, type Inspection} from './support/invariants.js'
import {inWorlds, pointsOf, setStage, type Point, type Stage} from './support/sweep.js'
import {journalOf, newWorld, type World} from './support/world.js'
import {Home} from '../support/home.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

const FOLLOWED = fileURLToPath(new URL('support/followed.ts', import.meta.url))
const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

const all = process.env['SWEEP'] === 'all'

/** The built command as a person starts it, with the vault as a linked plugin. */
function rotateBy({env}: World, plan: Plan, log?: string): Promise<Ended> {
  const more = {SWEEP_PLAN: JSON.stringify(plan), ...(log === undefined ? {} : {SWEEP_ACTS: log})}
  const args = ['--import', FOLLOWED, RUN_JS, 'keys', 'rotate', '--yes', '--json']
  return runChild(process.execPath, args, {env: {...env, ...more}})
}

async function actsOfTheCommand({emulators: [emulator]}: Stage): Promise<readonly Act[]> {
  if (!emulator) throw new Error('there is no emulator')
  const world = newWorld(emulator)
  const elsewhere = new Home()
  try {
    const log = elsewhere.at('acts')
    const {exit, stderr} = await rotateBy(world, {kind: 'record', act: -1, when: 'before'}, log)
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    return JSON.parse(readFileSync(log, 'utf8')) as Act[]
  } finally {
    world.home.remove()
    elsewhere.remove()
  }
}

/** So many of them, from the first to the last. */
function spread<Each>(from: readonly Each[], count: number): readonly Each[] {
  return Array.from({length: count}, (_, index) => from[Math.round((index * (from.length - 1)) / (count - 1))] as Each)
}

async function expectEndedByCommands(
  inspection: Inspection,
  how: '--resume' | '--abort',
  known: readonly string[],
): Promise<void> {
  const {world} = inspection
  const mturk = mturkIn(world.env)
  const secrets = journalOf(world)
    ? await expectOpenOneEnded(inspection, mturk, how, known)
    : await expectNoneOpen(mturk, how, known)
  const {exit, json} = await mturk('keys', 'rotate', '--yes', '--delete-old', '--json')
  expect({exit, json}).toMatchObject({exit: 0, json: {rotated: true, oldKey: {status: 'Deleted'}, pending: []}})
  await expectOver(inspection, {others: {}, current: json.newKey.accessKeyId as string, secrets})
}

async function expectNoneOpen(mturk: Mturk, how: string, known: readonly string[]): Promise<readonly string[]> {
  expect(await mturk('keys', 'rotate', how, '--yes', '--json')).toMatchObject({exit: 2})
  return known
}

async function expectOpenOneEnded(
  inspection: Inspection,
  mturk: Mturk,
  how: '--resume' | '--abort',
  known: readonly string[],
): Promise<readonly string[]> {
  const {key} = inspection.world
  expect(await mturk('keys', 'rotate', '--yes', '--json')).toMatchObject({exit: 10})
  const {exit, json} = await mturk('keys', 'rotate', how, '--yes', '--json')
  expect({exit, json}).toMatchObject({exit: 0, json: {rotated: how === '--resume'}})
  const others = json.rotated ? {[key.accessKeyId]: 'Inactive'} : {}
  const current = (json.rotated ? json.newKey : json.oldKey).accessKeyId as string
  const {secretAccessKey} = await expectOver(inspection, {others, current, secrets: known})
  return [...known, secretAccessKey]
}

it('mturk keys rotate that is killed loses nothing, and mturk ends it', {timeout: 3_600_000}, async ({skip}) => {
  if (!stage) return skip()
  const points = pointsOf(await actsOfTheCommand(stage))
  expect(points.length).toBeGreaterThanOrEqual(60)
  const chosen: readonly Point[] = all ? points : spread(points, 20)
  const begun = Date.now()
  await inWorlds(
    stage,
    chosen.map((point, index) => ({...point, how: index % 2 === 0 ? '--resume' : '--abort'}) as const),
    async (inspection, {act, when, how}) => {
      const {world} = inspection
      const {key} = world
      const {signal, stderr} = await rotateBy(world, {kind: 'kill', act, when})
      expect({signal, stderr}).toEqual({signal: 'SIGKILL', stderr: ''})
      await expectEndedByCommands(inspection, how, [...(await expectNothingLost(inspection)), key.secretAccessKey])
    },
    ({what, how}) => `killed ${what}, then ${how}`,
  )
  console.log(`the command: ${chosen.length} of ${points.length} kills, ${Math.round((Date.now() - begun) / 1000)} s`)
})
