import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {dropCopyOf, keepCopy} from './keep-copy.js'

let home: string
let file: string
let copy: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mturk-copy-'))
  file = join(home, 'file')
  copy = join(home, 'file.copy')
  await writeFile(file, 'the key')
  await keepCopy(copy, Buffer.from('the key'))
})
afterEach(() => rm(home, {recursive: true, force: true}))

describe('a copy', () => {
  it('is for its owner alone, and is not made twice', async () => {
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
    const {ino} = await stat(copy)
    await keepCopy(copy, Buffer.from('the key'))
    expect((await stat(copy)).ino).toBe(ino)
  })

  it('goes where the file still holds the same', async () => {
    await dropCopyOf(file, copy)
    expect(await readdir(home)).toEqual(['file'])
  })

  it.each([
    ['holds something else by now', () => writeFile(file, 'another')],
    ['is gone', () => rm(file)],
  ])('stays where the file %s: nothing else holds it any more', async (_what, change) => {
    await change()
    await dropCopyOf(file, copy)
    expect(await readFile(copy, 'utf8')).toBe('the key')
  })
})
