import {describe, expect} from 'vitest'
import {userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {atTerminal as it, tmux} from './support/at-terminal.js'
import {secretsIn} from './support/traces.js'

const HOW = 'How would you like to hand it over?'
const MAKE = 'Make the IAM user mturk-requester for Mechanical Turk alone, and its key, now?'

describe.skipIf(!tmux).concurrent('init at a terminal', () => {
  it('takes the file, makes the user, sees a link appear while it waits, and skips another at a key', async ({
    home,
    emulator,
    terminal,
  }) => {
    const csv = writeRootKey(home, emulator)
    const {until, press, type, ended, screen, written} = terminal(['init', '--no-open'])
    await until(HOW)
    press('Enter')
    await until('Path of the file')
    type(csv)
    press('Enter')
    await until(MAKE)
    press('Enter')

    await until(/Waiting for the link in production … 1[45]:\d\d +\(Enter: check now · s: skip · Ctrl-C: stop here\)/)
    expect(emulator.state().users).toMatchObject([{userName: 'mturk-requester'}])
    expect(screen()).toContain('https://requester.mturk.com/developer')
    emulator.link('production')
    press('Enter')
    await until(/✔ Production +linked · \$0\.00 available/)

    await until(/Waiting for the link in the sandbox … 1[45]:\d\d/)
    press('s')
    expect(await ended()).toBe(6)
    expect(screen()).toMatch(/✖ Sandbox +not linked[^]*Still open: Sandbox\./)
    // What was only for the moment is gone.
    expect(screen()).not.toContain('Waiting for the link')
    const made = /aws_secret_access_key ?= ?(\S+)/.exec(home.read('.aws/credentials'))?.[1] ?? ''
    expect(made).toHaveLength(40)
    expect(secretsIn(written(), {made, root: emulator.rootKey.secretAccessKey})).toEqual([])
  })

  it('takes a pasted key, whose secret is never on the screen, not even as dots', async ({
    home,
    emulator,
    terminal,
  }) => {
    emulator.link('production')
    emulator.link('sandbox')
    const {accessKeyId, secretAccessKey} = emulator.rootKey
    const {until, press, type, ended, screen, written} = terminal(['init', '--no-open'])
    await until(HOW)
    press('Down', 'Enter')
    await until('Access key id:')
    type('AKIA-no')
    press('Enter')
    await until('AKIA and 16 characters of A-Z and 2-7, please.')
    press('C-u')
    type(accessKeyId)
    press('Enter')
    await until('Secret access key (stays hidden):')
    type(secretAccessKey)
    press('Enter')
    await until(MAKE)
    press('Enter')
    await until('mturk balance --sandbox')
    expect(await ended()).toBe(0)
    expect(secretsIn(written(), {secret: secretAccessKey})).toEqual([])
    expect(screen()).not.toMatch(/hidden\):.*[*•·]/)
    expect(home.read('.aws/credentials')).not.toContain(accessKeyId)
  })

  it('covers a secret that is pasted where the key id belongs, and asks again', async ({emulator, terminal}) => {
    const {accessKeyId, secretAccessKey} = emulator.rootKey
    const {until, press, type, ended, screen, written} = terminal(['init', '--no-open'])
    await until(HOW)
    press('Down', 'Enter')
    await until('Access key id:')
    type(secretAccessKey)
    await until(/Access key id: \*{40}/)
    press('Enter')
    await until('AKIA and 16 characters of A-Z and 2-7, please.')
    type(accessKeyId)
    await until(`Access key id: ${accessKeyId}`)
    press('C-c')
    expect(await ended()).toBe(130)
    expect(secretsIn(written() + screen(), {secret: secretAccessKey})).toEqual([])
  })

  for (const TERM of ['screen', 'dumb']) {
    it(`shows nothing of a secret at Ctrl-T, Tab and the arrow keys, with TERM=${TERM}`, async ({
      emulator,
      terminal,
    }) => {
      const {accessKeyId, secretAccessKey} = emulator.rootKey
      const {until, press, type, ended, screen, written} = terminal(['init', '--no-open'], {TERM})
      await until(HOW)
      press('Down', 'Enter')
      await until('Access key id:')
      type(accessKeyId)
      press('Enter')
      await until('Secret access key (stays hidden):')
      type(secretAccessKey)
      press('C-t', 'Tab', 'Left', 'Up', 'C-t')
      // The keys are read in their order, so once Ctrl-C has done its work the others have too.
      press('C-c')
      expect(await ended()).toBe(130)
      expect(secretsIn(written() + screen(), {secret: secretAccessKey})).toEqual([])
      expect(screen()).not.toMatch(/hidden\):.*[*•·]/)
    })
  }

  it('is stopped by Ctrl-C while it waits, with a word and 130, and keeps what was done', async ({
    home,
    emulator,
    terminal,
  }) => {
    const {until, press, ended, screen} = terminal(['init', '--no-open', '--from-csv', writeRootKey(home, emulator)])
    await until(MAKE)
    press('Enter')
    await until('Waiting for the link in production')
    const credentials = home.read('.aws/credentials')
    press('C-c')
    expect(await ended()).toBe(130)
    expect(screen()).toContain('✖ Stopped.')
    expect(screen()).not.toMatch(/^\s+at |Error:/m)
    expect(home.read('.aws/credentials')).toBe(credentials)
    expect(home.list()).toEqual(['.aws/credentials', 'Downloads/rootkey.csv'])
  })

  it('is stopped by Ctrl-C at a question, with a word and 130', async ({home, terminal}) => {
    const {until, press, ended, screen} = terminal(['init', '--no-open'])
    await until(HOW)
    press('C-c')
    expect(await ended()).toBe(130)
    expect(screen()).toContain('✖ Stopped.')
    expect(screen()).not.toMatch(/^\s+at |Error:/m)
    expect(home.list()).toEqual([])
  })
})

describe.skipIf(!tmux).concurrent('at a terminal', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const {args, env} of [
    {args: ['init', '--yes'], env: {}},
    {args: ['init'], env: {CI: 'true'}},
    {args: ['init', '--json'], env: {}},
  ]) {
    const name = [...Object.keys(env), ...args].join(' ')
    it(`${name} asks nothing, and says how a key is handed over`, async ({terminal}) => {
      const {ended, screen} = terminal(args, env)
      expect(await ended()).toBe(3)
      expect(screen()).toContain('mturk init --from-csv rootkey.csv')
      expect(screen()).not.toContain(HOW)
    })
  }

  it('another key is given up only by a yes, and a mere Enter is a no', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    const before = home.read('.aws/credentials')
    const csv = writeRootKey(home, emulator)
    const first = terminal(['keys', 'import', csv])
    await first.until(/holds another key, \*{16}\w{4}\. Replace it there\?/)
    first.press('Enter')
    expect(await first.ended()).toBe(9)
    expect(home.read('.aws/credentials')).toBe(before)

    const second = terminal(['keys', 'import', csv])
    await second.until('Replace it there?')
    second.type('y')
    second.press('Enter')
    expect(await second.ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(emulator.rootKey.accessKeyId)
  })

  it('a mistyped command is asked about, and with CI it is not', async ({terminal}) => {
    const asked = terminal(['balnce'])
    await asked.until('Did you mean balance?')
    asked.press('C-c')
    await asked.ended()
    const told = terminal(['balnce'], {CI: 'true'})
    expect(await told.ended()).toBe(2)
    expect(told.screen()).not.toContain('Did you mean')
  })
})
