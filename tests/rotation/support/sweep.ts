import {fileURLToPath} from 'node:url'
import {startEmulator, type Emulator, type EmulatorKey, type EmulatorOptions} from '@mturk-cli/emulator'
import {expect, inject} from 'vitest'
import {runChild, type Ended} from '../../support/child.js'
import type {Act, Plan, When} from './acts.js'
import {expectNothingLeft, expectNothingLost, expectOver, type Inspection} from './invariants.js'
import {startJudge, type Judge} from './judge.js'
import type {Rotated, TakenBack} from '@mturk-cli/core/rotation'
import {perform, type Command} from './on-core.js'
import type {Done, Job} from './process.js'
import {journalOf, newWorld, newWorldWithSecret, PROCESS, type Kind, type World} from './world.js'

const AT_A_TIME = 3

/** One AWS and one judge for all the worlds of a sweep. */
export interface Stage {
  /** One for each world that there is at the same time. */
  readonly emulators: readonly Emulator[]
  readonly judge: Judge
  /** What its worlds are. */
  readonly kind: Kind
  stop(): Promise<void>
}

/** null where there is no boto3, which in CI is a failure: a judge that is not there must not look like one that agreed. */
export async function setStage(options: EmulatorOptions = {}, kind: Kind = 'two backends'): Promise<Stage | null> {
  if (process.platform === 'win32') {
    console.warn('Windows has neither the signals nor the modes that are looked at: rotation was NOT swept.')
    return null
  }
  const {python} = inject('realClients')
  if (!python) {
    if (process.env['CI']) throw new Error('boto3 is not on this machine: rotation was NOT swept.')
    console.warn('boto3 is not on this machine: rotation was NOT swept.')
    return null
  }
  const emulators = await Promise.all(Array.from({length: AT_A_TIME}, () => startEmulator(options)))
  for (const emulator of emulators) {
    emulator.link('production')
    emulator.link('sandbox')
  }
  const judge = startJudge(python)
  const stop = async () => {
    await judge.stop()
    await Promise.all(emulators.map((emulator) => emulator.stop()))
  }
  return {emulators, judge, kind, stop}
}

/** Compiled code, for all processes of all sweeps. */
const COMPILED = fileURLToPath(new URL('../../../.nx/sweep-cache', import.meta.url))

const RECORD: Plan = {kind: 'record', act: -1, when: 'before'}

/** Runs a command in a process of its own to where the plan ends it; `around`: a program that watches it. */
export function runOn(
  {machine}: World,
  command: Command,
  plan: Plan = RECORD,
  around: readonly string[] = [],
): Promise<Ended> {
  const job: Job = {machine, command, plan}
  const own = {HOME: machine.home, NODE_COMPILE_CACHE: COMPILED}
  const [watcher = process.execPath, ...args] = around
  return runChild(watcher, [...args, ...(around.length > 0 ? [process.execPath] : []), PROCESS], {
    env: own,
    stdin: JSON.stringify(job),
  })
}

const worldAt = async (emulator: Emulator, kind: Kind) =>
  kind === 'with a secret' ? newWorldWithSecret(emulator) : newWorld(emulator, kind)

/** What a whole run does, in its order. */
export async function record({emulators, kind}: Stage, command: Command = 'rotate'): Promise<Done> {
  const world = await worldAt(emulators[0] as Emulator, kind)
  try {
    const done = doneOf(await runOn(world, command))
    if (done.error) throw new Error(done.error.message)
    return done
  } finally {
    world.home.remove()
  }
}

/** What a process says that was not killed. */
export function doneOf({exit, stdout, stderr}: Ended): Done {
  expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
  return JSON.parse(stdout) as Done
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
    expectNothingLeft({...inspection, at: `${how} with nothing open, ${at}`}, known)
    current = key
  }
  await expectAnother({...inspection, at: `${how}, ${at}`}, [...known, key.secretAccessKey, current.secretAccessKey])
}

/** Whatever happened before, one more rotation gives a new key everywhere, and only that. */
export async function expectAnother(inspection: Inspection, known: readonly string[]): Promise<void> {
  const {world, at} = inspection
  const done = await perform(world.machine, 'rotate --delete-old').catch((error: unknown) => {
    throw new Error(`another rotation failed, ${at}`, {cause: error})
  })
  if (!done.rotated) throw new Error(`another rotation went back, ${at}`)
  const current = done.newKey.accessKeyId
  await expectOver({...inspection, at: `another rotation, ${at}`}, {others: {}, current, secrets: known})
}

/** How a rotation ended that was not killed, and what must be so then; what stood in its way is gone. */
export async function expectEnded(
  inspection: Inspection,
  {result, error}: Pick<Done, 'result' | 'error'>,
  how: '--resume' | '--abort',
): Promise<'rotated' | 'open' | 'as it was'> {
  const {world, at} = inspection
  const {key} = world
  if (journalOf(world)) {
    expect(error?.code, `what is open is told, ${at}: ${error?.message}`).toMatch(/^(interrupted|answer_needed)$/)
    const known = await expectNothingLost(inspection)
    for (const secret of known) expect(error?.message).not.toContain(secret)
    await expectRecovery(inspection, how, known)
    return 'open'
  }
  const rotated = result?.rotated === true
  const secrets = [key.secretAccessKey]
  const expected = rotated
    ? {others: {[key.accessKeyId]: 'Inactive'}, current: result.newKey.accessKeyId, secrets}
    : {others: {}, current: key.accessKeyId, secrets: []}
  const {secretAccessKey} = await expectOver(inspection, expected)
  await expectAnother(inspection, [...secrets, secretAccessKey])
  return rotated ? 'rotated' : 'as it was'
}

/** As a process tells it, for a rotation in this one. */
export function endOf(work: Promise<Rotated | TakenBack>): Promise<Pick<Done, 'result' | 'error'>> {
  return work.then(
    (result) => ({result}),
    (error: Error & {code?: string}) => ({error: {...(error.code && {code: error.code}), message: error.message}}),
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
  const next = async (emulator: Emulator) => {
    for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
      const world = await worldAt(emulator, stage.kind)
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
  await Promise.all(stage.emulators.map(next))
  expect(failures.slice(0, 20), `${failures.length} of ${all.length} failed`).toEqual([])
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n  ${told(error.cause)}` : ''
  return `${error.message}${cause}`
}
