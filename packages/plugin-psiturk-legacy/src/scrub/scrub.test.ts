import {describe, expect, it} from 'vitest'
import {readAsPython2} from '../reading/python2.js'
import {readAsPython3} from '../reading/python3.js'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECTION, type FileSource} from '../sources/source.js'
import {generateFile, randomFrom} from '../testing/generate-file.js'
import {holdsOnlyKeys, scrubbed} from './scrub.js'

const ini: FileSource = {kind: 'ini', role: 'global', file: '/home/x/.psiturkconfig', display: '', isCertain: true}
const scrub = (text: string, source = ini) => {
  const after = scrubbed(source, Buffer.from(text))
  return after && Buffer.from(after).toString()
}

describe('taking the two key lines out', () => {
  it.each([
    [
      'of a template',
      '[AWS Access]\naws_access_key_id = A\naws_secret_access_key = B\naws_region = c\n',
      '[AWS Access]\naws_region = c\n',
    ],
    ['whatever their case and sign', '[AWS Access]\r\nAWS_ACCESS_KEY_ID:A\r\n  x = y\r\n', '[AWS Access]\r\n'],
    [
      'with what goes on below',
      '[AWS Access]\naws_secret_access_key = A\n   B\n\n# c\n[X]\na=b',
      '[AWS Access]\n\n# c\n[X]\na=b',
    ],
    [
      'every time that they stand there',
      '[AWS Access]\naws_access_key_id=A\naws_access_key_id=B\nc=d\n',
      '[AWS Access]\nc=d\n',
    ],
    ['of the last line without an end', '[AWS Access]\na=b\naws_access_key_id=A', '[AWS Access]\na=b\n'],
    [
      'out of [DEFAULT], which lends them',
      '[DEFAULT]\naws_access_key_id=A\n[AWS Access]\n',
      '[DEFAULT]\n[AWS Access]\n',
    ],
    ['beside bytes that are no UTF-8', '[AWS Access]\naws_access_key_id=A\n', '[AWS Access]\n'],
  ])('%s leaves the rest', (_what, before, after) => {
    expect(scrub(before)).toBe(after)
  })

  it.each([
    ['without a key', '[AWS Access]\naws_region = us-east-1\n'],
    ['with a key of another section', '[Other]\naws_access_key_id = A\n'],
    ['whose section is written otherwise', '[aws access]\naws_access_key_id = A\n'],
  ])('leaves a file alone %s', (_what, before) => {
    expect(scrub(before)).toBeNull()
  })

  it('is refused where another value would swallow the next line', () => {
    // Python 3 has the indented option for one of its own; without the line between it goes on with the first.
    const file = '[AWS Access]\nregion = x\n  aws_access_key_id = A\n'
    expect(scrub(file)).toBeNull()
    const risky = '[AWS Access]\n  a = b\naws_access_key_id = A\n   c = d\n'
    expect(scrub(risky)).toBe('[AWS Access]\n  a = b\n')
    const swallowed = '[AWS Access]\na = b\naws_access_key_id = A\n[X]\n'
    expect(scrub(swallowed)).toBe('[AWS Access]\na = b\n[X]\n')
  })

  it('keeps every other byte, and all that either Python reads in it, in generated files', () => {
    const random = randomFrom(5)
    let changed = 0
    for (let index = 0; index < 3000; index++) {
      const before = generateFile(random)
      let after: Uint8Array | null = null
      try {
        after = scrubbed(ini, before)
      } catch {
        continue
      }
      if (!after) continue
      changed++
      expect(isPartOf(after, before)).toBe(true)
      for (const read of [readAsPython3, readAsPython2]) {
        const others = (bytes: Uint8Array) =>
          read(bytes)
            .occurrences.filter(({name}) => name !== ACCESS_KEY_ID && name !== SECRET_ACCESS_KEY)
            .map(({section, name, value}) => [section, name, value])
        expect(others(after)).toEqual(others(before))
      }
      expect(
        readAsPython3(after).occurrences.filter(({section, name}) => section === SECTION && name === ACCESS_KEY_ID),
      ).toEqual([])
    }
    expect(changed).toBeGreaterThan(1500)
  })
})

/** Nothing is new, and what is left stands in its order. */
function isPartOf(after: Uint8Array, before: Uint8Array): boolean {
  let at = 0
  for (const byte of before) if (after[at] === byte) at++
  return at === after.length
}

describe('a file that may go', () => {
  it.each([
    [true, '[AWS Access]\naws_access_key_id = A\naws_secret_access_key = B\n'],
    [
      true,
      '[AWS Access]\naws_access_key_id = A\naws_secret_access_key = B\naws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\npsiturk_secret_access_id = YourSecretAccessKey\n',
    ],
    [false, '[AWS Access]\naws_access_key_id = A\naws_region = eu-west-1\n'],
    [false, '# mine\n[AWS Access]\naws_access_key_id = A\n'],
    [false, '[AWS Access]\naws_access_key_id = A\n[Database Parameters]\ndatabase_url = x\n'],
  ])('%s: %s', (mayGo, text) => {
    expect(holdsOnlyKeys(ini, Buffer.from(text))).toBe(mayGo)
  })
})
