import {describe, expect} from 'vitest'
import {userKeyOf, writeProfile} from './support/account.js'
import {atTerminal as it, tmux} from './support/at-terminal.js'
import {globalConfig2, projectConfig1, withoutKeyLines} from './support/psiturk-files.js'

const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERS', secretAccessKey: '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'}

describe.skipIf(!tmux).concurrent('psiturk migrate at a terminal', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('shows what it found and each line that would go, asks, and prints the way back', async ({
    home,
    emulator,
    terminal,
  }) => {
    const key = userKeyOf(emulator)
    home.write('.psiturkconfig', globalConfig2(key))
    const {until, press, ended, screen, written} = terminal(['psiturk', 'migrate'])
    await until('Do all this?')
    const mask = `${'*'.repeat(16)}${key.accessKeyId.slice(-4)}`
    for (const line of [
      `~/.psiturkconfig  ${mask}  psiTurk 3 and psiTurk 2 use it`,
      `store ${mask} in ~/.aws/credentials [default]`,
      'write region = us-east-1 into ~/.aws/config [default]',
      'take the key lines out of ~/.psiturkconfig; a copy stays beside it',
      `aws_access_key_id = ${mask}`,
      `AWS takes ${mask}: user/mturk-requester`,
    ]) {
      expect(screen()).toContain(line)
    }
    expect(home.list()).not.toContain('.aws/credentials')
    press('Enter')
    await until('The way back:')
    expect(await ended()).toBe(0)
    expect(home.read('.psiturkconfig')).toBe(withoutKeyLines(globalConfig2(key)))
    expect(written()).not.toContain(key.secretAccessKey)
  })

  it('changes nothing after a no', async ({home, emulator, terminal}) => {
    home.write('.psiturkconfig', globalConfig2(userKeyOf(emulator)))
    const before = home.snapshot()['.psiturkconfig']
    const {until, press, type, ended} = terminal(['psiturk', 'migrate'])
    await until('Do all this?')
    type('n')
    press('Enter')
    await until('Nothing was changed.')
    expect(await ended()).toBe(9)
    expect(home.snapshot()['.psiturkconfig']).toBe(before)
    expect(home.list()).not.toContain('.aws/credentials')
  })

  it('asks which of two keys is meant, and where it goes where another one stands', async ({
    home,
    emulator,
    terminal,
  }) => {
    const key = userKeyOf(emulator)
    writeProfile(home, {...OTHER, accessKeyId: 'AKIATHIRDTHIRDTHIRDS'})
    home.write('.psiturkconfig', globalConfig2(key))
    home.write('.dallingerconfig', projectConfig1(OTHER))
    const {until, press, type, ended} = terminal(['psiturk', 'migrate'])
    await until('There are 2 different keys. Which one is to be used from now on?')
    press('Enter')
    await until('What now?')
    press('Enter')
    await until('Name of the profile:')
    type('study')
    press('Enter')
    await until('Do all this?')
    press('Enter')
    await until('The way back:')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(`[study]\naws_access_key_id = ${key.accessKeyId}\n`)
    expect(home.read('.dallingerconfig')).toBe(projectConfig1(OTHER))
  })

  it('asks which of two keys in one file is meant, and says that the other one is in the copy alone then', async ({
    home,
    emulator,
    terminal,
  }) => {
    const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
    home.write(
      '.psiturkconfig',
      `${globalConfig2({accessKeyId, secretAccessKey})}[AWS Access]\naws_access_key_id = ${OTHER.accessKeyId}\naws_secret_access_key = ${OTHER.secretAccessKey}\n`,
    )
    const {until, press} = terminal(['psiturk', 'migrate'])
    await until('There are 2 different keys.')
    press('Enter')
    await until(/holds \*+\w{4}, too: after this, that stands in the copy alone\./)
    await until('nevertheless?')
    press('C-c')
  })

  it('is offered by init, which then goes on with the key', async ({home, emulator, terminal}) => {
    const key = userKeyOf(emulator)
    home.write('.psiturkconfig', globalConfig2(key))
    const {until, press, ended, screen} = terminal(['init', '--no-open'])
    await until('Move it to where every tool looks now?')
    press('Enter')
    await until('Do all this?')
    press('Enter')
    await until('Ready. Try it:')
    expect(await ended()).toBe(0)
    expect(screen()).toMatch(/Tools +psiTurk 3, boto3 and the AWS CLI use/)
    expect(screen()).not.toContain('https://aws.amazon.com/')
    expect(home.read('.psiturkconfig')).toBe(withoutKeyLines(globalConfig2(key)))
  })

  it('is offered by init, which then puts a user of its own in the place of a root key, and asks that once', async ({
    home,
    emulator,
    terminal,
  }) => {
    const old = globalConfig2(emulator.rootKey)
    home.write('.psiturkconfig', old)
    const {until, press, ended, screen} = terminal(['init', '--no-open', '--user-name', 'anna'])
    await until('Move it to where every tool looks now?')
    press('Enter')
    await until('Do all this?')
    press('Enter')
    await until('The new key takes the place of the one that was moved just now')
    await until('Make the IAM user')
    press('Enter')
    await until('Ready. Try it:')
    expect(await ended()).toBe(0)
    expect(screen()).not.toContain('Replace it there?')
    expect(home.read('.aws/credentials')).not.toContain(emulator.rootKey.accessKeyId)
    const copy = home.list().find((file) => file.startsWith('.psiturkconfig.mturk-backup-')) ?? ''
    expect(home.read(copy)).toBe(old)
  })

  it('is offered by init once, which asks for another key after a no', async ({home, emulator, terminal}) => {
    home.write('.psiturkconfig', globalConfig2(userKeyOf(emulator)))
    const {until, press, type, screen} = terminal(['init', '--no-open'])
    await until('Move it to where every tool looks now?')
    type('n')
    press('Enter')
    await until('How would you like to hand it over?')
    expect(screen().match(/Move it to where/g)).toHaveLength(1)
    expect(screen()).toMatch(/AWS account +not asked: \*+\w{4} in ~\/\.psiturkconfig/)
    expect(screen()).not.toContain('https://aws.amazon.com/')
    press('C-c')
  })

  it('is offered by init where placeholders stand before a good key', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    home.write('.psiturkconfig', globalConfig2())
    const {until, press, ended} = terminal(['init', '--no-open'])
    await until('Move what is there to where every tool looks now?')
    press('Enter')
    await until('Do all this?')
    press('Enter')
    await until('Ready. Try it:')
    expect(await ended()).toBe(0)
    expect(home.read('.psiturkconfig')).toBe(withoutKeyLines(globalConfig2()))
  })
})
