import type {EmulatorKey, Fault} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {
  ADMIN,
  COMMAND,
  expectFinished,
  expectLeftHalfMade,
  killCreateUser,
  startCreateUser,
  withAdmin,
} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import {startMturk} from './support/running.js'

/** Nobody answers, so the command stands still there until it is killed. */
function standStillAt(operation: string, nth = 1): Fault {
  return {match: {operation, nth}, effect: {kind: 'hang'}}
}

/** IAM acts, and its answer never arrives. */
function loseAnswerOf(operation: string): Fault {
  return {match: {operation}, times: 1, effect: {kind: 'drop-after'}}
}

/** All requests of a run in which nothing goes wrong. */
const REQUESTS = [
  'GetCallerIdentity',
  'CreateUser',
  'AttachUserPolicy',
  'PutUserPolicy',
  'CreateAccessKey',
  'GetCallerIdentity',
  'GetCallerIdentity',
  'GetCallerIdentity',
]

/** What follows where CreateAccessKey is refused, and everything is undone. */
const UNDOING = [...REQUESTS.slice(0, 5), 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteUser']

describe.concurrent('a create-user that is killed', () => {
  it('asks nothing that the tests below do not know', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'admin')
    expect(await mturk(...COMMAND, ...ADMIN)).toMatchObject({exit: 0})
    expect(emulator.requests.map(({operation}) => operation)).toEqual(REQUESTS)
  })

  for (const [index, operation] of REQUESTS.entries()) {
    for (const act of ['before', 'after'] as const) {
      withAdmin(`${act} request ${index + 1}, ${operation}, acts is finished by what it says then`, async ({scene}) => {
        const {mturk} = scene
        await killCreateUser(scene, index + 1, act)
        if (index === 0) return expectFinished(scene, await mturk(...COMMAND, ...ADMIN))
        const command = await expectLeftHalfMade(scene)
        await expectFinished(scene, await typeIn(scene, command))
      })
    }
  }

  for (const [index, operation] of UNDOING.entries()) {
    if (index < 5) continue
    for (const act of ['before', 'after'] as const) {
      withAdmin(`while it undoes, ${act} ${operation} acts, is finished by what it says then`, async ({scene}) => {
        const {emulator} = scene
        const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
        emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: denied})
        await killCreateUser(scene, index + 1, act)
        expect(emulator.requests.map((request) => request.operation)).toEqual(UNDOING.slice(0, index + 1))
        const command = await expectLeftHalfMade(scene)
        await expectFinished(scene, await typeIn(scene, command))
      })
    }
  }

  for (const [lost, at, keys] of [
    ['CreateUser', 'GetUser', 0],
    ['CreateAccessKey', 'ListAccessKeys', 1],
  ] as const) {
    withAdmin(`when the answer of ${lost} was lost is finished by what it says then`, async ({scene}) => {
      const {emulator} = scene
      for (const fault of [loseAnswerOf(lost), standStillAt(at)]) emulator.addFault(fault)
      const running = startCreateUser(scene)
      await emulator.waitForRequest(({operation}) => operation === at, {timeoutMs: 30_000})
      running.kill('SIGKILL')
      await running.ended
      expect(emulator.state().users).toMatchObject([{accessKeys: {length: keys}}])
      const command = await expectLeftHalfMade(scene)
      await expectFinished(scene, await typeIn(scene, command))
    })
  }

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

  for (const [what, typed, begun, asked] of [
    [
      'another profile and policy',
      ['--profile', 'zz', '--policy', 'read-only'],
      /--profile anna and with --policy full/,
      /--profile zz and with --policy read-only/,
    ],
    ['another backend', ['--backend', 'env'], /with --backend boto-files/, /with --backend env/],
    ['no right to rotate', ['--no-self-rotation'], /without --no-self-rotation/, /it with --no-self-rotation/],
    [
      'a boundary',
      ['--permissions-boundary', 'arn:aws:iam::aws:policy/X'],
      /without --permissions-boundary/,
      /arn:aws:iam::aws:policy\/X/,
    ],
    ['a user who is there', ['--adopt'], /without --adopt/, /it with --adopt/],
  ] as const) {
    withAdmin(`is not finished for somebody who asks for ${what}, and says what would finish it`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await killCreateUser(scene, 4, 'after')
      const journal = home.list().find((file) => file.endsWith('-create-user.json')) ?? ''
      const [before, account] = [home.read(journal), withoutUse(emulator)]
      let command = ''
      for (const more of [['--json'], [...ADMIN, '--dry-run'], ADMIN]) {
        const {exit, json} = await mturk('iam', 'create-user', 'anna', ...typed, ...more)
        expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, begun)})
        expect(json.error.message).toMatch(asked)
        command = commandsIn(json.error.remedy)[0] ?? ''
        expect(command).toBe('mturk iam create-user anna --profile anna --backend boto-files --admin-profile admin')
      }
      expect([home.read(journal), withoutUse(emulator)]).toEqual([before, account])
      await expectFinished(scene, await typeIn(scene, command))
    })
  }

  withAdmin('is finished by the same flags, and by none', async ({scene}) => {
    for (const flags of [['--profile', 'anna', '--policy', 'full', '--path', '/'], []]) {
      await killCreateUser(scene, scene.emulator.requests.length + 4, 'after')
      await expectFinished(scene, await scene.mturk('iam', 'create-user', 'anna', ...flags, ...ADMIN))
      expect(await scene.mturk('iam', 'delete-user', 'anna', '--yes', ...ADMIN)).toMatchObject({exit: 0})
      scene.home.write('.aws/credentials', '')
      writeProfile(scene.home, scene.emulator.rootKey, 'admin')
    }
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
