import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {mkdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {readRegion, writeRegion} from './region.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mturk-region-'))
  mkdirSync(join(home, '.aws'))
})
afterEach(() => rmSync(home, {recursive: true}))

const write = (file: string, text: string) => writeFileSync(join(home, '.aws', file), text)
const config = () => readFileSync(join(home, '.aws', 'config'), 'utf8')
const read = (env: Record<string, string> = {}) => readRegion('lab', {env, home})

describe('the region', () => {
  it('comes from AWS_DEFAULT_REGION, then from the files, where the credentials file wins; AWS_REGION is not read', async () => {
    expect(await read({AWS_REGION: 'x'})).toBeNull()
    write('config', '[profile lab]\nregion = from-config\n')
    expect(await read()).toEqual({region: 'from-config', from: '~/.aws/config', line: 2})
    write('credentials', '[lab]\nregion = from-credentials\n')
    expect(await read()).toEqual({region: 'from-credentials', from: '~/.aws/credentials', line: 2})
    expect(await read({AWS_DEFAULT_REGION: 'from-variable'})).toEqual({
      region: 'from-variable',
      from: 'AWS_DEFAULT_REGION',
    })
  })

  it('cannot be read where Boto refuses a file', async () => {
    write('credentials', 'x')
    await expect(read()).rejects.toMatchObject({code: 'unreadable'})
  })

  it('is written where there is none, and only there', async () => {
    write('config', '[default]\noutput=json\n\n[profile "lab"]\noutput=json\n')
    const written = await writeRegion('lab', {env: {}, home}, 'us-east-1')
    expect(written).toEqual({written: true, display: '~/.aws/config [profile "lab"]'})
    expect(config()).toBe('[default]\noutput=json\n\n[profile "lab"]\noutput=json\nregion=us-east-1\n')
    expect(await writeRegion('lab', {env: {}, home}, 'eu-west-1')).toMatchObject({written: false})
    expect(await read()).toMatchObject({region: 'us-east-1'})
  })

  it('makes the section of the profile', async () => {
    await writeRegion('default', {env: {}, home}, 'us-east-1')
    await writeRegion('a b', {env: {}, home}, 'us-east-1')
    expect(config()).toBe('[default]\nregion = us-east-1\n\n[profile "a b"]\nregion = us-east-1\n')
  })

  it('is replaced where it stands, by whoever names what stands there', async () => {
    write('config', '[profile lab]\nregion = eu-west-1  \n# mine\n')
    expect(await writeRegion('lab', {env: {}, home}, 'us-east-1', {replace: 'us-west-2'})).toMatchObject({
      written: false,
    })
    await writeRegion('lab', {env: {}, home}, 'us-east-1', {replace: 'eu-west-1'})
    expect(config()).toMatch(/^\[profile lab\]\nregion = us-east-1 *\n# mine\n$/)
    write('credentials', '[lab]\nregion = eu-west-1\n')
    expect(await writeRegion('lab', {env: {}, home}, 'us-east-1', {replace: 'eu-west-1'})).toEqual({
      written: true,
      display: '~/.aws/credentials [lab]',
    })
    expect(await read()).toMatchObject({region: 'us-east-1', from: '~/.aws/credentials'})
  })

  it('leaves a file alone that Boto refuses', async () => {
    write('config', 'x\n')
    await expect(writeRegion('lab', {env: {}, home}, 'us-east-1')).rejects.toMatchObject({code: 'unreadable'})
    expect(config()).toBe('x\n')
  })

  it('is refused for a profile that no file can hold', async () => {
    await expect(writeRegion('a\nb', {env: {}, home}, 'us-east-1')).rejects.toMatchObject({code: 'not_writable'})
  })
})
