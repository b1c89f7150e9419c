import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {keyCsv, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {backendSource, linkPlugins} from './support/plugins.js'

describe.concurrent('the next command, in words and in JSON,', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('checks the profile that a key was imported to', async ({home, emulator, mturk}) => {
    const csv = home.write('keys.csv', keyCsv(userKeyOf(emulator)))
    const named = await mturk('keys', 'import', csv, '--profile', 'my lab')
    expect(named.stdout).toMatch(/^Check it with: mturk link-check --profile 'my lab'$/m)
    const unnamed = await mturk('keys', 'import', csv)
    expect(unnamed.stdout).toMatch(/^Check it with: mturk link-check$/m)
  })

  it('checks the profile and the backend of a new user', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'root')
    const flags = ['--profile', 'anna', '--admin-profile', 'root', '--backend', 'boto-files']
    const {stdout} = await mturk('iam', 'create-user', 'anna', ...flags)
    expect(stdout).toMatch(/^Check it with: mturk link-check --profile anna --backend boto-files$/m)
  })

  it('asks for the same profile in the same backend', async ({mturk}) => {
    const flags = ['--profile', 'lab', '--backend', 'boto-files']
    const words = await mturk('balance', ...flags)
    const {json} = await mturk('balance', ...flags, '--json')
    expect({words: words.exit, json: json.error.exit}).toEqual({words: 3, json: 3})
    for (const line of [
      'mturk credentials list --profile lab --backend boto-files',
      'mturk init --profile lab --backend boto-files',
    ]) {
      expect(words.stderr).toContain(`  ${line}\n`)
      expect(json.error.remedy).toContain(`\`${line}\``)
    }
  })

  it('stores nothing in a place that takes no keys', async ({home, mturk}) => {
    const hook = `export default async () => [${backendSource('sealed', 'list: async () => []')}]`
    const env = linkPlugins(home, [{name: 'sealed', hook}])
    const {exit, json} = await mturk('balance', '--profile', 'lab', '--backend', 'sealed', '--json', {env})
    expect(exit).toBe(3)
    expect(json.error.remedy).toMatch(/`mturk init --profile lab`$/m)
    expect(json.error.remedy).toMatch(/`mturk credentials list --profile lab --backend sealed`$/m)
  })

  it('goes on with the same file and the same administrator', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    writeProfile(home, {accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: emulator.rootKey.secretAccessKey}, 'anna')
    const init = ['init', '--from-csv', csv, '--user-name', 'anna', '--profile', 'anna', '--yes']
    const {exit, stdout} = await mturk(...init)
    expect(exit).toBe(4)
    expect(stdout).toContain(`then run again: mturk init --profile anna --from-csv ${csv}\n`)
  })

  it('looks for an administrator where one was looked for, not where the new key was to go', async ({home, mturk}) => {
    home.write('.aws/config', '[profile sso]\nregion = us-east-1\n')
    const flags = ['--profile', 'anna', '--admin-profile', 'sso', '--json']
    const {json} = await mturk('iam', 'create-user', 'anna', ...flags)
    expect(json.error).toMatchObject({
      exit: 3,
      remedy: expect.stringContaining('`mturk credentials list --profile sso`'),
    })
  })
})
