import {describe, expect, it} from 'vitest'
import {editBotoFile} from './boto-edit.js'
import {readBotoFile} from './boto-file.js'
import {parseIni, serializeIni} from './ini-document.js'
import {editDocument, type IniEdit} from './ini-edit.js'

const edited = (text: string, ...edits: IniEdit[]) =>
  serializeIni(editDocument(parseIni(Buffer.from(text)), edits)).toString()
const set = (section: string, option: string, value: string): IniEdit => ({kind: 'set', section, option, value})
const unset = (section: string, option: string): IniEdit => ({kind: 'unset', section, option})
const prune = (section: string): IniEdit => ({kind: 'prune', section})

describe('an edit', () => {
  // Each first three lines are what `aws configure` gets wrong (credential-files, measured).
  it.each<[string, string, IniEdit, string]>([
    ['keeps the case of a name', '[a]\nKEY = 1\n', set('a', 'key', '2'), '[a]\nKEY = 2\n'],
    [
      'takes a value with all its lines',
      '[a]\nkey = 1\n  2\n\n  3\nb = 4\n',
      set('a', 'key', 'x'),
      '[a]\nkey = x\n\nb = 4\n',
    ],
    [
      'keeps a comment that stands inside a value',
      '[a]\nkey = 1\n# c\n  2\n',
      set('a', 'key', 'x'),
      '[a]\nkey = x\n# c\n',
    ],
    ['keeps the indentation', '[a]\n  key = 1\n  b = 2\n', set('a', 'key', 'x'), '[a]\n  key = x\n  b = 2\n'],
    ['keeps every line end', '[a]\r\nkey = 1\r\nb = 2\n', set('a', 'key', 'x'), '[a]\r\nkey = x\r\nb = 2\n'],
    ['keeps the separator', '[a]\nkey:1\n', set('a', 'key', 'x'), '[a]\nkey:x\n'],
    ['keeps blanks behind a value', '[a]\nkey = 1  \n', set('a', 'key', 'x'), '[a]\nkey = x  \n'],
    [
      'puts a blank before a first value where there is one before the sign',
      '[a]\nkey =\n',
      set('a', 'key', 'x'),
      '[a]\nkey = x\n',
    ],
    ['puts none where there is none', '[a]\nkey=\n', set('a', 'key', 'x'), '[a]\nkey=x\n'],
    [
      'puts a value that stood below its name beside it',
      '[a]\nkey =\n  1 = 2\n',
      set('a', 'key', 'x'),
      '[a]\nkey = x\n',
    ],
    [
      'adds behind the last option, in the style of the section',
      '[a]\r\n  b:1\r\n\r\n# for c\r\n[c]\r\n',
      set('a', 'key', 'x'),
      '[a]\r\n  b:1\r\n  key:x\r\n\r\n# for c\r\n[c]\r\n',
    ],
    [
      'adds behind the lines that go on',
      '[a]\nb = 1\n  2\n[c]\n',
      set('a', 'key', 'x'),
      '[a]\nb = 1\n  2\nkey = x\n[c]\n',
    ],
    [
      'adds in the style of the file where the section has none',
      '[a]\n[c]\nd=1\n',
      set('a', 'key', 'x'),
      '[a]\nkey=x\n[c]\nd=1\n',
    ],
    [
      'adds behind the comments of an empty section',
      '[a]\n# about a\n\n[c]\n',
      set('a', 'key', 'x'),
      '[a]\n# about a\nkey = x\n\n[c]\n',
    ],
    [
      'does not swallow an indented header',
      '[a]\n  [c]\nd = 1\n',
      set('a', 'key', 'x'),
      '[a]\n  key = x\n  [c]\nd = 1\n',
    ],
    ['ends a last line that did not end', '[a]\nb = 1', set('a', 'key', 'x'), '[a]\nb = 1\nkey = x\n'],
    [
      'adds a section at the end, behind a blank line',
      '[a]\nb=1\r\n',
      set('c', 'key', 'x'),
      '[a]\nb=1\r\n\r\n[c]\r\nkey=x\r\n',
    ],
    [
      'adds a section to a file that ends with a blank line',
      '[a]\nb = 1\n\n',
      set('c', 'key', 'x'),
      '[a]\nb = 1\n\n[c]\nkey = x\n',
    ],
    ['begins a file', '', set('default', 'key', 'x'), '[default]\nkey = x\n'],
    ['keeps CR alone', '[a]\rb = 1\r', set('c', 'key', 'x'), '[a]\rb = 1\r\r[c]\rkey = x\r'],
    ['keeps UTF-8', '[ä]\nkey = ö # é\n', set('ä', 'key', 'x'), '[ä]\nkey = x\n'],
    [
      'takes an option out with all its lines',
      '[a]\nkey = 1\n  2\n# c\nb = 3\n',
      unset('a', 'KEY'),
      '[a]\n# c\nb = 3\n',
    ],
    ['finds nothing to take out', '[a]\nb = 1\n', unset('a', 'key'), '[a]\nb = 1\n'],
    ['takes an empty section out', '[a]\n\n[b]\n', prune('a'), '[b]\n'],
    ['leaves a section with a comment', '[a]\n# c\n[b]\n', prune('a'), '[a]\n# c\n[b]\n'],
    ['leaves a section with words behind its name', '[a] # mine\n[b]\n', prune('a'), '[a] # mine\n[b]\n'],
    [
      'leaves a section that keeps the next header from being swallowed',
      '[a]\nb = 1\n[c]\n  [d]\n',
      prune('c'),
      '[a]\nb = 1\n[c]\n  [d]\n',
    ],
    ['leaves a section with an option', '[a]\nb = 1\n', prune('a'), '[a]\nb = 1\n'],
  ])('%s', (_, before, edit, after) => expect(edited(before, edit)).toBe(after))

  it.each(['a\nb', 'a\rb', '\0', ' a', 'a ', '[b]', '\u2028', '\x85', '\ud800'])('refuses the value %j', (value) => {
    expect(() => edited('[a]\n', set('a', 'key', value))).toThrow(RangeError)
  })

  it.each(['', 'a\nb', 'a]', 'DEFAULT', '\x1b'])('refuses to make a section named %j', (name) => {
    expect(() => edited('', set(name, 'key', 'x'))).toThrow(RangeError)
  })
})

describe("an edit of one of Boto's files", () => {
  it('is refused where Boto refuses the file, with its line', () => {
    const broken = readBotoFile(Buffer.from('[a]\nx = 1\nX = 2\n'))
    expect(() => editBotoFile('/f', broken, [set('a', 'key', 'x')])).toThrow(
      '/f, line 3: x is here for the second time',
    )
  })
})
