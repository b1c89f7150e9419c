import {chmodSync, chownSync, existsSync, mkdirSync, readdirSync, symlinkSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'

/** What was kept in the cache directory of this home. */
const keptIn = (home: Home, folder = 'cache/compiled') =>
  existsSync(home.at(folder)) ? readdirSync(home.at(folder)) : []

describe.skipIf(process.platform === 'win32')('compiled code', () => {
  it('is kept where only its owner can put any', async ({home, mturk}) => {
    expect(await mturk('--version', {env: {MTURK_CACHE_DIR: home.at('cache')}})).toMatchObject({exit: 0, stderr: ''})
    expect(keptIn(home)).not.toEqual([])
    expect(home.mode('cache/compiled')).toBe('700')
  })

  it('is neither kept in a directory that others can write nor taken from it', async ({home, mturk}) => {
    mkdirSync(home.at('cache/compiled'), {recursive: true})
    chmodSync(home.at('cache/compiled'), 0o777)
    expect(await mturk('--version', {env: {MTURK_CACHE_DIR: home.at('cache')}})).toMatchObject({exit: 0, stderr: ''})
    expect(keptIn(home)).toEqual([])
  })

  it('is not kept behind a link', async ({home, mturk}) => {
    mkdirSync(home.at('elsewhere'))
    mkdirSync(home.at('cache'))
    symlinkSync(home.at('elsewhere'), home.at('cache/compiled'))
    expect(await mturk('--version', {env: {MTURK_CACHE_DIR: home.at('cache')}})).toMatchObject({exit: 0, stderr: ''})
    expect(keptIn(home, 'elsewhere')).toEqual([])
  })

  it.skipIf(process.getuid?.() !== 0)('is not kept in a directory of somebody else', async ({home, mturk}) => {
    mkdirSync(home.at('cache/compiled'), {recursive: true, mode: 0o755})
    chownSync(home.at('cache/compiled'), 65_534, 65_534)
    expect(await mturk('--version', {env: {MTURK_CACHE_DIR: home.at('cache')}})).toMatchObject({exit: 0, stderr: ''})
    expect(keptIn(home)).toEqual([])
    // Nor is one made in somebody else's, who could not use it then.
    const made = {MTURK_CACHE_DIR: home.at('cache/compiled/new/mturk')}
    expect(await mturk('--version', {env: made})).toMatchObject({exit: 0, stderr: ''})
    expect(keptIn(home)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('is gone without where the directory takes no names', async ({mturk}) => {
    const {exit, stdout} = await mturk('--version', {env: {MTURK_CACHE_DIR: '/proc/self'}})
    expect({exit, stdout}).toMatchObject({exit: 0, stdout: expect.stringContaining('mturk') as string})
  })

  it('is not kept below a directory that others can write', async ({home, mturk}) => {
    for (const [name, cache] of [
      ['MTURK_CACHE_DIR', 'cache'],
      ['XDG_CACHE_HOME', 'xdg/mturk'],
    ] as const) {
      mkdirSync(home.at(`${cache}/compiled`), {recursive: true, mode: 0o700})
      chmodSync(home.at(cache), 0o777)
      const env = {MTURK_CACHE_DIR: undefined, [name]: home.at(name === 'XDG_CACHE_HOME' ? 'xdg' : 'cache')}
      expect(await mturk('--version', {env})).toMatchObject({exit: 0, stderr: ''})
      expect(keptIn(home, `${cache}/compiled`)).toEqual([])
    }
  })
})
