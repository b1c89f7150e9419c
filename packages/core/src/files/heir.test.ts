import {chownSync, lchownSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {editFile, writeOwnerOnly} from './atomic-write.js'
import {writeBackup} from './backup.js'
import {isOwn} from './heir.js'
import {acquireLock, lockPathOf} from './index.js'

const NOBODY = 65_534

let home: string
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-heir-')))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, {recursive: true, force: true})
})

const ownerOf = (...parts: readonly string[]) => lstatSync(join(home, ...parts)).uid

describe.skipIf(process.getuid?.() !== 0)('root in the home of somebody else', () => {
  beforeEach(() => {
    vi.stubEnv('HOME', home)
    chownSync(home, NOBODY, NOBODY)
  })

  it('makes files, copies and directories that are theirs, and can go on with its own', async () => {
    const file = join(home, '.aws/credentials')
    await editFile(file, () => Buffer.from('one'))
    await editFile(file, () => Buffer.from('two'))
    const {backup: copy} = await writeBackup(file, Buffer.from('one'), Date.UTC(2026, 0, 1))
    await writeOwnerOnly(join(home, '.local/share/mturk/journal/a.json'), Buffer.from('{}'))
    for (const made of ['.aws', '.aws/credentials', '.local', '.local/share/mturk/journal/a.json']) {
      expect([made, ownerOf(made)]).toEqual([made, NOBODY])
    }
    expect(lstatSync(copy)).toMatchObject({uid: NOBODY, gid: NOBODY})
    expect(lstatSync(file).mode & 0o777).toBe(0o600)
    expect(await isOwn(copy, NOBODY)).toBe(true)
  })

  it('makes locks that are theirs, and releases them', async () => {
    const file = join(home, 'credentials')
    const lock = await acquireLock(lockPathOf(file))
    expect(ownerOf('.credentials.mturk-lock')).toBe(NOBODY)
    await lock.release()
  })

  it('keeps for itself what it makes anywhere else', async () => {
    mkdirSync(join(home, 'roots'))
    lchownSync(join(home, 'roots'), 0, 0)
    await editFile(join(home, 'roots/file'), () => Buffer.from('one'))
    vi.stubEnv('HOME', '/')
    await editFile(join(home, 'file'), () => Buffer.from('one'))
    expect([ownerOf('roots/file'), ownerOf('file')]).toEqual([0, 0])
    expect(await isOwn(join(home, 'file'), NOBODY)).toBe(false)
  })

  it('leaves the owner of a file that is there', async () => {
    const file = join(home, 'config')
    writeFileSync(file, 'one')
    await editFile(file, () => Buffer.from('two'))
    expect(ownerOf('config')).toBe(0)
  })
})
