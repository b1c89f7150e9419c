import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, inject, it} from 'vitest'
import {differences, outcomeOf, type Difference} from './agreement.js'
import {isNewEnough, startBoto, type Boto} from './boto.js'
import {allFeatures, featuresOf} from './features.js'
import {cleanUp, layOut, printBytes, type FileSet} from './file-set.js'
import {generateFileSet} from './generate.js'
import {scenarios} from './scenarios.js'
import {shrink} from './shrink.js'

/** More with `FILE_SETS=50000`, others with `SEED=123456`. */
const FILE_SETS = Number(process.env['FILE_SETS'] ?? 5000)
const SEED = Number(process.env['SEED'] ?? 1)
/** Questions that wait for Python while we answer others. */
const AT_ONCE = 16

/** What Boto must have said in such a run, or it has shown less than it seems. */
const OUTCOMES = [
  ...['env', 'shared-credentials-file', 'config-file', 'ec2-credentials-file', 'boto-config'].map(
    (at) => `key from ${at}`,
  ),
  ...['shared-credentials-file', 'config-file', 'boto-config'].map((at) => `nested key from ${at}`),
  ...['env', 'shared-credentials-file', 'config-file', 'boto-config', 'assume-role'].map(
    (at) => `PartialCredentialsError from ${at}`,
  ),
  ...['assume-role', 'assume-role-with-web-identity', 'sso'].map((at) => `temporary from ${at}`),
  ...['assume-role', 'assume-role-with-web-identity', 'sso'].map((at) => `InvalidConfigError from ${at}`),
  ...['ConfigNotFound', 'UnicodeDecodeError', 'KeyError'].map((error) => `${error} from ec2-credentials-file`),
  'no key',
  'ProfileNotFound',
  'ConfigParseError',
  'ConfigParseError from boto-config',
  'CredentialRetrievalError from custom-process',
  'RuntimeError',
]

const homes = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-files-')))
afterAll(() => rmSync(homes, {recursive: true, force: true}))

const {python} = inject('realClients')
let boto: Boto
beforeAll(() => {
  if (isNewEnough(python)) boto = startBoto(python)
  else console.warn('There is no botocore 1.43 on this machine: only its recorded answers were compared.')
})
afterAll(() => boto?.stop())

const reached = new Set<string>()
let laidOut = 0

async function compare(set: FileSet): Promise<readonly Difference[]> {
  const machine = layOut(set, join(homes, String(++laidOut)))
  try {
    const answers = await boto.ask(machine, set.profiles)
    for (const answer of [answers.chain, ...Object.values(answers.byProfile)]) reached.add(outcomeOf(answer))
    return await differences(machine, answers)
  } finally {
    cleanUp(machine)
  }
}

/** Goes through all of them, and stops at the first few that differ; those are then made as small as they can be. */
async function compareAll(sets: readonly (readonly [name: string, make: () => FileSet])[]): Promise<string[]> {
  const queue = [...sets]
  const found: [string, FileSet][] = []
  const work = async () => {
    for (let next = queue.pop(); next && found.length < 3; next = queue.pop()) {
      const set = next[1]()
      for (const feature of featuresOf(set)) reached.add(feature.replace(/^[^:]*: /, ''))
      if ((await compare(set)).length > 0) found.push([next[0], set])
    }
  }
  await Promise.all(Array.from({length: AT_ONCE}, work))
  const reports: string[] = []
  for (const [name, set] of found) reports.push(await report(name, set))
  return reports
}

async function report(name: string, set: FileSet): Promise<string> {
  const small = await shrink(set, async (smaller) => (await compare(smaller)).length > 0)
  const files = Object.fromEntries(Object.entries(small.files).map(([file, bytes]) => [file, printBytes(bytes)]))
  return JSON.stringify({name, ...small, files, differences: await compare(small)}, null, 2)
}

describe.skipIf(!isNewEnough(python))('real botocore and mturk agree on every profile, its key and its region', () => {
  it(`in ${Object.keys(scenarios).length} set-ups as people have them`, async () => {
    expect(await compareAll(Object.entries(scenarios).map(([name, set]) => [name, () => set] as const))).toEqual([])
  })

  it(`in ${FILE_SETS} generated ones, from seed ${SEED}`, {timeout: 3_600_000}, async () => {
    reached.clear()
    const seeds = Array.from({length: FILE_SETS}, (_, index) => SEED + index)
    const generated = seeds.map((seed) => [`seed ${seed}`, () => generateFileSet(seed)] as const)
    expect(await compareAll(generated)).toEqual([])
    const wanted = FILE_SETS < 5000 ? [] : [...OUTCOMES, ...allFeatures]
    expect(wanted.filter((each) => !reached.has(each))).toEqual([])
  })
})
