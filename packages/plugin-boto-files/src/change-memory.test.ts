import {linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {CredentialBackend, Key} from '@mturk-cli/core'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {botoFiles} from './backend.js'

const OLD: Key = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2', secretAccessKey: 'the-old-secret'}
const NEW: Key = {accessKeyId: 'AKIANEWNEWNEWNEWNEW3', secretAccessKey: 'the-new-secret'}
const TOKEN = 'aws_session_token = stale\n'

let home: string
let backend: Required<CredentialBackend>
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mturk-boto-'))
  backend = botoFiles({env: {BOTO_CONFIG: join(home, '.boto')}, home}) as Required<CredentialBackend>
})
afterEach(() => rmSync(home, {recursive: true}))

let operations = 0
const call = () => ({signal: new AbortController().signal, operationId: `test-${++operations}`})
const section = (name: string, {accessKeyId, secretAccessKey}: Key) =>
  `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`

function write(file: string, content: string): void {
  mkdirSync(dirname(join(home, file)), {recursive: true})
  writeFileSync(join(home, file), content)
}
/** Every file below `~/.aws` with what it holds. */
function files(): Record<string, string> {
  const names = readdirSync(join(home, '.aws'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(home, '.aws', name), 'utf8')]))
}

describe('what is stored and then taken back', () => {
  it.each([
    ['no line end at its end', '[lab]\nregion = x'],
    ['no blank line at its end', section('lab', OLD)],
    ['a blank line at its end', `${section('lab', OLD)}\n`],
    ['an empty template', '[default]\naws_access_key_id =\naws_secret_access_key=\n'],
    ['nothing in it', ''],
  ])('leaves a file with %s as it was, to the byte', async (_, content) => {
    write('.aws/credentials', content)
    const places = []
    for (const profile of ['default', 'ann', 'bob']) {
      places.push(await backend.store({profile, key: NEW, expect: null}, call()))
    }
    for (const location of places.toReversed()) {
      await backend.remove({location, expect: NEW.accessKeyId}, call())
    }
    expect(files()).toEqual({credentials: content})
  })

  it('leaves no file where there was none', async () => {
    const location = await backend.store({profile: 'ann', key: NEW, expect: null}, call())
    await backend.remove({location, expect: NEW.accessKeyId}, call())
    expect(files()).toEqual({})
  })

  it('leaves the old key where it was replaced, and the tokens that were cleared', async () => {
    write('.aws/credentials', `${section('lab', OLD)}region = x\n`)
    write('.aws/config', `[profile lab]\n${TOKEN}`)
    const before = files()
    await backend.store({profile: 'lab', key: NEW, expect: OLD.accessKeyId}, call())
    expect(files()).toEqual({credentials: `${section('lab', NEW)}region = x\n`, config: '[profile lab]\n'})
    await backend.store({profile: 'lab', key: OLD, expect: NEW.accessKeyId}, call())
    expect(files()).toEqual(before)
  })

  it('loses nothing of what somebody else has written meanwhile', async () => {
    const location = await backend.store({profile: 'ann', key: NEW, expect: null}, call())
    write('.aws/credentials', `${section('ann', NEW)}${section('bob', OLD)}`)
    await backend.remove({location, expect: NEW.accessKeyId}, call())
    expect(files()).toEqual({credentials: section('bob', OLD)})
  })
})

describe('a key that cannot be stored', () => {
  it.runIf(process.platform !== 'win32')('leaves the tokens in the other file', async () => {
    write('.aws/credentials', section('other', OLD))
    linkSync(join(home, '.aws/credentials'), join(home, 'twin'))
    write('.aws/config', `[profile lab]\n${TOKEN}`)
    const before = files()
    await expect(backend.store({profile: 'lab', key: NEW, expect: null}, call())).rejects.toMatchObject({
      code: 'not_writable',
      message: expect.stringMatching(/^~\/\.aws\/credentials has 2 names/),
    })
    expect(files()).toEqual(before)
  })

  it.runIf(process.platform !== 'win32')(
    'for a link in a circle is called so, under the name that is shown',
    async () => {
      mkdirSync(join(home, '.aws'))
      symlinkSync('credentials', join(home, '.aws/credentials'))
      await expect(backend.store({profile: 'lab', key: NEW, expect: null}, call())).rejects.toMatchObject({
        code: 'unreadable',
        message: '~/.aws/credentials cannot be used: its symbolic link leads in a circle.',
      })
    },
  )
})

it('a key that only the config file holds is replaced there, and stored there again', async () => {
  write('.aws/config', `${section('profile lab', OLD)}region = x\n`)
  const location = await backend.store({profile: 'lab', key: NEW, expect: OLD.accessKeyId}, call())
  expect(location.display).toBe('~/.aws/config [profile lab]')
  await backend.store({profile: 'lab', key: NEW, expect: NEW.accessKeyId}, call())
  expect(files()).toEqual({config: `${section('profile lab', NEW)}region = x\n`})
})
