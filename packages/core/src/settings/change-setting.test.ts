import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {assertValue, changeSetting} from './change-setting.js'
import {describedSetting, knownSettings, settingName} from './known-settings.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mturk-settings-'))
})
afterEach(() => rmSync(directory, {recursive: true}))

const file = () => path.join(directory, 'config.ini')

async function changed(before: string, name: string, value: string | null): Promise<string> {
  writeFileSync(file(), before)
  await changeSetting(directory, settingName(name), value)
  return readFileSync(file(), 'utf8')
}

describe('a setting that is written', () => {
  it('makes the file where there is none', async () => {
    const result = await changeSetting(path.join(directory, 'new'), settingName('admin-profile'), 'lab')
    expect(result).toMatchObject({previous: null, changed: true})
    expect(readFileSync(result.file, 'utf8')).toBe('[aws]\nadmin-profile = lab\n')
  })

  it.each([
    [
      '; mine\n[aws] ; ours\nadmin-profile=a ; who\n\n[vault]\nurl = x\n',
      '; mine\n[aws] ; ours\nadmin-profile = lab ; who\n\n[vault]\nurl = x\n',
    ],
    [
      '\uFEFF[aws]\r\n# none yet\r\n\r\n[vault]\r\nurl = x\r\n',
      '\uFEFF[aws]\r\nadmin-profile = lab\r\n# none yet\r\n\r\n[vault]\r\nurl = x\r\n',
    ],
    ['[aws]\ninstance-metadata = true', '[aws]\ninstance-metadata = true\nadmin-profile = lab'],
    ['[vault]\nurl = x', '[vault]\nurl = x\n\n[aws]\nadmin-profile = lab\n'],
    ['[aws]\nadmin-profile = "a;b" # c\n', '[aws]\nadmin-profile = lab # c\n'],
  ])('leaves all else as it is: %j', async (before, after) => {
    expect(await changed(before, 'aws.admin-profile', 'lab')).toBe(after)
  })

  it.each(['a ; b', '# a', ' a ', '"a"', 'a = b', '[a]', 'true', '12', 'a\\b', 'Schlüssel', `it's`])(
    'is read back as it was: %j',
    async (value) => {
      await changed('', 'vault.name', value)
      expect(await changeSetting(directory, settingName('vault.name'), 'other')).toMatchObject({previous: value})
    },
  )

  it('that is so already writes nothing', async () => {
    writeFileSync(file(), '[aws]\nadmin-profile=lab')
    expect(await changeSetting(directory, settingName('admin-profile'), 'lab')).toMatchObject({changed: false})
    expect(readFileSync(file(), 'utf8')).toBe('[aws]\nadmin-profile=lab')
  })

  it('writes nothing in a rehearsal, not even a directory', async () => {
    const there = path.join(directory, 'new')
    const result = await changeSetting(there, settingName('admin-profile'), 'lab', {dryRun: true})
    expect(result).toMatchObject({previous: null, changed: true})
    expect(existsSync(there)).toBe(false)
  })
})

describe('a setting that is taken out', () => {
  it.each([
    ['[aws]\nadmin-profile = a\n; b\n', 'aws.admin-profile', '[aws]\n; b\n'],
    ['[aws]\nadmin-profile = a\ninstance-metadata = true\n', 'admin-profile', '[aws]\ninstance-metadata = true\n'],
    ['[vault]\nurl = x\n[aws]\nadmin-profile = a\n', 'vault.url', '[aws]\nadmin-profile = a\n'],
    ['[aws]\ncolour = red\nadmin-profile = a', 'aws.colour', '[aws]\nadmin-profile = a'],
    ['[aws]\nadmin-profile = a', 'aws.instance-metadata', '[aws]\nadmin-profile = a'],
  ])('leaves all else as it is: %j without %s', async (before, name, after) => {
    expect(await changed(before, name, null)).toBe(after)
  })
})

describe('a setting that there is not, or cannot be so,', () => {
  const known = knownSettings([
    {id: 'vault', settings: [{name: 'region', kind: 'string', meaning: 'x', values: ['here', 'there']}]},
    {
      id: 'days',
      settings: [
        {name: 'kept', kind: 'string', meaning: 'x', check: (value) => (value === '7' ? undefined : 'is 7.')},
        {name: 'broken', kind: 'string', meaning: 'x', check: () => JSON.parse('{') as string},
      ],
    },
    {id: 'other', settings: null},
  ])
  const described = (name: string) => describedSetting(settingName(name), known)

  it.each([
    ['admin-profil', 'Did you mean "admin-profile"?'],
    ['aws.colour', 'There are: allow-plain-http, instance-metadata, admin-profile.'],
    ['vaul.region', 'Did you mean "vault"?'],
    ['vault.regoin', 'Did you mean "region"?'],
    ['other.a b', 'is made of letters'],
    ['__proto__.x', 'mturk knows no section'],
  ])('is refused: %s', (name, words) => {
    expect(() => described(name)).toThrow(expect.objectContaining({exit: 2, message: expect.stringContaining(words)}))
  })

  it('is taken where the backend does not say which there are', () => {
    expect(described('other.anything')).toBeNull()
  })

  it.each([
    ['aws.instance-metadata', 'yes', 'either true or false'],
    ['vault.region', 'nowhere', 'one of here, there'],
    ['days.kept', '6', 'days.kept is 7.'],
    ['aws.admin-profile', '', 'mturk config unset aws.admin-profile'],
    ['aws.admin-profile', 'a\nb', 'a line end'],
    ['aws.admin-profile', 'aB3/'.repeat(10), 'the look of a secret'],
    ['other.token', `id:${'aB3+'.repeat(10)}`, 'the look of a secret'],
  ])('has no such value: %s %j', (name, value, words) => {
    const refuse = () => assertValue(settingName(name), described(name), value)
    expect(refuse).toThrow(words)
  })

  it.each([
    ['days.kept', '7'],
    ['days.broken', 'x'],
  ])('may have the value that its backend does not object to: %s', (name, value) => {
    expect(() => assertValue(settingName(name), described(name), value)).not.toThrow()
  })
})
