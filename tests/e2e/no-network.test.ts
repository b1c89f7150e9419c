import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {keyCsv, writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {findIsolation, mturkOffline} from './support/no-network.js'

const KEY = {accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: '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'}

const isolation = findIsolation()
if (!isolation) {
  const message = 'Nothing here can take the network away from a process, so these tests were NOT run.'
  if (process.env['CI'] && process.platform === 'linux') throw new Error(message)
  console.warn(message)
}

/** Seconds. Ten are promised; the machine may have other things to do meanwhile. */
const LIMIT = 12

/** A home with one profile, and the command in it with no network: the endpoints are AWS's own. */
const withoutNetwork = it.extend('offline', ({home}) => {
  writeProfile(home, KEY)
  return (...args: string[]) => mturkOffline(isolation ?? [], args, {env: home.env()})
})

describe('without a network', {concurrent: true, skip: !isolation}, () => {
  withoutNetwork('help, the list of keys and an import work (pain 3, psiTurk#427)', async ({home, offline}) => {
    const help = await offline('--help')
    expect(help).toMatchObject({exit: 0, stderr: '', stdout: expect.stringContaining('link-check')})
    const list = await offline('credentials', 'list', '--json')
    expect(list).toMatchObject({exit: 0, stderr: ''})
    expect(JSON.parse(list.stdout)).toMatchObject({active: {location: inCredentialsFile()}})
    const csv = home.write('keys.csv', keyCsv(KEY))
    const imported = await offline('keys', 'import', csv, '--profile', 'lab', '--json')
    expect(imported).toMatchObject({exit: 0, stderr: ''})
    expect(JSON.parse(imported.stdout)).toMatchObject({
      imported: [{profile: 'lab', storedIn: inCredentialsFile('lab')}],
    })
  })

  withoutNetwork('doctor says what it can, and does not call a key bad (pain 3)', async ({home, offline}) => {
    home.write('.aws/config', '[default]\nregion = eu-west-1\n')
    const {exit, stdout, seconds} = await offline('doctor', '--json')
    const {findings} = JSON.parse(stdout) as {findings: {id: string; severity: string}[]}
    expect(exit).toBe(0)
    expect(new Set(findings.map(({id}) => id))).toEqual(new Set(['region', 'link-production', 'link-sandbox']))
    expect(findings.filter(({severity}) => severity === 'error')).toEqual([])
    expect(seconds).toBeLessThan(LIMIT)
  })

  for (const args of [
    ['balance'],
    ['balance', '--sandbox'],
    ['iam', 'create-user', 'anna', '--admin-profile', 'default', '--profile', 'anna'],
    ['init', '--from-csv', 'rootkey.csv', '--profile', 'new', '--yes'],
  ]) {
    withoutNetwork(`${args.join(' ')} says within ten seconds that nobody can be reached`, async ({home, offline}) => {
      home.write('rootkey.csv', keyCsv(KEY))
      const given = args.map((word) => (word === 'rootkey.csv' ? home.at(word) : word))
      const files = home.snapshot()
      const {exit, stdout, seconds} = await offline(...given, '--json')
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
        exit: 7,
        json: envelope('unreachable', 7, /amazonaws\.com[^]*says nothing about your keys/),
      })
      expect(seconds).toBeLessThan(LIMIT)
      expect(home.snapshot()).toEqual(files)
    })
  }

  withoutNetwork('link-check says it of both environments', async ({offline}) => {
    const {exit, stdout, seconds} = await offline('link-check', '--json')
    expect(exit).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      identity: null,
      environments: [
        {verdict: 'unreachable', message: expect.stringContaining('mturk-requester.us-east-1.amazonaws.com')},
        {verdict: 'unreachable', message: expect.stringContaining('mturk-requester-sandbox.us-east-1.amazonaws.com')},
      ],
    })
    expect(seconds).toBeLessThan(LIMIT)
  })

  withoutNetwork('init goes through all steps with the stored key, and ends with 7', async ({offline}) => {
    const {exit, stdout, seconds} = await offline('init', '--yes', '--json')
    expect(exit).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({
      accessKeyId: KEY.accessKeyId,
      steps: [{id: 'aws-account', state: 'unknown'}, {state: 'done'}, {state: 'unknown'}, {}, {}, {}, {}, {}],
    })
    expect(seconds).toBeLessThan(LIMIT)
  })

  withoutNetwork('a person reads that it is the network, and what to type next', async ({offline}) => {
    const {exit, stdout, stderr} = await offline('balance')
    expect({exit, stdout}).toEqual({exit: 7, stdout: ''})
    expect(stderr).toContain('there is no network')
    expect(stderr).toContain('mturk link-check --production')
  })
})

const SILENCE = [
  {
    where: 'an endpoint that takes the connection and never answers',
    silence: (emulator: Emulator) => void emulator.addFault({match: {}, effect: {kind: 'hang'}}),
    said: 'did not answer in time',
  },
  {
    where: 'an endpoint where nobody listens',
    silence: (emulator: Emulator) => emulator.stop(),
    said: 'refused the connection',
  },
]

describe.concurrent.each(SILENCE)('with $where', ({silence, said}) => {
  for (const args of [
    ['link-check'],
    ['balance'],
    ['iam', 'create-user', 'anna', '--profile', 'anna'],
    ['init', '--from-csv', 'rootkey.csv', '--profile', 'new', '--yes'],
    // The one that asks most often: nothing of it is worth the full patience twice.
    ['init', '--yes'],
  ]) {
    it(`${args.join(' ')} ends with 7 within ten seconds, and changes nothing`, async ({home, emulator, mturk}) => {
      writeProfile(home, KEY)
      home.write('.aws/config', '[default]\nregion = us-east-1\n')
      home.write('rootkey.csv', keyCsv(KEY))
      const files = home.snapshot()
      await silence(emulator)
      const start = performance.now()
      const {exit, stdout} = await mturk(...args, '--json', {cwd: home.path})
      expect(exit).toBe(7)
      expect(stdout).toContain(said)
      expect((performance.now() - start) / 1000).toBeLessThan(LIMIT)
      expect(home.snapshot()).toEqual(files)
    })
  }
})
