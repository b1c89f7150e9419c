import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll, describe, expect, it} from 'vitest'
import {typedPath} from './typed-path.js'

const home = mkdtempSync(path.join(tmpdir(), 'mturk-typed-'))
afterAll(() => rmSync(home, {recursive: true, force: true}))
const file = path.join(home, "root key (1)'s.csv")
writeFileSync(file, '')

describe('a path typed at a question', () => {
  it('may begin in the home directory', async () => {
    expect(await typedPath('~/keys.csv', home)).toBe(path.join(home, 'keys.csv'))
    expect(await typedPath('~anna/keys.csv', home)).toBe('~anna/keys.csv')
  })

  it('is taken as it stands where there is such a file, whatever marks it has', async () => {
    expect(await typedPath(`  ${file} `, home)).toBe(file)
    expect(await typedPath("~/root key (1)'s.csv", home)).toBe(file)
  })

  it('may be a file: URL', async () => {
    expect(await typedPath(pathToFileURL(file).href, home)).toBe(file)
  })

  it('keeps what is no file and has no partner for its quote', async () => {
    expect(await typedPath("it's", home)).toBe("it's")
    expect(await typedPath('two words', home)).toBe('two words')
  })

  describe.skipIf(process.platform === 'win32')('as a terminal writes what is dropped there', () => {
    it.each([
      ['with backslashes', file.replaceAll(/[ ()']/g, String.raw`\$&`)],
      ['in double quotes', `"${file}" `],
      ['in single quotes, as a shell has them', `'${file.replaceAll("'", String.raw`'\''`)}'`],
    ])('%s', async (_how, typed) => {
      expect(await typedPath(typed, home)).toBe(file)
    })
  })
})
