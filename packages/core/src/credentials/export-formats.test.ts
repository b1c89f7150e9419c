import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {wrapKey} from './access-key.js'
import {exportedKey, type ExportFormat} from './export-formats.js'

const ID = 'AKIAABCDEFGHIJKLMNOP'
const PLAIN = `${'s'.repeat(38)}/+`

/** What a careless quotation would run, put something in the place of, or cut off. */
const HOSTILE = [
  PLAIN,
  '$(touch run)',
  '`touch run`',
  '${HOME}$HOME $1 $$',
  `a'b`,
  `a"b`,
  `'$(touch run)'`,
  `"; touch run; "`,
  String.raw`a\b\\c\n\'`,
  '\\',
  '!touch !! wow!',
  '%HOME% 100%',
  'a # b ;c & d | e < f > g',
  '~/x *? [a-z] {a,b}',
  '=ls',
  '-n',
  ' blank around ',
  'Schlüssel 鍵 🔑',
  'a‘b’c‚d‛e“f”',
] as const

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mturk-export-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

const text = (secretAccessKey: string, format: ExportFormat, sessionToken?: string) =>
  exportedKey(wrapKey({accessKeyId: ID, secretAccessKey, ...(sessionToken ? {sessionToken} : {})}), format)

/** The variables of a key as a program sees them that was started from the shell, with old ones that were there before. */
const REPORT = `process.stdout.write(JSON.stringify([${[
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
]
  .map((name) => `process.env.${name} ?? null`)
  .join(', ')}]))`

const SHELLS = [
  ['sh', 'env', []],
  ['bash', 'env', ['--norc']],
  ['zsh', 'env', ['-f']],
  ['fish', 'fish', ['--no-config']],
] as const

function inShell(shell: string, args: readonly string[], lines: string): unknown {
  const load = shell === 'fish' ? 'printenv LINES_OF_KEY | source' : 'set -e; eval "$LINES_OF_KEY"'
  const {stdout, stderr, status} = spawnSync(shell, [...args, '-c', `${load}; "$NODE_OF_TEST" -e "$REPORT"`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      AWS_SESSION_TOKEN: 'old',
      AWS_SECURITY_TOKEN: 'older',
      LINES_OF_KEY: lines,
      NODE_OF_TEST: process.execPath,
      REPORT,
    },
  })
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  return JSON.parse(stdout)
}

describe.each(SHELLS)('lines for %s', (shell, format, args) => {
  const isHere = spawnSync(shell, ['-c', 'exit']).status === 0
  if (!isHere) {
    if (process.env['CI'] && process.platform !== 'win32') throw new Error(`${shell} is not on this machine.`)
    console.warn(`${shell} is not on this machine, so this test was NOT run.`)
  }

  it.skipIf(!isHere)(
    'carry every secret as it is, and take the tokens away that stood there',
    {timeout: 60_000},
    () => {
      const read = HOSTILE.map((secret) => inShell(shell, args, text(secret, format)))
      expect(read).toEqual(HOSTILE.map((secret) => [ID, secret, null, null]))
    },
  )

  it.skipIf(!isHere)('carry the token of a temporary key, and no other', () => {
    expect(inShell(shell, args, text(PLAIN, format, "to'ken"))).toEqual([ID, PLAIN, "to'ken", null])
  })
})

/**
 * The lines as PowerShell's language specification reads them (2.3.5.2.2, verbatim strings): between single quotes, plain
 * or typographic, every character is itself, and two quotes are one. There is no PowerShell where these tests run.
 */
function asPowerShell(lines: string): Record<string, string | null> {
  const variables: Record<string, string | null> = {}
  let rest = lines
  while (rest !== '') {
    const [line, name = '', value] =
      /^\$Env:(\w+) = (?:\$null|['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛])\n/.exec(rest) ?? []
    if (line === undefined) throw new Error(`PowerShell would not read: ${rest}`)
    variables[name] = value === undefined ? null : value.replaceAll(/(['‘’‚‛])['‘’‚‛]/g, '$1')
    rest = rest.slice(line.length)
  }
  return variables
}

it.each(HOSTILE)('lines for PowerShell carry %j as it is', (secret) => {
  expect(asPowerShell(text(secret, 'powershell'))).toEqual({
    AWS_SESSION_TOKEN: null,
    AWS_SECURITY_TOKEN: null,
    AWS_ACCESS_KEY_ID: ID,
    AWS_SECRET_ACCESS_KEY: secret,
  })
})

/** What python-dotenv reads (its parser.py and variables.py), for one line that it takes: quotes, escapes, `${…}`. */
function asPythonDotenv(line: string): string {
  const value = line.slice(line.indexOf('=') + 1)
  const expanded = (read: string) => read.replaceAll(/\$\{[^}]*\}/g, '')
  if (value.startsWith("'")) {
    const [, inner] = /^'((?:\\'|[^'])*)'$/.exec(value) ?? []
    if (inner === undefined) throw new Error(`python-dotenv would not read: ${line}`)
    return expanded(inner.replaceAll(/\\([\\'])/g, '$1'))
  }
  if (value.startsWith('"')) {
    const [, inner] = /^"((?:\\"|[^"])*)"$/.exec(value) ?? []
    if (inner === undefined || inner.includes('\\')) throw new Error(`python-dotenv would not read: ${line}`)
    return expanded(inner)
  }
  return expanded(value.replace(/\s+#.*/, '').trimEnd())
}

function asNode(lines: string): string | undefined {
  const file = path.join(folder, '.env')
  writeFileSync(file, lines)
  const script = 'process.stdout.write(process.env.AWS_SECRET_ACCESS_KEY)'
  return spawnSync(process.execPath, [`--env-file=${file}`, '-e', script], {encoding: 'utf8', env: {}}).stdout
}

describe('lines for a .env file', () => {
  /** No two readers would agree on these. */
  const refused = ['${HOME}$HOME $1 $$', `'$(touch run)'`, String.raw`a\b\\c\n\'`, '\\', `a'b"c`]

  it('are read alike by Node and by the rules of python-dotenv', () => {
    for (const secret of HOSTILE.filter((each) => !refused.includes(each))) {
      const lines = text(secret, 'dotenv')
      const [id, line = ''] = lines.split('\n')
      expect(id).toBe(`AWS_ACCESS_KEY_ID=${ID}`)
      expect({line, read: [asNode(lines), asPythonDotenv(line)]}).toEqual({line, read: [secret, secret]})
    }
  })

  it('stand bare where the key is as AWS makes them, since Docker takes quotes for a part of it', () => {
    expect(text(PLAIN, 'dotenv')).toBe(`AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${PLAIN}\n`)
  })

  it.each(refused)('refuse %j, which no two readers understand alike', (secret) => {
    expect(() => text(secret, 'dotenv')).toThrow(
      expect.objectContaining({code: 'malformed_credentials', exit: 3, message: expect.not.stringContaining(secret)}),
    )
  })
})

it.each(['env', 'dotenv', 'powershell', 'fish', 'process'] as const)(
  'a control character in any value is refused (%s)',
  (format) => {
    for (const bad of ['a\nexport EVIL=1', 'a\rb', 'a\u0000b', 'a\u001B[2Jb', 'a\u0085b', 'a\tb']) {
      const refusal = expect.objectContaining({code: 'malformed_credentials', exit: 3})
      expect(() => text(bad, format)).toThrow(refusal)
      expect(() => text(PLAIN, format, bad)).toThrow(refusal)
    }
  },
)
