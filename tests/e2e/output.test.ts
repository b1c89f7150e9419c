import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {keyCsv, userKeyOf, writeProfile} from './support/account.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** What moves a cursor, retitles a window, hides text or turns its direction; new lines and tabs are fine. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/** Retitles the window, clears the screen, goes back over the line, turns the direction. */
const NASTY = '\u001B[8m\u001B]0;owned\u0007\u001B[2J\r\u0008\u009B31m\u202Egnp'

describe('colour', () => {
  it('is only for terminals, unless it is asked for', async ({mturk}) => {
    const plain = await mturk('balance')
    expect(plain.stderr).toMatch(/^✖ /)
    expect(plain.stderr).not.toMatch(CONTROL)
    const asked = await mturk('balance', {env: {FORCE_COLOR: '1'}})
    expect(asked.stderr).toContain('\u001B[31m✖\u001B[39m ')
  })

  it.skipIf(process.platform === 'win32')('is not even for terminals where NO_COLOR is set', async ({python}) => {
    const script = `
import os, pty
out = {}
for name, env in {"plain": {}, "refused": {"NO_COLOR": "1"}}.items():
    master, slave = pty.openpty()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        for fd in (0, 1, 2): os.dup2(slave, fd)
        os.execve(given["node"], [given["node"], given["run"], "balance"], {**os.environ, **env, "TERM": "xterm"})
    os.close(slave)
    parts = []
    try:
        while True:
            part = os.read(master, 65536)
            if not part: break
            parts.append(part)
    except OSError:
        pass
    os.waitpid(pid, 0)
    out[name] = b"".join(parts).decode()
print(json.dumps(out))`
    const {exit, json} = await python(script, {node: process.execPath, run: RUN_JS})
    expect(exit).toBe(0)
    expect(json.plain).toContain('\u001B[31m✖')
    expect(json.refused).toContain('No access key was found')
    expect(json.refused.replaceAll('\r\n', '\n')).not.toMatch(CONTROL)
  })
})

describe('colours that are asked for and refused', () => {
  it('are refused, and nobody is told so', async ({mturk}) => {
    const {stderr} = await mturk('balance', {env: {FORCE_COLOR: '1', NO_COLOR: '1'}})
    expect(stderr).toMatch(/^✖ No access key/)
    expect(stderr).not.toMatch(CONTROL)
  })

  it('are ours alone: a name brings none', async ({mturk}) => {
    const {stderr} = await mturk('balance', '--profile', 'x\u001B[31mred', {env: {FORCE_COLOR: '1'}})
    expect(stderr).toContain('\u001B[31m✖\u001B[39m ')
    expect(stderr.replaceAll('\u001B[36m', '')).toContain('"xred"')
  })
})

describe('what comes from outside', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('cannot write to the terminal through a message of AWS', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const message = `Look: ${NASTY} here.`
    emulator.addFault({match: {service: 'mturk'}, effect: {kind: 'error', status: 400, code: `New${NASTY}`, message}})
    for (const args of [
      ['balance'],
      ['link-check'],
      ['init', '--yes'],
      ['balance', '--json'],
      ['link-check', '--json'],
    ]) {
      const {stdout, stderr} = await mturk(...args)
      expect(stdout + stderr).toContain('Look: ')
      expect(stdout + stderr).not.toMatch(CONTROL)
    }
  })

  it('cannot write to the terminal through names of files, profiles, variables and flags', async ({home, mturk}) => {
    const csv = home.write(`keys-${NASTY.replaceAll('/', '')}.csv`, 'nothing\n')
    for (const args of [
      ['keys', 'import', csv],
      ['init', '--from-csv', csv, '--yes'],
      ['balance', '--profile', `p${NASTY}`],
      ['credentials', 'list', '--profile', `p${NASTY}`],
      ['credentials', 'list', '--backend', `b${NASTY}`],
      ['iam', 'create-user', `u${NASTY}`],
      ['balance', `--${NASTY}`],
      ['balance', '--fail-below', NASTY],
    ]) {
      for (const more of [[], ['--json']]) {
        const {exit, stdout, stderr} = await mturk(...args, ...more)
        expect({args, exit: exit === 1}).toEqual({args, exit: false})
        expect(stdout + stderr).not.toMatch(CONTROL)
      }
    }
  })

  it('cannot write to the terminal through a plain file of Boto', async ({home, mturk}) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = ${NASTY}\naws_secret_access_key = x\n[p\u001B]\n`)
    for (const args of [['credentials', 'list'], ['balance'], ['credentials', 'list', '--json']]) {
      const {stdout, stderr} = await mturk(...args)
      expect(stdout + stderr).not.toMatch(CONTROL)
    }
  })
})

describe.skipIf(process.platform === 'win32')('output that nobody reads to its end', () => {
  it('ends quietly, with what was read', async ({home, emulator}) => {
    writeProfile(home, emulator.rootKey)
    for (const args of ['credentials list', 'help', 'credentials backends --json', 'link-check']) {
      const script = `"$0" "$1" ${args} | head -n 1`
      const env = {...home.env(), ...emulator.environment()}
      const ended = await runChild('sh', ['-c', script, process.execPath, RUN_JS], {env})
      expect(ended).toMatchObject({exit: 0, stderr: ''})
      expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1)
    }
  })

  it.skipIf(process.platform !== 'linux')('says so in a line where there is no room for it', async ({home}) => {
    for (const args of ['credentials list', 'credentials list --json', '--help', '--version']) {
      const script = `"$0" "$1" ${args} > /dev/full`
      const ended = await runChild('sh', ['-c', script, process.execPath, RUN_JS], {env: home.env()})
      expect(ended).toMatchObject({exit: 1, stderr: expect.stringMatching(/^✖ The answer could not .*ENOSPC.*\n$/)})
    }
    const failed = await runChild('sh', ['-c', '"$0" "$1" balance > /dev/full', process.execPath, RUN_JS], {
      env: home.env(),
    })
    expect(failed).toMatchObject({exit: 3, stderr: expect.stringMatching(/^✖ No access key/)})
  })

  it('ends quietly where there was never anybody', async ({home, emulator}) => {
    writeProfile(home, emulator.rootKey)
    const script = '"$0" "$1" credentials list >&-; echo "$?" >&2'
    const ended = await runChild('sh', ['-c', script, process.execPath, RUN_JS], {env: home.env()})
    expect(ended.stderr).toMatch(/^\d+\n$/)
  })
})

describe('a long answer', () => {
  it('is whole where the reader is slow', async ({home, mturk}) => {
    const names = Array.from({length: 400}, (_, index) => `user${index}`)
    const rows = names.map(
      (name, index) =>
        `${name},AKIA${String(index)
          .padStart(16, 'A')
          .replaceAll(/[0189]/g, 'B')}`,
    )
    expect(new Set(rows).size).toBe(rows.length)
    const file = home.write(
      'credentials.csv',
      ['User name,Access key ID,Secret access key', ...rows.map((row) => `${row},x`), ''].join('\n'),
    )
    const {exit, json} = await mturk('keys', 'import', file, '--dry-run', '--json')
    expect(exit).toBe(0)
    expect(json.imported).toHaveLength(400)
  })
})

describe.skipIf(process.platform === 'win32')('a home that is no directory', () => {
  it('is named, without a stack and without a fault of mturk', async ({home, mturk}) => {
    const csv = home.write('keys.csv', keyCsv({accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 'x'.repeat(40)}))
    for (const args of [['credentials', 'list'], ['balance'], ['init', '--yes'], ['keys', 'import', csv]]) {
      const {exit, stderr} = await mturk(...args, {env: {HOME: '/dev/null', MTURK_DATA_DIR: home.at('data')}})
      expect({args, exit}).toEqual({args, exit: args[0] === 'credentials' ? 0 : 3})
      expect(stderr).not.toMatch(/fault of mturk|^ +at |Error:|node:/m)
    }
    const {stderr} = await mturk('credentials', 'list', {env: {HOME: '/dev/null'}})
    expect(stderr).toMatch(/^! \/dev\/null\/.* cannot be read \(ENOTDIR\)\.\n$/)
  })
})
