import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

const PAIR =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n'

interface Broken {
  readonly file: string
  readonly content: string
  /** Of the line that is wrong; from 1. */
  readonly line: number
  readonly words: RegExp
  readonly remedy: RegExp
  /** The same file after somebody has done what the remedy says. */
  readonly mended: string
}

/** Everything for which Boto refuses a whole file. */
const files: Readonly<Record<string, Broken>> = {
  'a byte order mark': {
    file: '.aws/credentials',
    content: `\ufeff[default]\n${PAIR}`,
    line: 1,
    words: /begins with a byte order mark/,
    remedy: /Save the file as "UTF-8", not "UTF-8 with BOM"/,
    mended: `[default]\n${PAIR}`,
  },
  'bytes that are no UTF-8, in a comment': {
    file: '.aws/credentials',
    content: `[default]\n# caf\xe9\n${PAIR}`,
    line: 2,
    words: /bytes that are no UTF-8/,
    remedy: /mend the characters of this line/,
    mended: `[default]\n# cafe\n${PAIR}`,
  },
  'a key before any section': {
    file: '.aws/config',
    content: PAIR,
    line: 1,
    words: /before any section/,
    remedy: /Put a line with the section above it: \[default\]/,
    mended: `[default]\n${PAIR}`,
  },
  'a section that stands there twice': {
    file: '.aws/credentials',
    content: `[default]\n${PAIR}\n[b]\n\n[default]\nregion = x\n`,
    line: 7,
    words: /\[default\] is here for the second time; the first is in line 1/,
    remedy: /Put what is to stay into one of the two, and delete the other/,
    mended: `[default]\n${PAIR}\n[b]\n\n`,
  },
  'a name that stands there twice, in two cases': {
    file: '.aws/credentials',
    content: `[default]\n${PAIR}AWS_ACCESS_KEY_ID = x\n`,
    line: 4,
    words: /aws_access_key_id is here for the second time in its section; the first is in line 2/,
    remedy: /Delete the one that is wrong/,
    mended: `[default]\n${PAIR}`,
  },
  'a line without a separator': {
    file: '.aws/credentials',
    content: `[default]\n${PAIR}what is this\n`,
    line: 4,
    words: /neither a section nor a comment, and has no "="/,
    remedy: /put a # before it/,
    mended: `[default]\n${PAIR}# what is this\n`,
  },
  'a header that does not end': {
    file: '.aws/config',
    content: `[default]\n${PAIR}[profile lab\n`,
    line: 4,
    words: /begins a section, and its "\]" is missing/,
    remedy: /Put a "\]" behind the name of the section/,
    mended: `[default]\n${PAIR}[profile lab]\n`,
  },
  'a line without a name': {
    file: '.aws/credentials',
    content: `[default]\n${PAIR}= x\n`,
    line: 4,
    words: /nothing before its "="/,
    remedy: /Put the name before the "="/,
    mended: `[default]\n${PAIR}name = x\n`,
  },
  'nested lines without a separator': {
    file: '.aws/config',
    content: `[default]\n${PAIR}s3 =\n  nonsense\n`,
    line: 4,
    words: /its value on the lines below, and one of those has no "="/,
    remedy: /Put the value on the same line as its name/,
    mended: `[default]\n${PAIR}s3 = nonsense\n`,
  },
  'a ~/.boto with a key before any section': {
    file: '.boto',
    content: PAIR,
    line: 1,
    words: /before any section/,
    remedy: /\[Credentials\] in a Boto file/,
    mended: `[Credentials]\n${PAIR}`,
  },
}

const SEEN = `
import botocore.session
try:
    found = botocore.session.Session().get_credentials()
    print(json.dumps({"key": found.access_key}))
except Exception as error:
    print(json.dumps({"error": type(error).__name__}))
`

describe.concurrent('a file that Boto refuses, for every profile', () => {
  it.for(Object.entries(files))(
    'is named with its line and the mend: %s',
    async ([, broken], {home, mturk, python}) => {
      const {file, content, line, words, remedy, mended} = broken
      home.write(file, Buffer.from(content, content.includes('\xe9') ? 'latin1' : 'utf8'))
      const before = home.snapshot()
      const {exit, stdout} = await mturk('credentials', 'list')
      expect(exit).toBe(0)
      expect(stdout).toContain(`~/${file} line ${line} `)
      expect(stdout).toContain('Boto refuses the whole file, for every profile.')
      expect(stdout).toMatch(words)
      expect(stdout).toMatch(remedy)
      const refused = await mturk('balance', '--json')
      expect(refused).toMatchObject({exit: 3, json: {error: {code: 'unreadable_file'}}})
      expect(refused.json.error.message).toContain(`~/${file}, line ${line}`)
      expect(refused.stdout + stdout).not.toContain('wJalrXUtnFEMI')
      expect(home.snapshot()).toEqual(before)
      expect((await python(SEEN)).json).toEqual({error: 'ConfigParseError'})

      home.write(file, mended)
      expect((await python(SEEN)).json).toEqual({key: 'AKIAIOSFODNN7EXAMPLE'})
      const {json} = await mturk('credentials', 'list', '--json')
      expect(json.active).toMatchObject({accessKeyId: 'AKIAIOSFODNN7EXAMPLE'})
    },
  )
})
