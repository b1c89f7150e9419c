import {describe, expect, it} from 'vitest'
import {stuckAt, usersOf} from '../migration/precedence.js'
import {scrubbed} from '../scrub/scrub.js'
import type {FileSource} from '../sources/source.js'
import {readBytes} from './read-source.js'

const ID = 'AKIAOLDOLDOLDOLDOLD2'
const SECRET = 'abcdefghijklmnopqrstuvwxyz/+ABCDEFGHIJKL'
const DOTENV: FileSource = {kind: 'dotenv', role: 'dotenv', file: '/p/.env', display: '.env', isCertain: false}
const GLOBAL: FileSource = {kind: 'ini', role: 'global', file: '/h/.psiturkconfig', display: '~', isCertain: true}

const dotenv = (text: string, env = {}, encoding: BufferEncoding = 'utf8') =>
  readBytes(DOTENV, Buffer.from(text, encoding), env)
const ini = (text: string, encoding: BufferEncoding = 'utf8') => readBytes(GLOBAL, Buffer.from(text, encoding), {})
const secretOf = ({key}: ReturnType<typeof ini>) => key?.secretAccessKey.reveal() ?? null

describe('an .env that names its values', () => {
  const line = (value: string) => `PSITURK_AWS_ACCESS_KEY_ID=${ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${value}\n`

  // Each as python-dotenv 1.x gives it (`dotenv_values`, interpolate=True).
  it.each([
    ['a line above', `S=${SECRET}\n${line('${S}')}`, {}, SECRET],
    ['in single quotes, too', `S=${SECRET}\n${line("'${S}'")}`, {}, SECRET],
    ['two names', `A=${SECRET.slice(0, 20)}\nB=${SECRET.slice(20)}\n${line('${A}${B}')}`, {}, SECRET],
    ['the environment before a line above', `S=x\n${line('${S}')}`, {S: SECRET}, SECRET],
    ['what is said to stand for it', line(`\${S:-${SECRET}}`), {}, SECRET],
    ['a line below, which has no value yet', `${line('${S}')}S=${SECRET}\n`, {}, null],
    ['a name without braces, which is none', `S=${SECRET}\n${line('$S')}`, {}, null],
  ])('is read as python-dotenv reads it: %s', (_, text, env, secret) => {
    expect(secretOf(dotenv(text, env))).toBe(secret)
  })

  it('keeps a key that another line is made of', () => {
    const text = `${line(SECRET)}PSITURK_COPY=\${PSITURK_AWS_SECRET_ACCESS_KEY}\n`
    expect(() => scrubbed(DOTENV, Buffer.from(text))).toThrow('without changing what else is read there')
  })
})

it('takes a value that is made of another option for one key, and not for two', () => {
  for (const text of [
    `[DEFAULT]\ns = ${SECRET}\n[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = %(s)s\n`,
    `[AWS Access]\ns = ${SECRET}\naws_access_key_id = ${ID}\naws_secret_access_key = %(s)s\n`,
  ]) {
    const found = ini(text)
    expect([secretOf(found), found.rivals]).toEqual([SECRET, undefined])
  }
})

it('moves no name of a variable in the place of a secret', () => {
  const found = ini(`[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = \${SECRET}\n`)
  expect(found).toMatchObject({state: 'malformed', key: null})
})

describe('a file at which psiTurk 3 stops', () => {
  const KEY = `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`
  const VARIABLES = `PSITURK_AWS_ACCESS_KEY_ID=${ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${SECRET}\n`

  it.each([
    ['UTF-16', readBytes(GLOBAL, Buffer.from(`\ufeff${KEY}`, 'utf16le'), {}), 'unreadable', 1],
    ['NUL', ini('\0\0\0\0\n'), 'unreadable', 1],
    ['far too large', ini('x'.repeat(2 ** 20 + 1)), 'unreadable', 1],
    ['an .env in Latin-1', dotenv(`# caf\u00e9\n${VARIABLES}`, {}, 'latin1'), 'key', 1],
    ['an .env in UTF-16', dotenv(`\ufeff${VARIABLES}`, {}, 'utf16le'), 'unreadable', 1],
  ] as const)('is used by nobody, and said to be in the way: %s', (_, found, state, line) => {
    expect(found).toMatchObject({state, fault: {line}})
    expect(stuckAt([found])).toBe(found)
    expect(
      usersOf([found], {})
        .get(found)
        ?.filter((who) => who.startsWith('psiTurk 3')),
    ).toEqual([])
  })

  it('is not one of another program', () => {
    const others = dotenv('# caf\u00e9\nAWS_ACCESS_KEY_ID=x\n', {}, 'latin1')
    expect(stuckAt([others, dotenv('\0\0')])).toBeUndefined()
  })
})

it('names the byte order mark that hides the first name of an .env', () => {
  const text = `\ufeffPSITURK_AWS_ACCESS_KEY_ID=${ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${SECRET}\n`
  expect(dotenv(text)).toMatchObject({state: 'partial', notes: [expect.stringContaining('(BOM)'), expect.anything()]})
})
