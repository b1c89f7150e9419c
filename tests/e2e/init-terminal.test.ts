import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect, vi} from 'vitest'
import type {Home} from '../support/home.js'
import {changesIn, keyCsv, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {atTerminal as it, tmux} from './support/at-terminal.js'
import {secretsIn} from './support/traces.js'

const HOW = 'How would you like to hand it over?'
const MAKE = 'Make the IAM user mturk-requester for Mechanical Turk alone, and its key, now?'
const STORE = 'Store the key that you handed over as it is, and use it for Mechanical Turk?'

function linkBoth(emulator: Emulator): void {
  emulator.link('production')
  emulator.link('sandbox')
}

/** What tmux adds, and what mturk says only where an answer takes long: on a busy machine. */
const PASSING = /^(?:Pane is dead|Waiting for an answer from )/

/** What differs from run to run, replaced. */
function lasting(screen: string): string[] {
  return screen
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://HERE')
    .replaceAll(/\*{16}\w{4}/g, '****')
    .replaceAll(/\/tmp\/\S*?\/Downloads/g, '~/Downloads')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !PASSING.test(line))
}

describe.skipIf(!tmux).concurrent('init at a terminal, from nothing to ready', () => {
  it('says this, line by line', async ({home, emulator, terminal}) => {
    writeRootKey(home, emulator)
    const {until, press, type, ended, screen, written} = terminal(['init', '--no-open'])
    await until(HOW)
    press('Enter')
    await until('Path of the file')
    type('~/Downloads/rootkey.csv')
    press('Enter')
    await until(MAKE)
    press('Enter')
    for (const [environment, words] of [
      ['production', 'production'],
      ['sandbox', 'the sandbox'],
    ] as const) {
      await until(`Waiting for the link in ${words} … 1`)
      emulator.link(environment)
      press('Enter')
    }
    await until('Ready. Try it:')
    expect(await ended()).toBe(0)
    expect(lasting(screen())).toEqual([
      'Mechanical Turk set-up · profile default',
      expect.stringContaining('http://HERE'),
      expect.stringContaining('http://HERE'),
      'AWS closed Mechanical Turk to new customers on 30 July 2026 and announced its end for 30 September 2026.',
      'Accounts that were linked before may still answer; this guide checks what yours says and goes on.',
      '  ? AWS account        no access key found, so mturk cannot ask AWS',
      '      1  open https://aws.amazon.com/',
      expect.stringContaining('      2  AWS asks for an e-mail address'),
      '  You need an access key once, to make a safer one.',
      '✔ How would you like to hand it over? A CSV file that AWS gave me',
      '✔ Path of the file (Enter alone goes back): ~/Downloads/rootkey.csv',
      '  ✔ Access keys        **** · root user, account 1234-5678-9012 · used once here, not stored',
      '  ! IAM user           root user, account 1234-5678-9012: root keys can do anything in your AWS account',
      '    Whether Mechanical Turk still answers can be asked only with the key of such a user.',
      `✔ ${MAKE} Yes`,
      '  ✔ IAM user           user/mturk-requester, account 1234-5678-9012 · AmazonMechanicalTurkFullAccess · may rotate its own keys',
      '  ✔ New key            **** · works · stored in ~/.aws/credentials [default]',
      '  ✖ Production         not linked to a requester in production',
      expect.stringContaining('    Sign in as the AWS root user (an IAM user cannot link), accept the terms if asked'),
      '    https://requester.mturk.com/developer',
      '  ✔ Production         linked · $0.00 available',
      '  ✖ Sandbox            not linked to a requester in the sandbox',
      expect.stringContaining('    Sign in as the AWS root user (an IAM user cannot link), accept the terms if asked'),
      '    https://requestersandbox.mturk.com/developer',
      '  ✔ Sandbox            linked · $10,000.00 available',
      '  ✔ Region             us-east-1 · written into ~/.aws/config [default]',
      '  ! Prepaid balance    $0.00 in production: enough for the sandbox, not for paying workers',
      '      1  open https://requester.mturk.com/prepayments/new',
      '      2  With AWS Billing switched on, the figure is what is left of the billing allowance.',
      '  ✔ Tools              psiTurk 3, boto3 and the AWS CLI use ****',
      'Ready. Try it:      mturk balance --sandbox',
    ])
    const made = /aws_secret_access_key ?= ?(\S+)/.exec(home.read('.aws/credentials'))?.[1] ?? ''
    expect(secretsIn(written(), {made, root: emulator.rootKey.secretAccessKey})).toEqual([])
  })
})

describe.skipIf(!tmux).concurrent('init at a terminal asks again', () => {
  it('for a file that is not there, and takes one that was dropped with blanks in its name', async ({
    home,
    emulator,
    terminal,
  }) => {
    linkBoth(emulator)
    home.write('My keys/root key.csv', keyCsv(emulator.rootKey))
    const {until, press, type, ended} = terminal(['init', '--no-open'])
    await until(HOW)
    press('Enter')
    await until('Path of the file')
    type('~/nothing.csv')
    press('Enter')
    await until(/! \S*nothing\.csv cannot be read: there is no such file/)
    // Enter alone goes back, and the file is chosen once more.
    press('Enter')
    await until(/goes back\): *\n\? How would you/)
    press('Enter')
    await until(/A CSV file that AWS gave me\n\? Path of the file \(Enter alone goes back\): *\n/)
    type(home.at('My keys/root key.csv').replaceAll(' ', String.raw`\ `))
    press('Enter')
    await until(MAKE)
    press('Enter')
    await until('mturk balance --sandbox')
    expect(await ended()).toBe(0)
  })

  it('for a pasted key that AWS refuses', async ({home, emulator, terminal}) => {
    linkBoth(emulator)
    const {accessKeyId, secretAccessKey} = emulator.rootKey
    const {until, press, type, ended} = terminal(['init', '--no-open'])
    await until(HOW)
    for (const [secret, then] of [
      [
        `${secretAccessKey.slice(0, -1)}${secretAccessKey.endsWith('A') ? 'B' : 'A'}`,
        /secret beside it is not the right one[^]*\? How/,
      ],
      [secretAccessKey, MAKE],
    ] as const) {
      press('Down', 'Enter')
      await until(/\? Access key id:/)
      type(accessKeyId)
      press('Enter')
      await until(/\? Secret access key \(stays hidden\):/)
      type(secret)
      press('Enter')
      await until(then)
    }
    press('Enter')
    await until('mturk balance --sandbox')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).not.toContain(accessKeyId)
  })

  it('for another name where the user is there already', async ({home, emulator, terminal}) => {
    linkBoth(emulator)
    emulator.createUser('mturk-requester')
    const {until, press, type, ended, screen} = terminal([
      'init',
      '--no-open',
      '--from-csv',
      writeRootKey(home, emulator),
    ])
    await until(MAKE)
    press('Enter')
    await until(/There is already an IAM user mturk-requester[^]*\? Another name for the IAM user:/)
    type('a b')
    press('Enter')
    await until(/> [^\n]*1 to 64 characters/)
    type('anna')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(screen()).toContain('✔ IAM user           user/anna')
    expect(emulator.state().users.map(({userName}) => userName)).toEqual(['mturk-requester', 'anna'])
  })

  it('whether a key that is forbidden to make users is to be stored as it is, and a mere Enter is a no', async ({
    home,
    emulator,
    terminal,
  }) => {
    linkBoth(emulator)
    const denial = {Version: '2012-10-17', Statement: [{Effect: 'Deny', Action: 'iam:*', Resource: '*'}]}
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess'], inlinePolicies: {denial}})
    const key = emulator.createAccessKey('anna')
    const args = ['init', '--no-open', '--from-csv', home.write('anna.csv', keyCsv(key))]
    const first = terminal(args)
    await first.until(MAKE)
    first.press('Enter')
    await first.until(/It may not make users[^]*Store the key/)
    await first.until(STORE)
    first.press('Enter')
    await first.until(HOW)
    first.press('C-c')
    expect(await first.ended()).toBe(130)
    expect(home.list()).toEqual(['anna.csv'])

    const second = terminal(args)
    await second.until(MAKE)
    // Whoever wants no other user is asked the same.
    second.type('n')
    second.press('Enter')
    await second.until(STORE)
    second.type('y')
    second.press('Enter')
    await second.until('mturk balance --sandbox')
    expect(await second.ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(key.accessKeyId)
    // Each run asks whether the key may; the first one also tried, after the yes.
    expect(changesIn(emulator.requests)).toEqual(['CreateUser', 'CreateUser', 'CreateUser'])
  })
})

describe.skipIf(!tmux).concurrent('init at a terminal, where there is a set-up', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('changes another region by a yes to that very question', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '# mine\n[default]\nregion = eu-west-1\n')
    const {until, press, type, ended, screen} = terminal(['init', '--no-open'])
    await until('Change the region of profile default from eu-west-1 to us-east-1, in ~/.aws/config?')
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(screen()).toMatch(/✔ Region +us-east-1 · written into ~\/\.aws\/config \[default\]/)
    expect(home.read('.aws/config')).toBe('# mine\n[default]\nregion = us-east-1\n')
  })

  it('takes another key in the place of one that AWS refuses', async ({home, emulator, terminal}) => {
    writeProfile(home, {
      accessKeyId: 'AKIAABCDEFGHIJKLMNOP',
      secretAccessKey: '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',
    })
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    const {accessKeyId} = userKeyOf(emulator)
    const csv = home.write('keys.csv', keyCsv(userKeyOf(emulator)))
    const {until, press, type, ended} = terminal([
      'init',
      '--no-open',
      '--from-csv',
      csv,
      '--user-name',
      'mturk-requester',
    ])
    await until('AWS refuses the key in ~/.aws/credentials [default]. Hand over another one now?')
    press('Enter')
    await until('Replace it there?')
    type('y')
    press('Enter')
    expect(await ended()).toBe(0)
    expect(home.read('.aws/credentials')).toContain(accessKeyId)
  })

  it('finds nothing to do, asks nothing and changes no byte', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    const files = home.snapshot()
    const {ended, screen} = terminal(['init', '--no-open'])
    expect(await ended()).toBe(0)
    expect(screen()).toContain('Nothing to do.')
    expect(home.snapshot()).toEqual(files)
  })
})

describe.skipIf(!tmux || process.platform !== 'linux').concurrent('the page on which accounts are linked', () => {
  it.override('emulatorOptions', {scenario: 'linked-production-only'})

  const PAGE = 'https://requestersandbox.mturk.com/developer'

  /** A browser that only notes where it was sent. */
  function browserIn(home: Home): Record<string, string> {
    const script = `#!/bin/sh\nprintf '%s\\n' "$@" >> '${home.at('visited')}'\n`
    return {BROWSER: home.write('browser', script, 0o700)}
  }

  it('opens in the browser, and its address is shown all the same', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    const {until, press, ended} = terminal(['init'], browserIn(home))
    await until('Waiting for the link in the sandbox')
    await until(PAGE)
    await vi.waitFor(() => expect(home.read('visited')).toBe(`${PAGE}\n`), {timeout: 10_000})
    press('s')
    expect(await ended()).toBe(6)
  })

  it('is only shown with --no-open', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    const {until, press, ended} = terminal(['init', '--no-open'], browserIn(home))
    await until('Waiting for the link in the sandbox')
    await until(PAGE)
    press('s')
    expect(await ended()).toBe(6)
    expect(home.list()).not.toContain('visited')
  })

  it('is only shown where there is no browser', async ({home, emulator, terminal}) => {
    writeProfile(home, userKeyOf(emulator))
    const {until, press, ended, screen} = terminal(['init'], {BROWSER: '/no/such/browser'})
    await until('Waiting for the link in the sandbox')
    press('s')
    expect(await ended()).toBe(6)
    expect(screen()).toContain(PAGE)
    expect(screen()).not.toContain('/no/such/browser')
  })
})
