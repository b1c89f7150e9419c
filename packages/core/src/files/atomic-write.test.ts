import {spawnSync} from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  promises,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it, onTestFinished} from 'vitest'
import {discardFile, editFile, lockPathOf, writeOwnerOnly} from './atomic-write.js'
import {thisProcess} from './process-identity.js'
import {whyNotWritable} from './writability.js'

let directory: string
let file: string
let umask: number
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-write-')))
  file = join(directory, 'file')
  umask = process.umask()
})
afterEach(() => {
  process.umask(umask)
  rmSync(directory, {recursive: true})
})

const to = (text: string) => () => Buffer.from(text)
const append = (text: string) => (bytes: Buffer | null) => Buffer.concat([bytes ?? Buffer.alloc(0), Buffer.from(text)])
const content = () => readFileSync(file, 'utf8')
const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)
const posix = process.platform !== 'win32'

describe('a file that is edited', () => {
  it('holds what it is to hold, and nothing else is left in its directory', async () => {
    expect(await editFile(file, to('one'))).toEqual({path: file, changed: true})
    expect(await editFile(file, append(' two'))).toEqual({path: file, changed: true})
    expect(content()).toBe('one two')
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it.each([
    ['nothing is to change', () => null],
    ['the bytes are the same', to('same')],
  ])('is not written, nor locked, when %s', async (_, change) => {
    writeFileSync(file, 'same')
    writeFileSync(lockPathOf(file), 'held by somebody', {mode: 0o600})
    const before = statSync(file)
    expect(await editFile(file, change, {waitMs: 0})).toEqual({path: file, changed: false})
    expect(statSync(file)).toMatchObject({ino: before.ino, mtimeMs: before.mtimeMs})
  })

  it('makes no directory where nothing is to be written', async () => {
    await editFile(join(directory, 'new', 'file'), () => null)
    expect(readdirSync(directory)).toEqual([])
  })

  it.runIf(posix).each([0o000, 0o077, 0o777])('is new 0600 in new directories 0700 under umask %o', async (mask) => {
    process.umask(mask)
    const nested = join(directory, 'a', 'b', 'file')
    await editFile(nested, to('x'))
    expect([mode(nested), mode(join(directory, 'a', 'b')), mode(join(directory, 'a'))]).toEqual(['600', '700', '700'])
  })

  it.runIf(posix).each([0o600, 0o640, 0o644, 0o660])('keeps its mode %o', async (kept) => {
    writeFileSync(file, 'x')
    chmodSync(file, kept)
    await editFile(file, to('y'))
    expect(mode(file)).toBe(kept.toString(8))
  })

  it('keeps what was thrown by the change, and its bytes', async () => {
    writeFileSync(file, 'x')
    const refuse = () => {
      throw new RangeError('no')
    }
    await expect(editFile(file, refuse)).rejects.toThrow(RangeError)
    expect([content(), readdirSync(directory)]).toEqual(['x', ['file']])
  })

  it('is asked again for its change where somebody else was quicker', async () => {
    writeFileSync(file, 'a')
    let asked = 0
    await editFile(file, (bytes) => {
      // The first time is before the lock; at the second another program writes in place, as the AWS CLI does.
      if (++asked === 2) writeFileSync(file, 'ab')
      return append('!')(bytes)
    })
    expect(content()).toBe('ab!')
  })

  it('is a conflict where somebody keeps changing it', async () => {
    writeFileSync(file, 'a')
    const racing = editFile(file, (bytes) => {
      writeFileSync(file, `${content()}b`)
      return append('!')(bytes)
    })
    await expect(racing).rejects.toMatchObject({code: 'conflict'})
    expect(content()).toMatch(/^ab+$/)
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it('loses none of 20 changes at the same time', async () => {
    await Promise.all(Array.from({length: 20}, (_, index) => editFile(file, append(`${index}\n`))))
    const lines = content().trimEnd().split('\n')
    expect(new Set(lines).size).toBe(20)
    expect(lines).toHaveLength(20)
  })

  it('is called by its own name where another mturk has locked it', async () => {
    const holder = {...thisProcess(), nonce: 'a'.repeat(32)}
    writeFileSync(lockPathOf(file), JSON.stringify(holder), {mode: 0o600})
    await expect(editFile(file, to('x'), {waitMs: 0})).rejects.toMatchObject({
      code: 'locked',
      message: `Another mturk (process ${holder.pid} on ${holder.host}) is at work on ${file}.`,
    })
  })

  it('takes away what writers left that died, and nothing else', async () => {
    const left = [`.file.${'0'.repeat(16)}.mturk-tmp`, `${basename(lockPathOf(file))}.${'a'.repeat(32)}.new`]
    const others = [`.file.other.${'0'.repeat(16)}.mturk-tmp`, '.file.notes.mturk-tmp', '.file.mturk-lock-notes']
    for (const name of [...left, ...others]) writeFileSync(join(directory, name), 'half a secret')
    await editFile(file, to('x'))
    expect(readdirSync(directory).toSorted()).toEqual([...others, 'file'].toSorted())
  })

  it.runIf(thisProcess().bootId !== null)('is not kept from being edited by a lock whose holder died', async () => {
    const dead = {...thisProcess(), bootId: 'x', nonce: 'a'.repeat(32)}
    writeFileSync(lockPathOf(file), JSON.stringify(dead), {mode: 0o600})
    await editFile(file, to('x'))
    expect(readdirSync(directory)).toEqual(['file'])
  })
})

/**
 * Stops each of the next renames at its very last moment, when the file has been compared and nothing is renamed yet; or
 * `after` it, before the file that was replaced is looked at again.
 */
function atRenames(pauses: (() => void)[], after: (() => void)[] = []): void {
  const {rename} = promises
  promises.rename = async (...paths) => {
    pauses.shift()?.()
    await rename(...paths)
    after.shift()?.()
  }
  syncBuiltinESMExports()
  onTestFinished(() => {
    promises.rename = rename
    syncBuiltinESMExports()
  })
}

describe.runIf(posix)('what another program writes in place', () => {
  it('is not lost where it opened the file before the rename, and writes only after it', async () => {
    writeFileSync(file, 'a')
    const theirs = openSync(file, 'r+')
    atRenames([], [() => writeSync(theirs, 'ab')])
    await editFile(file, append('!'))
    closeSync(theirs)
    expect([content(), readdirSync(directory)]).toEqual(['ab!', ['file']])
  })

  it('is not lost where it has emptied the file first, as the AWS CLI does', async () => {
    writeFileSync(file, 'a')
    let theirs: number | undefined
    atRenames([], [() => writeSync(theirs ?? -1, 'ab')])
    await editFile(file, (bytes) => {
      theirs ??= openSync(file, 'w')
      return append('!')(bytes)
    })
    closeSync(theirs ?? -1)
    expect([content(), readdirSync(directory)]).toEqual(['ab!', ['file']])
  })

  it('is waited for a moment where the file is empty', async () => {
    writeFileSync(file, 'a')
    const seen: string[] = []
    await editFile(file, (bytes) => {
      seen.push(String(bytes))
      if (seen.length === 1) {
        const theirs = openSync(file, 'w')
        setTimeout(() => {
          writeSync(theirs, 'ab')
          closeSync(theirs)
        }, 5)
      }
      return append('!')(bytes)
    })
    expect([content(), seen]).toEqual(['ab!', ['a', 'ab']])
  })
})

describe.runIf(posix)('what another program writes at the very moment of the rename', () => {
  it('is not lost: the change is made to that', async () => {
    writeFileSync(file, 'a')
    atRenames([() => writeFileSync(file, 'ab')])
    expect(await editFile(file, append('!'))).toEqual({path: file, changed: true})
    expect([content(), readdirSync(directory)]).toEqual(['ab!', ['file']])
  })

  it('is not lost either where it needs no change', async () => {
    writeFileSync(file, 'a')
    atRenames([() => writeFileSync(file, 'theirs!')])
    await editFile(file, (bytes) => (bytes?.includes('!') ? null : append('!')(bytes)))
    expect([content(), readdirSync(directory)]).toEqual(['theirs!', ['file']])
  })

  it('is put back where the change refuses it, and the refusal comes out', async () => {
    writeFileSync(file, 'a')
    atRenames([() => writeFileSync(file, 'no file at all')])
    const refused = editFile(file, (bytes) => {
      if (bytes?.includes('no')) throw new RangeError('this cannot be changed')
      return append('!')(bytes)
    })
    await expect(refused).rejects.toThrow('this cannot be changed')
    expect([content(), readdirSync(directory)]).toEqual(['no file at all', ['file']])
  })

  it('is a conflict where it happens again and again, and the last that was written stays', async () => {
    writeFileSync(file, '0')
    atRenames([1, 2, 3, 4, 5].map((time) => () => writeFileSync(file, `theirs ${time}`)))
    await expect(editFile(file, append('!'))).rejects.toMatchObject({code: 'conflict'})
    expect([content(), readdirSync(directory)]).toEqual(['theirs 5', ['file']])
  })
})

/** Node cannot set one. `python3` is on every machine that has Boto. */
const GIVE_TO_ANOTHER = `
import os, struct, sys
nobody = 0xffffffff
entries = [(1, 6, nobody), (2, 4, 65534), (4, 0, nobody), (16, 4, nobody), (32, 0, nobody)]
os.setxattr(sys.argv[1], "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries))`

describe.runIf(process.platform === 'linux')('an access control list', () => {
  it('is lost, and its mask does not become a permission of the group', async ({skip}) => {
    writeFileSync(file, 'x', {mode: 0o600})
    const {status} = spawnSync('python3', ['-c', GIVE_TO_ANOTHER, file])
    if (status !== 0) skip('Access control lists cannot be set here, so this test was NOT run.')
    expect(mode(file)).toBe('640')
    await editFile(file, to('y'))
    expect([mode(file), content()]).toEqual(['600', 'y'])
  })
})

describe('a file that is discarded', () => {
  it('goes only as long as it holds what was meant', async () => {
    await editFile(file, to('mine'))
    expect(await discardFile(file, Buffer.from('other'))).toBe(false)
    expect(content()).toBe('mine')
    expect(await discardFile(file, Buffer.from('mine'))).toBe(true)
    expect(readdirSync(directory)).toEqual([])
    expect(await discardFile(file, Buffer.from('mine'))).toBe(false)
  })
})

describe.runIf(posix)('links', () => {
  it('stay, and what they lead to is replaced (pain 29)', async () => {
    mkdirSync(join(directory, 'dotfiles'))
    writeFileSync(join(directory, 'dotfiles', 'real'), 'x')
    symlinkSync('dotfiles/real', join(directory, 'middle'))
    symlinkSync('middle', file)
    expect(await editFile(file, to('y'))).toMatchObject({path: join(directory, 'dotfiles', 'real')})
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readlinkSync(file)).toBe('middle')
    expect(readFileSync(join(directory, 'dotfiles', 'real'), 'utf8')).toBe('y')
  })

  it('that lead to nothing yet get their file', async () => {
    symlinkSync('later/real', file)
    await editFile(file, to('y'))
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect([content(), mode(join(directory, 'later'))]).toEqual(['y', '700'])
  })

  it('that lead in a circle are named', async () => {
    symlinkSync('file', file)
    await expect(editFile(file, to('y'))).rejects.toMatchObject({
      code: 'unreadable',
      message: `${file} cannot be used: its symbolic link leads in a circle.`,
    })
    expect(await whyNotWritable(file)).toContain('circle')
  })

  it('of the hard kind are refused with words', async () => {
    writeFileSync(file, 'x')
    linkSync(file, join(directory, 'twin'))
    const refused = editFile(file, to('y'))
    await expect(refused).rejects.toMatchObject({
      code: 'not_writable',
      message: expect.stringContaining('2 names (hard links)'),
    })
    expect([content(), readdirSync(directory)]).toEqual(['x', ['file', 'twin']])
    expect(await whyNotWritable(file)).toContain('hard links')
  })
})

describe('what is no file', () => {
  it('is named: a directory', async () => {
    mkdirSync(file)
    await expect(editFile(file, to('y'))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('directory'),
    })
    expect(readdirSync(directory)).toEqual(['file'])
    expect(await whyNotWritable(file)).toBe('it is a directory')
  })

  it('is named: a file in the place of its directory', async () => {
    writeFileSync(file, 'x')
    await expect(editFile(join(file, 'inside'), to('y'))).rejects.toMatchObject({
      code: 'not_writable',
      message: expect.stringContaining(`${join(file, 'inside')} could not be written: a part of its path is no dir`),
    })
    expect(content()).toBe('x')
    expect(await whyNotWritable(join(file, 'inside'))).toContain('is no directory')
  })
})

describe('a file that is written whole', () => {
  it('has a directory of its own, and leaves nothing beside it', async () => {
    const nested = join(directory, 'journal', 'entry.json')
    await writeOwnerOnly(nested, Buffer.from('1'))
    await writeOwnerOnly(nested, Buffer.from('2'))
    expect(readFileSync(nested, 'utf8')).toBe('2')
    expect(readdirSync(join(directory, 'journal'))).toEqual(['entry.json'])
  })

  it.runIf(posix)('is owner-only, even in place of one that was not', async () => {
    writeFileSync(file, 'x', {mode: 0o644})
    process.umask(0)
    await writeOwnerOnly(file, Buffer.from('y'))
    await writeOwnerOnly(join(directory, 'new', 'file'), Buffer.from('y'))
    expect([mode(file), mode(join(directory, 'new', 'file')), mode(join(directory, 'new'))]).toEqual([
      '600',
      '600',
      '700',
    ])
  })

  it('does not go through a link', async () => {
    writeFileSync(join(directory, 'victim'), 'x')
    if (posix) symlinkSync('victim', file)
    await writeOwnerOnly(file, Buffer.from('y'))
    expect([readFileSync(join(directory, 'victim'), 'utf8'), content()]).toEqual(['x', 'y'])
    expect(existsSync(file)).toBe(true)
  })
})
