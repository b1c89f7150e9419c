import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {KeptKeys} from './kept-keys.js'

const SECRET = {region: 'eu-central-1', name: 'mturk/lab'}
const OTHER = {...SECRET, region: 'us-east-1'}
const KEY = {accessKeyId: 'AKIAAAAAAAAAAAAAAAA2', secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij'}
const WE = {by: 'we', seconds: 300}

let home: string
let directory: string
let told: string[]
let keys: KeptKeys
const now = () => ({askedAt: Date.now(), by: 'we', key: KEY})
const files = () => readdirSync(directory).map((name) => path.join(directory, name))

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'mturk-kept-'))
  directory = path.join(home, 'cache', 'secrets-manager')
  told = []
  keys = new KeptKeys(directory, (message) => told.push(message))
})
afterEach(() => rmSync(home, {recursive: true}))

/** The one file that keeps KEY. */
async function kept(): Promise<string> {
  await keys.keep(SECRET, now())
  const [file = ''] = files()
  return file
}

it('gives a key again to whoever it was given to, for that secret alone', async () => {
  expect(await keys.find(SECRET, WE)).toBeUndefined()
  await kept()
  expect(await keys.find(SECRET, WE)).toEqual(KEY)
  expect(await keys.find(SECRET, {...WE, by: 'they'})).toBeUndefined()
  expect(await keys.find(OTHER, WE)).toBeUndefined()
  expect(told).toEqual([])
})

it('keeps it in a file of its owner alone, whose name tells nothing', async () => {
  const file = await kept()
  expect(files()).toEqual([file])
  expect(path.basename(file)).toMatch(/^[0-9a-f]{64}\.json$/)
  if (process.platform === 'win32') return
  expect([file, directory, path.dirname(directory)].map((each) => statSync(each).mode & 0o777)).toEqual([
    0o600, 0o700, 0o700,
  ])
})

describe('a key is not given', () => {
  it.each([
    ['that is too old', -300_000],
    ['that is from the future', 60_000],
  ])('%s', async (_, milliseconds) => {
    await keys.keep(SECRET, {...now(), askedAt: Date.now() + milliseconds})
    expect(files()).toHaveLength(1)
    expect(await keys.find(SECRET, WE)).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['half of it', '{"askedAt":1'],
    ['no object', 'null'],
    ['a list', '[]'],
    ['no key', '{"askedAt":1,"by":"we"}'],
    ['no time', `{"askedAt":"x","by":"we","key":${JSON.stringify(KEY)}}`],
    ['too much', 'x'.repeat(9000)],
  ])('from a file that holds %s', async (_, text) => {
    writeFileSync(await kept(), text)
    expect(await keys.find(SECRET, WE)).toBeUndefined()
  })
})

describe.skipIf(process.platform === 'win32')('what others may have had a hand in is told, and not used', () => {
  const aside = (file: string) => {
    const there = path.join(home, 'aside')
    renameSync(file, there)
    return there
  }
  it.each<[string, (file: string) => void, RegExp]>([
    ['a file that others can read', (file) => chmodSync(file, 0o640), /can be read or written by others/],
    ['a link', (file) => symlinkSync(aside(file), file), /is a link/],
    ['a file with another name', (file) => linkSync(file, path.join(home, 'twin')), /has another name/],
    ['a directory', (file) => (rmSync(file), mkdirSync(file, {mode: 0o700})), /is no file/],
    ['a directory that others can look into', () => chmodSync(directory, 0o755), /can be read or written by others/],
    ['a link to a directory', () => symlinkSync(aside(directory), directory), /is no directory/],
  ])('%s', async (_, spoil, why) => {
    spoil(await kept())
    expect(await keys.find(SECRET, WE)).toBeUndefined()
    expect(await keys.find(SECRET, WE)).toBeUndefined()
    expect(told).toEqual([expect.stringMatching(why)])
    expect(told.join('')).not.toContain(KEY.secretAccessKey)
  })

  it.skipIf(process.geteuid?.() !== 0)('a file of somebody else', async () => {
    chownSync(await kept(), 65_534, 65_534)
    expect(await keys.find(SECRET, WE)).toBeUndefined()
    expect(told).toEqual([expect.stringContaining('belongs to another user')])
  })

  it('a file is then written anew, for its owner alone', async () => {
    const file = await kept()
    chmodSync(file, 0o644)
    await keys.keep(SECRET, now())
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await keys.find(SECRET, WE)).toEqual(KEY)
  })

  it('a link is replaced, and where it leads nothing is written', async () => {
    const file = await kept()
    const there = aside(file)
    writeFileSync(there, 'as it was')
    symlinkSync(there, file)
    await keys.keep(SECRET, now())
    expect(readFileSync(there, 'utf8')).toBe('as it was')
    expect(await keys.find(SECRET, WE)).toEqual(KEY)
  })

  it('nothing is put into a directory that others can look into', async () => {
    mkdirSync(directory, {recursive: true})
    chmodSync(directory, 0o755)
    await keys.keep(SECRET, now())
    expect(files()).toEqual([])
    expect(told).not.toEqual([])
  })
})

describe('a secret that is changed', () => {
  it('is given no more', async () => {
    await kept()
    await keys.close(SECRET)
    expect(await keys.find(SECRET, WE)).toBeUndefined()
    expect(files().filter((file) => readFileSync(file, 'utf8').includes(KEY.accessKeyId))).toEqual([])
  })

  it('is not kept by whoever had asked for it before', async () => {
    const before = now()
    await keys.close(SECRET)
    await keys.keep(SECRET, before)
    expect(files()).toHaveLength(1)
    expect(await keys.find(SECRET, WE)).toBeUndefined()
  })

  it('is not given where that one wrote it nevertheless, a moment later', async () => {
    const late = await kept()
    const bytes = readFileSync(late)
    await keys.close(SECRET)
    writeFileSync(late, bytes, {mode: 0o600})
    expect(await keys.find(SECRET, WE)).toBeUndefined()
  })

  it('is kept again by whoever asks when it has settled', async () => {
    await keys.close(SECRET)
    const [mark = ''] = files()
    expect(Number(readFileSync(mark, 'utf8'))).toBeGreaterThan(Date.now() + 60_000)
    writeFileSync(mark, String(Date.now() - 1))
    await keys.keep(SECRET, now())
    expect(await keys.find(SECRET, WE)).toEqual(KEY)
  })

  it.each(['', 'soon'])('stays closed where its mark is not understood: %j', async (text) => {
    await keys.close(SECRET)
    const [mark = ''] = files()
    writeFileSync(mark, text)
    await keys.keep(SECRET, now())
    expect(files()).toEqual([mark])
  })

  it('leaves the others as they are', async () => {
    await kept()
    await keys.close(OTHER)
    expect(await keys.find(SECRET, WE)).toEqual(KEY)
  })

  it('is not changed where the key that was kept cannot be taken away', async () => {
    const file = await kept()
    rmSync(file)
    mkdirSync(file)
    await expect(keys.close(SECRET)).rejects.toMatchObject({
      code: 'not_writable',
      remedy: expect.stringContaining(file),
    })
  })

  it('is changed where there is no place to keep anything', async () => {
    writeFileSync(path.join(home, 'cache'), '')
    await keys.close(SECRET)
    await keys.keep(SECRET, now())
    expect(await keys.find(SECRET, WE)).toBeUndefined()
    expect(told).toEqual([expect.stringContaining('not kept')])
  })
})

it('takes away what is too old, and nothing else', async () => {
  const file = await kept()
  await keys.close(OTHER)
  const mark = files().filter((each) => each !== file)
  const left = path.join(directory, '.x.json.00.mturk-tmp')
  writeFileSync(left, JSON.stringify(KEY), {mode: 0o600})
  const old = Date.now() / 1000 - 301
  utimesSync(left, old, old)
  await keys.sweep(300)
  expect(files().sort()).toEqual([file, ...mark].sort())
  utimesSync(file, old, old)
  await keys.sweep(300)
  expect(files()).toEqual(mark)
})
