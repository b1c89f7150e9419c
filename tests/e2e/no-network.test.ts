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

/**
 * Ten seconds are promised. How long a question may take, and all of them together, is tested by the clock in
 * packages/core/src/aws/retry.test.ts; here it is counted how often each is asked, since a machine may be busy with other
 * things for longer than that. What does not end at all is killed (tests/support/child.ts).
 */
const TRIES = 3

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
    const {exit, stdout} = await offline('doctor', '--json')
    const {findings} = JSON.parse(stdout) as {findings: {id: string; severity: string}[]}
    expect(exit).toBe(0)
    expect(new Set(findings.map(({id}) => id))).toEqual(new Set(['region', 'link-production', 'link-sandbox']))
    expect(findings.filter(({severity}) => severity === 'error')).toEqual([])
  })

  for (const args of [
    ['balance'],
    ['balance', '--sandbox'],
    ['iam', 'create-user', 'anna', '--admin-profile', 'default', '--profile', 'anna'],
    ['init', '--from-csv', 'rootkey.csv', '--profile', 'new', '--yes'],
  ]) {
    withoutNetwork(`${args.join(' ')} says that nobody can be reached`, async ({home, offline}) => {
      home.write('rootkey.csv', keyCsv(KEY))
      const given = args.map((word) => (word === 'rootkey.csv' ? home.at(word) : word))
      const files = home.snapshot()
      const {exit, stdout} = await offline(...given, '--json')
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
        exit: 7,
        json: envelope('unreachable', 7, /amazonaws\.com[^]*says nothing about your keys/),
      })
      expect(home.snapshot()).toEqual(files)
    })
  }

  withoutNetwork('link-check says it of both environments', async ({offline}) => {
    const {exit, stdout} = await offline('link-check', '--json')
    expect(exit).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      identity: null,
      environments: [
        {verdict: 'unreachable', message: expect.stringContaining('mturk-requester.us-east-1.amazonaws.com')},
        {verdict: 'unreachable', message: expect.stringContaining('mturk-requester-sandbox.us-east-1.amazonaws.com')},
      ],
    })
  })

  withoutNetwork('init goes through all steps with the stored key, and ends with 7', async ({offline}) => {
    const {exit, stdout} = await offline('init', '--yes', '--json')
    expect(exit).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({
      accessKeyId: KEY.accessKeyId,
      steps: [{id: 'aws-account', state: 'unknown'}, {state: 'done'}, {state: 'unknown'}, {}, {}, {}, {}, {}],
    })
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
    hears: true,
  },
  {
    where: 'an endpoint where nobody listens',
    silence: (emulator: Emulator) => emulator.stop(),
    said: 'refused the connection',
    hears: false,
  },
]

describe.concurrent.each(SILENCE)('with $where', ({silence, said, hears}) => {
  for (const args of [
    ['link-check'],
    ['balance'],
    ['iam', 'create-user', 'anna', '--profile', 'anna'],
    ['init', '--from-csv', 'rootkey.csv', '--profile', 'new', '--yes'],
    // The one that has most to ask: nothing of it is asked again once nobody was heard.
    ['init', '--yes'],
  ]) {
    it(`${args.join(' ')} ends with 7 after three tries, and changes nothing`, async ({home, emulator, mturk}) => {
      writeProfile(home, KEY)
      home.write('.aws/config', '[default]\nregion = us-east-1\n')
      home.write('rootkey.csv', keyCsv(KEY))
      const files = home.snapshot()
      await silence(emulator)
      const {exit, stdout} = await mturk(...args, '--json', {cwd: home.path})
      expect(exit).toBe(7)
      expect(stdout).toContain(said)
      const asked = Map.groupBy(emulator.requests, ({operation, environment}) => `${operation} ${environment ?? ''}`)
      expect(asked.size > 0).toBe(hears)
      for (const requests of asked.values()) expect(requests.length).toBeLessThanOrEqual(TRIES)
      expect(home.snapshot()).toEqual(files)
    })
  }
})
