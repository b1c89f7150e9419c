import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {keyCsv, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {atTerminal as it, tmux} from './support/at-terminal.js'

const ANOTHER = 'AWS refuses the key in ~/.aws/credentials [default]. Hand over another one now?'
const MAKE = 'Make the IAM user mturk-requester for Mechanical Turk alone, and its key, now?'
const DEAD = {accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: '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'}

function linkBoth(emulator: Emulator): void {
  emulator.link('production')
  emulator.link('sandbox')
}

/** The id and the secret of the only user's only key, as they ought to stand in the file. */
function madeId(emulator: Emulator): string {
  const {users} = emulator.state()
  expect(users).toMatchObject([{userName: 'mturk-requester', accessKeys: [{status: 'Active'}]}])
  return users[0]?.accessKeys[0]?.accessKeyId ?? ''
}

describe.skipIf(!tmux).concurrent('init at a terminal, where the place of the new key is taken', () => {
  it('by a key that AWS refuses: makes another one with the file that was handed over', async ({
    home,
    emulator,
    terminal,
  }) => {
    linkBoth(emulator)
    writeProfile(home, DEAD)
    const csv = writeRootKey(home, emulator)
    const {until, press, type, ended, screen} = terminal(['init', '--no-open', '--from-csv', csv])
    await until(ANOTHER)
    press('Enter')
    await until(MAKE)
    press('Enter')
    await until('holds another key, ****************MNOP. Replace it there?')
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(`aws_access_key_id = ${madeId(emulator)}\n`)
    expect(home.read('.aws/credentials')).not.toContain(DEAD.accessKeyId)
    expect(screen()).toMatch(/✔ Access keys .*used once here, not stored · instead of \*{16}MNOP, which AWS refuses/)
    expect(screen()).toContain('rootkey.csv is still active')
    expect(screen()).not.toMatch(/MNOP .*still active/)
  })

  it('by a key that AWS refuses: keeps it where the answer is no, and says what would do', async ({
    home,
    emulator,
    terminal,
  }) => {
    writeProfile(home, DEAD)
    const csv = writeRootKey(home, emulator)
    const before = home.read('.aws/credentials')
    const {until, press, ended, screen} = terminal(['init', '--no-open', '--from-csv', csv])
    await until(ANOTHER)
    press('Enter')
    await until(MAKE)
    press('Enter')
    await until('Replace it there?')
    press('Enter')
    expect(await ended()).toBe(12)
    expect(screen()).toContain('already holds another key, ****************MNOP. It stays as it is.')
    expect(home.read('.aws/credentials')).toBe(before)
    expect(emulator.state().users).toEqual([])
  })

  it('by half a key: asks about that', async ({home, emulator, terminal}) => {
    linkBoth(emulator)
    home.write('.aws/credentials', `[default]\naws_access_key_id = ${DEAD.accessKeyId}\n`)
    const csv = writeRootKey(home, emulator)
    const {until, press, type, ended, screen} = terminal(['init', '--no-open', '--from-csv', csv])
    await until(MAKE)
    press('Enter')
    await until(/holds half a key, the id \*{16}MNOP without its secret\. Rep\s?lace it there\?/)
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(`aws_access_key_id = ${madeId(emulator)}\n`)
    expect(screen()).toMatch(/\*{16}MNOP that stood in ~\/\.aws\/credentials \[default\] may still be active/)
  })

  it('by the key of another user: names at the end what switches that one off', async ({home, emulator, terminal}) => {
    linkBoth(emulator)
    emulator.createUser('old', {policies: ['AdministratorAccess']})
    const {accessKeyId, ...key} = emulator.createAccessKey('old')
    writeProfile(home, {accessKeyId, ...key})
    const {until, press, type, ended, screen} = terminal(['init', '--no-open'])
    await until(MAKE)
    press('Enter')
    await until('Replace it there?')
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(screen()).toContain(
      `${accessKeyId.slice(-4)} that stood in ~/.aws/credentials [default] is still active. To remove`,
    )
    expect(screen()).toContain(`mturk keys deactivate ${accessKeyId} --user old --admin-profile PROFILE`)
  })

  it('by a root key: says at the end that it is still active', async ({home, emulator, terminal}) => {
    linkBoth(emulator)
    writeProfile(home, emulator.rootKey)
    const {until, press, type, ended, screen} = terminal(['init', '--no-open'])
    await until(MAKE)
    press('Enter')
    await until('Replace it there?')
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).not.toContain(emulator.rootKey.accessKeyId)
    const mask = `****************${emulator.rootKey.accessKeyId.slice(-4)}`
    expect(screen()).toContain(`The key ${mask} that stood in ~/.aws/credentials [default] is still active. To remove`)
    expect(screen()).toContain('https://console.aws.amazon.com/iam/home#/security_credentials')
  })
})

describe.skipIf(!tmux).concurrent('init at a terminal, where the secret of the stored key is wrong', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('takes the right one from the file at the first try', async ({home, emulator, terminal}) => {
    const key = userKeyOf(emulator)
    writeProfile(home, {...key, secretAccessKey: DEAD.secretAccessKey})
    const csv = home.write('key.csv', keyCsv(key))
    const flags = ['--from-csv', csv, '--user-name', 'mturk-requester']
    const {until, press, ended, screen} = terminal(['init', '--no-open', ...flags])
    await until(ANOTHER)
    press('Enter')
    expect(await ended()).toBe(0)
    expect(screen()).not.toContain('How would you like to hand it over?')
    expect(home.read('.aws/credentials')).toContain(key.secretAccessKey)
  })
})
