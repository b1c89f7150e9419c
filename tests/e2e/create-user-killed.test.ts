import type {EmulatorKey, Fault} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {startMturk} from './support/running.js'

/** Nobody answers, so the command stands still there until it is killed. */
function standStillAt(operation: string, nth = 1): Fault {
  return {match: {operation, nth}, effect: {kind: 'hang'}}
}

/** IAM acts, and its answer never arrives. */
function loseAnswerOf(operation: string): Fault {
  return {match: {operation}, times: 1, effect: {kind: 'drop-after'}}
}

/** Where the process dies: the request that it waits for then, and what AWS has done by then. */
const POINTS: readonly {when: string; at: string; nth?: number; faults: readonly Fault[]; keys: number | null}[] = [
  {when: 'before CreateUser acts', at: 'CreateUser', faults: [standStillAt('CreateUser')], keys: null},
  {
    when: 'after CreateUser acted, its answer lost',
    at: 'GetUser',
    faults: [loseAnswerOf('CreateUser'), standStillAt('GetUser')],
    keys: 0,
  },
  {when: 'before the policy is attached', at: 'AttachUserPolicy', faults: [standStillAt('AttachUserPolicy')], keys: 0},
  {when: 'before it may rotate its keys', at: 'PutUserPolicy', faults: [standStillAt('PutUserPolicy')], keys: 0},
  {
    when: 'after CreateAccessKey acted, its answer lost',
    at: 'ListAccessKeys',
    faults: [loseAnswerOf('CreateAccessKey'), standStillAt('ListAccessKeys')],
    keys: 1,
  },
  {
    when: 'before the new key was tried',
    at: 'GetCallerIdentity',
    nth: 2,
    faults: [standStillAt('GetCallerIdentity', 2)],
    keys: 1,
  },
  {
    when: 'just before the key is stored',
    at: 'GetCallerIdentity',
    nth: 4,
    faults: [standStillAt('GetCallerIdentity', 4)],
    keys: 1,
  },
]

const COMMAND = ['iam', 'create-user', 'anna', '--profile', 'anna']
const ADMIN = ['--admin-profile', 'admin', '--json']

describe.concurrent('a create-user that is killed', () => {
  for (const {when, at, nth = 1, faults, keys} of POINTS) {
    it(`${when} is finished by the same command, and by nothing less`, async ({home, emulator, mturk}) => {
      writeProfile(home, emulator.rootKey, 'admin')
      for (const fault of faults) emulator.addFault(fault)
      const running = startMturk([...COMMAND, ...ADMIN], {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(() => emulator.requests.filter(({operation}) => operation === at).length === nth, {
        timeoutMs: 20_000,
      })
      running.kill('SIGKILL')
      expect(await running.ended).toMatchObject({signal: 'SIGKILL', stdout: ''})
      expect(emulator.state().users.map(({accessKeys}) => accessKeys.length)).toEqual(keys === null ? [] : [keys])

      // Without somebody who may administer, it says what is left, and how to go on.
      const left = home.snapshot()
      const lost = await mturk(...COMMAND, '--json')
      expect({exit: lost.exit, json: lost.json}).toEqual({exit: 10, json: envelope('interrupted', 10, /IAM user anna/)})
      expect(lost.json.error.remedy).toContain('`mturk iam create-user anna --profile anna`')
      expect(home.snapshot()).toEqual(left)

      const again = await mturk(...COMMAND, ...ADMIN)
      expect(again).toMatchObject({exit: 0, json: {userName: 'anna', storedIn: [inCredentialsFile('anna')]}})
      const {users} = emulator.state()
      expect(users).toMatchObject([
        {userName: 'anna', accessKeys: [{accessKeyId: again.json.accessKeyId, status: 'Active'}]},
      ])
      expect(users[0]?.attachedPolicies).toHaveLength(1)
      expect(Object.keys(users[0]?.inlinePolicies ?? {})).toEqual(['mturk-self-rotation'])
      expect(home.list()).toEqual(['.aws/credentials'])
      const check = await mturk('link-check', '--profile', 'anna', '--json')
      expect(check.json).toMatchObject({accessKeyId: again.json.accessKeyId, identity: {kind: 'user'}})
    })
  }

  it('names the key too, where there is one', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'admin')
    emulator.addFault(standStillAt('GetCallerIdentity', 2))
    const running = startMturk([...COMMAND, ...ADMIN], {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest(
      () => emulator.requests.filter(({operation}) => operation === 'GetCallerIdentity').length === 2,
    )
    running.kill('SIGKILL')
    await running.ended
    const {json} = await mturk(...COMMAND, '--json')
    expect(json.error.message).toContain(emulator.state().users[0]?.accessKeys[0]?.accessKeyId)
  })

  it('needs nobody any more once the key is stored: only the journal is left to be forgotten', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, emulator.rootKey, 'admin')
    emulator.addFault(standStillAt('GetCallerIdentity', 4))
    const running = startMturk([...COMMAND, ...ADMIN], {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest(
      () => emulator.requests.filter(({operation}) => operation === 'GetCallerIdentity').length === 4,
    )
    running.kill('SIGKILL')
    await running.ended
    const journal = home.list().find((file) => file.endsWith('-create-user.json')) ?? ''
    const {key} = (JSON.parse(home.read(journal)) as {state: {key: EmulatorKey}}).state
    // What the next act of that run would have been, with a kill right after it; and the administrator has gone home.
    home.write('.aws/credentials', '')
    writeProfile(home, key, 'anna')

    const before = emulator.requests.length
    const again = await mturk(...COMMAND, '--admin-profile', 'anna', '--json')
    expect(again).toMatchObject({exit: 0, json: {userName: 'anna', accessKeyId: key.accessKeyId}})
    expect(emulator.requests.slice(before).map(({service}) => service)).not.toContain('iam')
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  it('is finished by init, too', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    const csv = home.write(
      'rootkey.csv',
      `Access key ID,Secret access key\n${emulator.rootKey.accessKeyId},${emulator.rootKey.secretAccessKey}\n`,
    )
    const init = ['init', '--from-csv', csv, '--yes', '--json']
    emulator.addFault(standStillAt('PutUserPolicy'))
    const running = startMturk(init, {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest(({operation}) => operation === 'PutUserPolicy', {timeoutMs: 20_000})
    running.kill('SIGKILL')
    await running.ended

    const lost = await mturk('init', '--yes', '--json')
    expect(lost.exit).toBe(10)
    expect(JSON.stringify(lost.json)).toContain('mturk-requester')
    expect(await mturk(...init)).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
    expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}]}])
    expect(home.list()).toEqual(['.aws/config', '.aws/credentials', 'rootkey.csv'])
  })
})

describe('a create-user that is asked to stop', {concurrent: true, skip: process.platform === 'win32'}, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`by ${signal} ends with 10 between two steps, says what is left, and goes on later`, async ({
      home,
      emulator,
      mturk,
    }) => {
      writeProfile(home, emulator.rootKey, 'admin')
      emulator.addFault({match: {operation: 'AttachUserPolicy'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk([...COMMAND, ...ADMIN], {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'AttachUserPolicy', {timeoutMs: 20_000})
      running.kill(signal)
      const {exit, stdout, signal: by} = await running.ended
      expect({exit, by, json: JSON.parse(stdout) as unknown}).toEqual({
        exit: 10,
        by: null,
        json: envelope('interrupted', 10, /anna/),
      })
      expect(await mturk(...COMMAND, ...ADMIN)).toMatchObject({exit: 0})
      expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}]}])
      expect(home.list()).toEqual(['.aws/credentials'])
    })

    it(`by ${signal} before anything was begun ends as a shell expects`, async ({home, emulator}) => {
      writeProfile(home, emulator.rootKey, 'admin')
      emulator.addFault({match: {operation: 'GetCallerIdentity'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk([...COMMAND, ...ADMIN], {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'GetCallerIdentity', {timeoutMs: 20_000})
      running.kill(signal)
      const {exit, stdout} = await running.ended
      const expected = signal === 'SIGINT' ? 130 : 143
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
        exit: expected,
        json: envelope('interrupted', expected),
      })
      expect(emulator.state().users).toEqual([])
      expect(home.list()).toEqual(['.aws/credentials'])
    })
  }
})
