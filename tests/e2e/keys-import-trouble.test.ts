import {spawnSync} from 'node:child_process'
import {chmodSync, chownSync, linkSync, mkdirSync, symlinkSync} from 'node:fs'
import {describe, expect} from 'vitest'
import type {Ended} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {findDiskOfItsOwn, mturkOnFullDisk} from './support/full-disk.js'
import {startMturk} from './support/running.js'

const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: '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'}
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)}
const CSV = `Access key ID,Secret access key\n${ANN.accessKeyId},${ANN.secretAccessKey}\n`

const posix = process.platform !== 'win32'
/** Root may read and write everything, so it lets somebody without rights run the command. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined

function makePipe(path: string): void {
  expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0)
}

function giveAway(home: Home, ...files: string[]): void {
  if (uid !== undefined) for (const file of ['.', ...files]) chownSync(home.at(file), uid, uid)
}

/** For people and for scripts: exit code 3, the file by its name, and nothing of a program's inside. */
function expectUnreadable({exit, stdout, stderr}: Ended, message: RegExp): void {
  expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({exit: 3, json: envelope('unreadable_file', 3, message)})
  expect(stdout + stderr).not.toMatch(/^ +at |node:|Error:/m)
  expect(stdout + stderr).not.toContain(ANN.secretAccessKey)
}

describe.runIf(posix).concurrent('keys import, where the credentials file cannot be used', () => {
  for (const [what, prepare, message] of [
    [
      'is a directory',
      (home: Home) => mkdirSync(home.at('.aws/credentials'), {recursive: true}),
      /^~\/\.aws\/credentials cannot be used: it is a directory/,
    ],
    [
      'is a symbolic link in a circle',
      (home: Home) => {
        home.write('.aws/config', '')
        symlinkSync('credentials', home.at('.aws/credentials'))
      },
      /^~\/\.aws\/credentials cannot be used: its symbolic link leads in a circle/,
    ],
    [
      'is a pipe',
      (home: Home) => {
        home.write('.aws/config', '')
        makePipe(home.at('.aws/credentials'))
      },
      /^~\/\.aws\/credentials cannot be used: it is no ordinary file/,
    ],
    [
      'has two names',
      (home: Home) => {
        writeProfile(home, OTHER, 'other')
        linkSync(home.at('.aws/credentials'), home.at('twin'))
      },
      /^~\/\.aws\/credentials has 2 names \(hard links\)/,
    ],
    [
      'holds rubbish',
      (home: Home) => home.write('.aws/credentials', Buffer.from([0, 255, 254, 10, 0, 200])),
      /^~\/\.aws\/credentials, line 1: /,
    ],
    [
      'stands in a file, not in a directory',
      (home: Home) => home.write('.aws', 'x'),
      /^~\/\.aws\/credentials could not be written: a part of its path is no directory/,
    ],
  ] as const) {
    it(`since it ${what}, says so and changes nothing`, async ({home, mturk}) => {
      prepare(home)
      const file = home.write('keys.csv', CSV)
      const listed = home.list()
      const refused = await mturk('keys', 'import', file, '--profile', 'ann', '--json')
      expectUnreadable(refused, message)
      expect(refused.json.error.remedy).toMatch(/./)
      expect(home.list()).toEqual(listed)
      const {exit, stdout} = await mturk('keys', 'import', file, '--profile', 'ann', '--dry-run', '--json')
      expect(exit === 0 ? stdout : '').not.toContain(ANN.secretAccessKey)
    })
  }

  it('since it may not be read, says so and changes nothing', async ({home}) => {
    writeProfile(home, OTHER, 'other')
    const file = home.write('keys.csv', CSV)
    giveAway(home, 'keys.csv', '.aws', '.aws/credentials')
    chmodSync(home.at('.aws/credentials'), 0)
    const ended = await startMturk(['keys', 'import', file, '--profile', 'ann', '--json'], {env: home.env(), uid}).ended
    expectUnreadable(ended, /^~\/\.aws\/credentials cannot be used: you have no permission to read it/)
    expect(home.list()).toEqual(['.aws/credentials', 'keys.csv'])
  })

  it('since the home is read-only, says so and changes nothing', async ({home}) => {
    const file = home.write('keys.csv', CSV)
    giveAway(home, 'keys.csv')
    chmodSync(home.path, 0o500)
    const ended = await startMturk(['keys', 'import', file, '--profile', 'ann', '--json'], {env: home.env(), uid}).ended
    chmodSync(home.path, 0o700)
    expectUnreadable(ended, /^~\/\.aws\/credentials could not be written: you have no permission/)
    expect(home.list()).toEqual(['keys.csv'])
  })

  it('since the disk is full, says so and changes nothing', async ({home, skip}) => {
    const isolation = findDiskOfItsOwn()
    if (!isolation) return skip('A disk of its own cannot be had here, so this test was NOT run.')
    writeProfile(home, OTHER, 'other')
    const before = home.read('.aws/credentials')
    const file = home.write('keys.csv', CSV)
    const {exit, stdout, stderr} = await mturkOnFullDisk(isolation, home, ['keys', 'import', file, '--profile=ann'])
    expect({exit, stdout}).toEqual({exit: 3, stdout: `\nleft: credentials\n${before}`})
    expect(stderr).toContain('~/.aws/credentials could not be written: the disk is full. It is as it was.')
    expect(stderr).toContain('Make room there')
    expect(stderr).not.toMatch(/^ +at |node:/m)
  })
})

describe.concurrent('keys import of a file that is none', () => {
  const cases: readonly (readonly [what: string, content: string | Uint8Array, message: RegExp])[] = [
    ['20 MB', Buffer.alloc(20 * 1024 * 1024, CSV), /keys\.csv is far too large/],
    ['binary rubbish', Buffer.from([0xc3, 0x28, 0xff, 0, 1]), /keys\.csv is no text in UTF-8/],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004\u0014\0'), /keys\.csv is a spreadsheet/],
    ['UTF-16', Buffer.from(`\uFEFF${CSV}`, 'utf16le'), /keys\.csv is text in UTF-16/],
  ]
  for (const [what, content, message] of cases) {
    it(`says of ${what} what it seems to be`, async ({home, mturk}) => {
      expectUnreadable(await mturk('keys', 'import', home.write('keys.csv', content), '--json'), message)
      expect(home.list()).toEqual(['keys.csv'])
    })
  }

  it('says of 20 MB on standard input that it is too much', async ({home, mturk}) => {
    const ended = await mturk('keys', 'import', '-', '--json', {stdin: CSV.repeat(200_000)})
    expectUnreadable(ended, /^Standard input is far too large/)
    expect(home.list()).toEqual([])
  })

  it.runIf(posix)('does not wait for a pipe that nobody writes into', async ({home, mturk}) => {
    makePipe(home.at('pipe'))
    expectUnreadable(await mturk('keys', 'import', home.at('pipe'), '--json'), /pipe is a pipe, and nothing comes out/)
  })

  it.runIf(posix)('says that it may not read it', async ({home}) => {
    const file = home.write('keys.csv', CSV)
    giveAway(home, 'keys.csv')
    chmodSync(file, 0)
    const ended = await startMturk(['keys', 'import', file, '--json'], {env: home.env(), uid}).ended
    expectUnreadable(ended, /keys\.csv cannot be read: you have no permission/)
  })
})
