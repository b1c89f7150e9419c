import {readdirSync, readFileSync, rmSync, statSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {examineInstead, examineOffline, mendAll, planMending, type Looking} from '@mturk-cli/core/doctor'
import {readBotoFile} from '@mturk-cli/core/files'
import {describe, expect, it} from 'vitest'
import {Home} from '../support/home.js'
import {cleanUp, layOut, type LaidOut} from './file-set.js'
import {generateFileSet} from './generate.js'
import {ourAnswer, ourProfiles, ourSources} from './ours.js'
import {randomBytes} from './random-bytes.js'

const SETS = 400
const RANDOM = 1000
const NOW = Date.UTC(2026, 10, 21)

function lookingAt(machine: LaidOut): Looking {
  const {home, env} = machine
  const patient = () => {
    const sources = ourSources(machine)
    return {env, home, workingDirectory: home, dataDirectory: home, sources, now: NOW}
  }
  return {examine: () => examineOffline(patient()), examineInstead: (instead) => examineInstead(patient(), instead)}
}

/** Every profile with what is read for it; empty where the files as a whole are refused. */
async function answersOf(machine: LaidOut): Promise<ReadonlyMap<string, string>> {
  const {stoppedBy} = await ourSources(machine).lookup({})
  if (stoppedBy?.stops === 'lookup') return new Map()
  const answers = new Map<string, string>()
  for (const profile of await ourProfiles(machine)) {
    answers.set(profile, JSON.stringify((await ourAnswer(machine, profile)).key))
  }
  return answers
}

/** Mends one set of files; answers how many were changed and how many profiles compared, or throws with the seed. */
async function mendSet(seed: number, home: string): Promise<{changed: number; compared: number}> {
  const machine = layOut(generateFileSet(seed), home)
  try {
    const before = await answersOf(machine)
    const looking = lookingAt(machine)
    const {treatments: planned} = await planMending(looking)
    const broken = planned.filter(({text}) => text && isSound(text.before) && !isSound(text.after))
    expect(broken).toEqual([])
    const promised = new Map(planned.flatMap(({file, text}) => (text ? [[file, Buffer.from(text.after)]] : [])))
    const about = new Set<string | null>()
    const originals = new Map(planned.map(({file, text}) => [file, text && Buffer.from(text.before)]))
    const {treated, failures} = await mendAll({
      looking,
      agree: async ({findings: each, otherKey}) => {
        if (otherKey) return false
        for (const {location, mend} of each) if (mend?.change ?? mend?.lines) about.add(location?.profile ?? null)
        return true
      },
      now: NOW,
    })
    const badCopies = treated.filter(
      ({file, backup}) => backup !== null && !isCopy(backup, originals.get(file) ?? null),
    )
    expect(badCopies).toEqual([])
    const {treatments: left} = await planMending(looking)
    expect(left.length).toBeLessThanOrEqual(failures.length)
    // What was shown beforehand is what was done.
    const unlike = treated.filter(
      ({file, backup}) => backup !== null && !promised.get(file)?.equals(readFileSync(file)),
    )
    expect(unlike).toEqual([])
    // Where all that was mended belongs to some profiles, the others are as they were.
    const after = about.has(null) ? before : await answersOf(machine)
    const others = [...before].filter(([profile, answer]) => !about.has(profile) && after.get(profile) !== answer)
    expect(others).toEqual([])
    return {changed: treated.length, compared: about.has(null) || about.size === 0 ? 0 : before.size}
  } catch (error) {
    throw new Error(`seed ${seed}`, {cause: error})
  } finally {
    cleanUp(machine)
  }
}

function isSound(bytes: Uint8Array): boolean {
  return readBotoFile(bytes).fault === null
}

/** Owner-only, and with what stood there at the start, where that is known. */
function isCopy(backup: string, original: Buffer | null): boolean {
  const isPrivate = (statSync(backup).mode & 0o777) === 0o600
  return isPrivate && (original === null || readFileSync(backup).equals(original))
}

/** A file that is empty since a moment ago is read twice: somebody may be about to fill it. Nobody is, here. */
function notJustNow(path: string): void {
  utimesSync(path, 0, 0)
}

describe('the doctor, given files of every odd kind', () => {
  it(`mends ${SETS} sets of them, and nothing but what it is about`, {timeout: 600_000}, async () => {
    const seeds = Array.from({length: SETS}, (_, index) => index + 1)
    let changed = 0
    let compared = 0
    const work = async () => {
      for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
        const home = new Home()
        const done = await mendSet(seed, home.path)
        changed += done.changed
        compared += done.compared
        home.remove()
      }
    }
    await Promise.all(Array.from({length: 4}, work))
    expect(changed).toBeGreaterThan(SETS / 10)
    expect(compared).toBeGreaterThan(SETS / 10)
  })

  it(`looks at ${RANDOM} files that mean nothing, and changes none`, {timeout: 600_000}, async () => {
    const home = new Home()
    const machine = layOut({files: {}, env: {BOTO_CONFIG: '~/.boto'}}, home.path)
    const files = ['.aws/credentials', '.aws/config', '.boto', '.psiturkconfig'] as const
    let told = 0
    for (let seed = 1; seed <= RANDOM; seed++) {
      const bytes = randomBytes(seed)
      const file = files[seed % files.length] ?? files[0]
      for (const name of files) rmSync(join(home.path, name), {force: true})
      home.write(file, bytes)
      notJustNow(join(home.path, file))
      const looking = lookingAt(machine)
      const {findings} = await looking.examine()
      if (findings.some((finding) => finding.file !== undefined)) told++
      await planMending(looking)
      expect(readFileSync(join(home.path, file)).equals(bytes)).toBe(true)
    }
    expect(told).toBeGreaterThan(RANDOM / 10)
    expect(readdirSync(home.path)).not.toContainEqual(expect.stringContaining('backup'))
    home.remove()
  })
})
