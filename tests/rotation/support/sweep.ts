import {fileURLToPath} from 'node:url'
import {startEmulator, type Emulator, type EmulatorKey} from '@mturk-cli/emulator'
import {expect, inject} from 'vitest'
import {runChild, type Ended} from '../../support/child.js'
import type {Act, Plan, When} from './acts.js'
import {expectNothingLost, expectOver, type Inspection} from './invariants.js'
import {startJudge, type Judge} from './judge.js'
import {perform, type Command} from './on-core.js'
import type {Done, Job} from './process.js'
import {journalOf, newWorld, PROCESS, type World} from './world.js'

/** One AWS and one judge for all the worlds of a sweep. */
export interface Stage {
  readonly emulator: Emulator
  readonly judge: Judge
  stop(): Promise<void>
}

/** null where there is no boto3, which in CI is a failure: a judge that is not there must not look like one that agreed. */
export async function setStage(): Promise<Stage | null> {
  const {python} = inject('realClients')
  if (!python) {
    if (process.env['CI']) throw new Error('boto3 is not on this machine: rotation was NOT swept.')
    console.warn('boto3 is not on this machine: rotation was NOT swept.')
    return null
  }
  const emulator = await startEmulator()
  emulator.link('production')
  emulator.link('sandbox')
  const judge = startJudge(python)
  const stop = async () => {
    await judge.stop()
    await emulator.stop()
  }
  return {emulator, judge, stop}
}

/** Compiled code, for all processes of all sweeps. */
const COMPILED = fileURLToPath(new URL('../../../.nx/sweep-cache', import.meta.url))

/** Runs a command of a process of its own to where the plan ends it. */
export function runOn({machine}: World, command: Command, plan: Plan): Promise<Ended> {
  const {home, dataDirectory, env} = machine
  const job: Job = {machine: {home, dataDirectory, env: {...env}}, command, plan}
  const own = {HOME: home, NODE_COMPILE_CACHE: COMPILED}
  return runChild(process.execPath, [PROCESS], {env: own, stdin: JSON.stringify(job)})
}

const RECORD: Plan = {kind: 'record', act: -1, when: 'before'}

/** What a whole run does, in its order. */
export async function record(world: World, command: Command = 'rotate'): Promise<Done> {
  const {exit, stdout, stderr} = await runOn(world, command, RECORD)
  expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
  const done = JSON.parse(stdout) as Done
  if (done.error) throw new Error(done.error.message)
  return done
}

export interface Point {
  readonly act: number
  readonly when: When
  readonly what: string
}

/**
 * Where a run can die. What is after one act is before the next one, so that moment is only taken once, unless `twice`; in the
 * middle of a write there is one more.
 */
export function pointsOf(acts: readonly Act[], {twice = false} = {}): Point[] {
  return acts.flatMap(({what, writes}, act): Point[] => {
    const moments: When[] = ['before']
    if (writes && what.startsWith('write')) moments.push('during')
    if (twice || act === acts.length - 1) moments.push('after')
    return moments.map((when) => ({act, when, what: `${when} ${what} (${act})`}))
  })
}

/** Kills a rotation there; what is so at that moment is looked at. @returns every secret that is about */
export async function killedAt(
  inspection: Inspection,
  command: Command,
  {act, when}: Point,
): Promise<readonly string[]> {
  const {exit, signal, stdout, stderr} = await runOn(inspection.world, command, {kind: 'kill', act, when})
  expect({exit, signal, stdout}, `${inspection.at}: ${stderr}`).toEqual({exit: null, signal: 'SIGKILL', stdout: ''})
  return expectNothingLost(inspection)
}

/** What every recovery must come to, and then a whole rotation. */
export async function expectRecovery(
  inspection: Inspection,
  how: '--resume' | '--abort',
  known: readonly string[],
): Promise<void> {
  const {world, at} = inspection
  const {key, machine} = world
  const journal = journalOf(world)
  let current: EmulatorKey
  if (journal) {
    const {rotated} = await perform(machine, how).catch((error: unknown) => {
      throw new Error(`${how} failed, ${at}`, {cause: error})
    })
    expect(rotated, `${how} finishes, ${at}`).toBe(how === '--resume' && journal.state.direction === 'forward')
    current = await expectOver(
      {...inspection, at: `${how} after ${at}`},
      rotated
        ? {others: {[key.accessKeyId]: 'Inactive'}, secrets: known}
        : {others: {}, current: key.accessKeyId, secrets: known},
    )
    expect(current.accessKeyId === key.accessKeyId).toBe(!rotated)
  } else {
    await expect(perform(machine, how), `${how} with nothing open, ${at}`).rejects.toThrow(/No rotation is open/)
    current = key
  }
  const done = await perform(machine, 'rotate --delete-old')
  if (!done.rotated) throw new Error(`another rotation went back, ${at}`)
  await expectOver(
    {...inspection, at: `another rotation, ${how}, ${at}`},
    {others: {}, current: done.newKey.accessKeyId, secrets: [...known, key.secretAccessKey, current.secretAccessKey]},
  )
}

/** Does the work for each of them in a world of its own, a few at a time; every failure is told. */
export async function inWorlds<Each>(
  stage: Stage,
  all: readonly Each[],
  work: (inspection: Inspection, each: Each) => Promise<void>,
  name: (each: Each) => string,
): Promise<void> {
  const queue = [...all]
  const failures: string[] = []
  const next = async () => {
    for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
      const world = newWorld(stage.emulator)
      const at = name(each)
      try {
        await work({world, judge: stage.judge, at}, each)
      } catch (error) {
        failures.push(`${at}: ${told(error)}`)
      } finally {
        world.home.remove()
      }
    }
  }
  await Promise.all(Array.from({length: AT_A_TIME}, next))
  expect(failures.slice(0, 20), `${failures.length} of ${all.length} failed`).toEqual([])
}

const AT_A_TIME = 3

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n  ${told(error.cause)}` : ''
  return `${error.message}${cause}`
}
