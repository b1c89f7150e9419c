import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {writeBackup} from './backup.js'

const NOW = Date.UTC(2026, 10, 21, 7, 30)
const HOUR = 3_600_000
const BYTES = Buffer.from('the key')
const NAME = 'file.mturk-backup-20261121T073000Z'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mturk-backup-'))
  file = join(directory, 'file')
})
afterEach(() => rmSync(directory, {recursive: true}))

describe('a copy of a file', () => {
  it('is for its owner alone, under a name that nothing has', async () => {
    expect(await writeBackup(file, BYTES, NOW)).toEqual({backup: join(directory, NAME), isNew: true})
    expect(await writeBackup(file, Buffer.from('another'), NOW)).toEqual({
      backup: join(directory, `${NAME}-2`),
      isNew: true,
    })
    expect(readFileSync(join(directory, NAME)).equals(BYTES)).toBe(true)
    const {mode} = statSync(join(directory, NAME))
    expect(mode & 0o777).toBe(process.platform === 'win32' ? mode & 0o777 : 0o600)
  })

  it('is not made twice: a run that died before it changed the file has left one', async () => {
    const {backup} = await writeBackup(file, BYTES, NOW)
    expect(await writeBackup(file, BYTES, NOW + HOUR)).toEqual({backup, isNew: false})
    expect(readdirSync(directory)).toEqual([NAME])
  })

  it.each([
    ['is older than a day', () => {}, NOW + 25 * HOUR],
    ['has another name', () => writeFileSync(join(directory, `${NAME}.mine`), BYTES, {mode: 0o600}), NOW],
  ])('is made anew where the other one %s', async (_what, prepare, now) => {
    if (now === NOW) prepare()
    else await writeBackup(file, BYTES, NOW)
    expect(await writeBackup(file, BYTES, now)).toMatchObject({isNew: true})
  })

  it.runIf(process.platform !== 'win32')('is made anew where others can read the other one', async () => {
    const {backup} = await writeBackup(file, BYTES, NOW)
    chmodSync(backup, 0o644)
    expect(await writeBackup(file, BYTES, NOW)).toMatchObject({isNew: true})
  })
})
