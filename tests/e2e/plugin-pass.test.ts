import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {keyCsv, userKeyOf} from './support/account.js'
import {buildExample} from './recordings.js'

const isInstalled = ['pass', 'gpg'].every((program) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  }),
)
const isMissing = !isInstalled && !process.env['CI']
if (isMissing) console.warn('pass or gpg is not on this machine, so examples/plugin-pass was NOT tried.')

/** A password store for a key without a passphrase; answers the variables that lead to it. */
async function makeStore(home: Home) {
  home.write('ring/gpg.conf', '')
  const env = {...home.env(), PATH: process.env['PATH'], GNUPGHOME: home.at('ring')}
  const key = [
    '--batch',
    '--passphrase',
    '',
    '--quick-gen-key',
    'anna@example.org',
    'future-default',
    'default',
    'never',
  ]
  expect(await runChild('gpg', key, {env})).toMatchObject({exit: 0})
  expect(await runChild('pass', ['init', 'anna@example.org'], {env})).toMatchObject({exit: 0})
  return env
}

describe.skipIf(isMissing)('the example that keeps keys in pass', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('passes the suite with the real pass and gpg', {timeout: 300_000}, async ({home}) => {
    const cwd = await buildExample(home, 'plugin-pass')
    const args = ['--test', '--test-reporter=tap', 'dist/backend.test.js']
    const env = {...home.env(), PATH: process.env['PATH']}
    const {exit, stdout} = await runChild(process.execPath, args, {cwd, env, timeout: 280_000})
    expect({exit, stdout}).toMatchObject({exit: 0, stdout: expect.stringMatching(/^# (fail|skipped) 0$/m) as string})
    expect(stdout).toMatch(/^# pass (3\d|[4-9]\d)$/m)
  })

  it('is a place like any other: a key goes in, is found, is used, and its secret is never shown', async ({
    home,
    emulator,
    mturk,
  }) => {
    const env = await makeStore(home)
    try {
      const key = userKeyOf(emulator)
      const csv = home.write('key.csv', keyCsv(key))
      const link = ['plugins', 'link', '--yes', await buildExample(home, 'plugin-pass')]
      const outputs: string[] = []
      for (const args of [
        link,
        ['keys', 'import', csv, '--profile', 'anna', '--backend', 'pass'],
        ['credentials', 'list', '--profile', 'anna'],
        ['balance', '--profile', 'anna'],
      ]) {
        const ended = await mturk(...args, {env})
        expect({args, ...ended}).toMatchObject({exit: 0})
        outputs.push(ended.stdout + ended.stderr)
      }
      expect(outputs[2]).toContain('pass mturk/anna')
      expect(outputs[3]).toContain('$182.50 available')
      expect(outputs.join('')).not.toContain(key.secretAccessKey)
      expect(home.list()).toContain(`.password-store/mturk/anna/${key.accessKeyId}.gpg`)
      expect(home.list()).not.toContain('.aws/credentials')
    } finally {
      await runChild('gpgconf', ['--kill', 'all'], {env})
    }
  })
})
