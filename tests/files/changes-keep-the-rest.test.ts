import {mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, inject, it} from 'vitest'
import {isNewEnough, startBoto, type Boto, type BotoKey} from './boto.js'
import {changeSomething, withinHome, type Change} from './change.js'
import {cleanUp, layOut, printBytes, type FileSet, type LaidOut} from './file-set.js'
import {generateFileSet} from './generate.js'
import {complaintsAbout, type Snapshot} from './kept.js'
import {parseOurselves} from './parse-ourselves.js'
import {randomFrom} from './random.js'
import {shrink} from './shrink.js'

/** More with `SEQUENCES=20000`, others with `SEED=123456`. */
const SEQUENCES = Number(process.env['SEQUENCES'] ?? 400)
const SEED = Number(process.env['SEED'] ?? 1)
const AT_ONCE = 8

const homes = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-changes-')))
afterAll(() => rmSync(homes, {recursive: true, force: true}))

const {python} = inject('realClients')
let boto: Boto | undefined
beforeAll(() => {
  if (isNewEnough(python)) boto = startBoto(python)
  else console.warn('There is no botocore 1.43 on this machine: what was written was only read by mturk itself.')
})
afterAll(() => boto?.stop())

async function snapshot({home}: LaidOut): Promise<Snapshot> {
  const paths = readdirSync(home, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const parsed = boto ? await boto.parse(paths) : parseOurselves(paths)
  return new Map(
    paths.map((path, index) => [path, {bytes: readFileSync(path), parsed: parsed[index] as (typeof parsed)[0]}]),
  )
}

/** What must have happened in such a run, or it has shown less than it seems. */
const OUTCOMES = [
  'store credentials',
  ...['credentials', 'config', 'boto', 'ec2'].map((place) => `replace ${place}`),
  ...['credentials', 'config', 'boto'].map((place) => `remove ${place}`),
].map((change) => `${change} done`)
const REFUSALS = ['unreadable', 'not_writable', 'conflict'].map((code) => `store credentials ${code}`)

/** What Boto asks for before the files of keys, and so may find or fail on instead. */
const EARLIER = ['assume-role', 'assume-role-with-web-identity', 'sso']

/** Boto must find the key that was stored, unless a way to temporary ones or a broken neighbour comes first. */
function complaintAboutBoto({place, key, kind}: Change, found: BotoKey | undefined, others: Snapshot): string[] {
  if (kind === 'remove' || place.kind !== 'credentials' || place.profile === '') return []
  const say = [`Boto finds ${JSON.stringify(found)} for ${JSON.stringify(place.profile)}`]
  if (!found) return say
  if ('temporary' in found) return EARLIER.includes(found.temporary) ? [] : say
  if ('key' in found) {
    const stored = [key.accessKeyId, key.secretAccessKey, key.sessionToken ?? null]
    return JSON.stringify(found.key) === JSON.stringify(stored) ? [] : say
  }
  if (found.provider !== null) return EARLIER.includes(found.provider) ? [] : say
  const isBroken = ([path, {parsed}]: [string, {parsed: {sections: object}}]) =>
    path !== place.path && 'error' in parsed.sections
  return found.error === 'ConfigParseError' && [...others].some(isBroken) ? [] : say
}

const outcomes = new Set<string>()
let laidOut = 0

/** Up to four changes, one after the other, each looked at. */
async function complaints(set: FileSet, seed: number): Promise<string[]> {
  const machine = withinHome(layOut(set, join(homes, String(++laidOut))))
  try {
    const random = randomFrom(seed + 1e9)
    let before = await snapshot(machine)
    for (let left = random.pick([1, 2, 3, 4]); left > 0; left--) {
      const change = await changeSomething(machine, random)
      const after = await snapshot(machine)
      outcomes.add(`${change.kind} ${change.place.kind} ${change.refused ?? 'done'}`)
      const found = [...complaintsAbout(change, before, after)]
      if (boto && change.refused === null && found.length === 0 && change.place.profile !== null) {
        const {byProfile} = await boto.ask(machine, [change.place.profile])
        found.push(...complaintAboutBoto(change, byProfile[change.place.profile]?.key, after))
      }
      if (found.length > 0) return [JSON.stringify(change), ...found]
      before = after
    }
    return []
  } catch (error) {
    return [String(error instanceof Error ? error.stack : error)]
  } finally {
    cleanUp(machine)
  }
}

async function report(seed: number): Promise<string> {
  const small = await shrink(generateFileSet(seed), async (smaller) => (await complaints(smaller, seed)).length > 0)
  const files = Object.fromEntries(Object.entries(small.files).map(([file, bytes]) => [file, printBytes(bytes)]))
  return JSON.stringify({seed, ...small, files, complaints: await complaints(small, seed)}, null, 2)
}

describe('after keys were stored, replaced and removed', () => {
  it(
    `Boto reads the key that was meant, and all the rest is as it was, in ${SEQUENCES} runs from seed ${SEED}`,
    {timeout: 3_600_000},
    async () => {
      const queue = Array.from({length: SEQUENCES}, (_, index) => SEED + index)
      const failed: number[] = []
      const work = async () => {
        for (let seed = queue.pop(); seed !== undefined && failed.length < 3; seed = queue.pop()) {
          if ((await complaints(generateFileSet(seed), seed)).length > 0) failed.push(seed)
        }
      }
      await Promise.all(Array.from({length: AT_ONCE}, work))
      const reports: string[] = []
      for (const seed of failed) reports.push(await report(seed))
      expect(reports).toEqual([])
      const wanted = SEQUENCES < 400 ? [] : [...OUTCOMES, ...REFUSALS]
      expect(wanted.filter((each) => !outcomes.has(each))).toEqual([])
    },
  )
})
