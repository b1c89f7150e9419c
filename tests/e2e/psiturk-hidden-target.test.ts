import {describe, expect} from 'vitest'
import {it as base} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {globalConfig2} from './support/psiturk-files.js'

const it = base.extend('key', ({emulator}) => userKeyOf(emulator))
it.override('emulatorOptions', {scenario: 'linked'})

it('moves no key behind a sign-in, nor beside a file that Boto refuses, and says so before', async ({
  home,
  mturk,
  key,
}) => {
  home.write('.psiturkconfig', globalConfig2(key))
  const sso = '[default]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n'
  const refusals = [
    [sso, '--dry-run', {exit: 9, json: {error: {code: 'answer_needed', message: expect.stringContaining('SSO')}}}],
    [
      sso,
      '--yes',
      {exit: 9, json: {error: {remedy: expect.stringContaining('mturk psiturk migrate --profile OTHER')}}},
    ],
    ['region = us-east-1\n', '--dry-run', {exit: 3, json: {error: {code: 'unreadable_file'}}}],
    ['region = us-east-1\n', '--yes', {exit: 3, json: {error: {code: 'unreadable_file'}}}],
  ] as const
  for (const [config, flag, expected] of refusals) {
    home.write('.aws/config', config)
    expect(await mturk('psiturk', 'migrate', flag, '--json')).toMatchObject(expected)
    expect(home.read('.psiturkconfig')).toBe(globalConfig2(key))
    expect(home.list()).not.toContain('.aws/credentials')
  }
})

it('says before the question that a store is for mturk alone, and which setting has it asked', async ({
  home,
  emulator,
  mturk,
  key,
}) => {
  home.write('.psiturkconfig', globalConfig2(key))
  home.write('.config/mturk/config.ini', '[secrets-manager]\nregion = us-east-1\n')
  const to = ['psiturk', 'migrate', '--to', 'secrets-manager'] as const

  const nobody = await mturk(...to, '--dry-run', '--json')
  expect(nobody.json.error.remedy).toContain('mturk config set aws.admin-profile NAME')
  expect(nobody.json.error.remedy).not.toContain('--admin-profile')

  home.write('.config/mturk/config.ini', '[secrets-manager]\nregion = us-east-1\n[aws]\nadmin-profile = admin\n')
  writeProfile(home, emulator.rootKey, 'admin')
  const {exit, stdout} = await mturk(...to, '--profile', 'lab', '--dry-run')
  expect(exit).toBe(0)
  expect(stdout).toContain('! secrets-manager is a place that only mturk reads')
})

it('leads out of half a key where there is no other', async ({home, mturk, key}) => {
  home.write('.psiturkconfig', globalConfig2({...key, secretAccessKey: ''}))
  const {exit, stdout} = await mturk('psiturk', 'migrate', '--scrub', '--yes')
  expect(exit).toBe(3)
  expect(stdout).toContain('Put the whole key there; or get one with `mturk init`')
  const {json} = await mturk('doctor', '--offline', '--json')
  const remedyOf = (findings: readonly {id: string; remedy: string}[]) =>
    findings.find(({id}) => id === 'psiturk-broken-key')?.remedy
  expect(remedyOf(json.findings)).toContain('Put the whole key there')
})

describe.skipIf(!tmux)('at a terminal', () => {
  atTerminal.override('emulatorOptions', {scenario: 'linked'})

  atTerminal('offers another profile, and stores the key there', async ({home, emulator, terminal}) => {
    const key = userKeyOf(emulator)
    home.write('.psiturkconfig', globalConfig2(key))
    home.write('.aws/config', '[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = other\n')
    const {until, press, type, ended} = terminal(['psiturk', 'migrate'])
    await until('Stop, and leave everything as it is')
    press('Enter')
    await until('Name of the profile:')
    type('study')
    press('Enter')
    await until('Do all this?')
    press('Enter')
    await until('The way back:')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(`[study]\naws_access_key_id = ${key.accessKeyId}\n`)
  })
})
