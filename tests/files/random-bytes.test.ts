import {readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {layOut, type LaidOut} from './file-set.js'
import {ourAnswer, ourProfiles, ourSources} from './ours.js'
import {randomBytes} from './random-bytes.js'

const FILES = ['.aws/credentials', '.aws/config', '.boto', 'rootkey.csv'] as const
const ENV = {AWS_CREDENTIAL_FILE: '~/rootkey.csv', BOTO_CONFIG: '~/.boto'}

const everywhere = (bytes: Uint8Array) => Object.fromEntries(FILES.map((file) => [file, bytes]))

const SEEDS = 10_000
/** Homes in which they are read at the same time. */
const HOMES = 8

/** Reads the bytes in one of the files, or in all; true where there was anything to be said of them. */
async function read(seed: number, machine: LaidOut): Promise<boolean> {
  const bytes = randomBytes(seed)
  const only = FILES[seed % 5]
  for (const file of FILES) {
    const path = join(machine.home, file)
    rmSync(path, {force: true})
    if (only !== undefined && only !== file) continue
    writeFileSync(path, bytes)
    utimesSync(path, 0, 0) // what is empty since a moment ago is read twice
  }
  try {
    const {active, stoppedBy} = await ourSources(machine).lookup({})
    const [profile] = seed % 3 === 0 ? await ourProfiles(machine) : []
    if (profile !== undefined) await ourAnswer(machine, profile)
    expect(readFileSync(join(machine.home, only ?? FILES[0])).equals(bytes)).toBe(true)
    return (active ?? stoppedBy) !== null
  } catch (error) {
    throw new Error(`seed ${seed}: ${bytes.toString('base64')}`, {cause: error})
  }
}

describe('bytes that mean nothing, as each of the files that Boto reads', () => {
  it(`are read ${SEEDS} times without a crash, and nothing is changed`, {timeout: 600_000}, async () => {
    const seeds = Array.from({length: SEEDS}, (_, index) => index + 1)
    let known = 0
    const work = async () => {
      const home = new Home()
      const machine = layOut({files: everywhere(Buffer.from('')), env: ENV}, home.path)
      for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) if (await read(seed, machine)) known++
      expect(home.list().filter((file) => !FILES.some((ours) => ours === file))).toEqual([])
      home.remove()
    }
    await Promise.all(Array.from({length: HOMES}, work))
    // Of a part of them there is something to say; a reader that reads nothing would not crash either.
    expect(known).toBeGreaterThan(SEEDS / 10)
  })
})

describe.concurrent('the command, with bytes that mean nothing in every file', () => {
  it.for(Array.from({length: 24}, (_, index) => 20_000 + index))(
    'says so and changes nothing: seed %i',
    async (seed) => {
      const home = new Home()
      layOut({files: everywhere(randomBytes(seed)), env: ENV}, home.path)
      const before = home.snapshot()
      const mturk = mturkIn({...home.env(), ...ENV})
      const listed = await mturk('credentials', 'list')
      const balance = await mturk('balance', '--json', {
        env: {AWS_ENDPOINT_URL: 'http://127.0.0.1:9', MTURK_SANDBOX_ENDPOINT_URL: 'http://127.0.0.1:9'},
      })
      expect(listed.exit).toBe(0)
      expect([3, 7]).toContain(balance.exit)
      expect(listed.stdout + listed.stderr + balance.stdout + balance.stderr).not.toMatch(
        /^ {4}at |TypeError|RangeError/m,
      )
      expect(home.snapshot()).toEqual(before)
      home.remove()
    },
  )
})
