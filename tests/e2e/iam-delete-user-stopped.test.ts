import {describe, expect} from 'vitest'
import {withoutUse, writeProfile} from './support/account.js'
import {DELETE, makeAnna, SURELY, userNames} from './support/deletion.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {withAdmin} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import type {Scene} from './support/scene.js'
import {startMturk} from './support/running.js'

describe.concurrent('an administrator who lacks the right', () => {
  const RIGHTS = ['UpdateAccessKey', 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteAccessKey', 'DeleteUser']

  function giveBossWithout({home, emulator}: Pick<Scene, 'home' | 'emulator'>, right: string): void {
    const Statement = [
      {Effect: 'Allow', Action: 'iam:*', Resource: '*'},
      {Effect: 'Deny', Action: `iam:${right}`, Resource: '*'},
    ]
    emulator.createUser('boss', {inlinePolicies: {most: {Version: '2012-10-17', Statement}}})
    writeProfile(home, emulator.createAccessKey('boss'), 'boss')
  }

  for (const right of ['GetUser', 'ListMFADevices', 'ListUserTags', ...RIGHTS.slice(0, 1)]) {
    withAdmin(`iam:${right} is told so with 5, and nothing was changed`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await makeAnna(scene)
      giveBossWithout(scene, right)
      const [account, files] = [withoutUse(emulator), Object.keys(home.snapshot())]
      const {exit, json} = await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'boss', '--yes', '--json')
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, `iam:${right}`)})
      expect(json.error.message).toContain('Asked as user/boss')
      expect(json.error.remedy).toContain('`mturk iam delete-user anna --admin-profile PROFILE`')
      expect(withoutUse(emulator)).toEqual(account)
      expect(Object.keys(home.snapshot())).toEqual(files)
    })
  }

  for (const right of RIGHTS.slice(1)) {
    withAdmin(`iam:${right} is told with 10 what is left, and one who has it finishes`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      const accessKeyId = await makeAnna(scene)
      giveBossWithout(scene, right)
      const {exit, json} = await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'boss', '--yes', '--json')
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, `iam:${right}`)})
      expect(json.error.message).toMatch(/The IAM user anna is half deleted in account 1234-5678-9012/)
      expect(json.error.message).toContain(accessKeyId)
      const finished = await mturk(...DELETE, '--json')
      expect(finished).toMatchObject({exit: 0, json: {deleted: true, deletedKeys: [accessKeyId]}})
      expect(userNames(emulator)).toEqual(['boss'])
      expect(home.list()).toEqual(['.aws/credentials'])
    })
  }
})

/** All requests of a deletion in which nothing goes wrong, from the first one that changes. */
const REQUESTS = ['UpdateAccessKey', 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteAccessKey', 'DeleteUser']

describe.concurrent('a delete-user that is killed', () => {
  for (const operation of REQUESTS) {
    for (const act of ['before', 'after'] as const) {
      withAdmin(`${act} ${operation} acts is finished by what it says then`, async ({scene}) => {
        const {home, emulator, mturk} = scene
        const accessKeyId = await makeAnna(scene)
        const heal = emulator.addFault({
          match: {operation},
          effect: {kind: act === 'before' ? 'hang' : 'hang-after'},
        })
        const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
        await emulator.waitForRequest((request) => request.operation === operation, {timeoutMs: 30_000})
        running.kill('SIGKILL')
        expect(await running.ended).toMatchObject({signal: 'SIGKILL', stdout: ''})
        heal()

        const lost = await mturk('iam', 'delete-user', 'anna', '--json')
        expect(lost).toMatchObject({exit: 10, json: envelope('interrupted', 10, /IAM user anna is half deleted/)})
        expect(lost.json.error.message).toContain(accessKeyId)
        const commands = commandsIn(lost.json.error.remedy as string)
        expect(commands).toEqual(['mturk iam delete-user anna --admin-profile admin'])
        const dry = await mturk(...DELETE, '--dry-run', '--json')
        expect(dry).toMatchObject({exit: 0, json: {deleted: false, deletedKeys: [accessKeyId]}})

        expect(await typeIn(scene, commands[0] ?? '')).toMatchObject({
          exit: 0,
          json: {deleted: true, deletedKeys: [accessKeyId], leftIn: [inCredentialsFile('anna')]},
        })
        expect(emulator.state().users).toEqual([])
        expect(home.list()).toEqual(['.aws/credentials'])
      })
    }
  }

  withAdmin('leaves no right over another user who gets the name afterwards', async ({scene}) => {
    const {home, emulator, mturk} = scene
    await makeAnna(scene)
    const heal = emulator.addFault({match: {operation: 'DeleteUser'}, effect: {kind: 'hang-after'}})
    const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest(({operation}) => operation === 'DeleteUser', {timeoutMs: 30_000})
    running.kill('SIGKILL')
    await running.ended
    heal()
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
    const {exit, json} = await mturk(...DELETE, '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
    expect(userNames(emulator)).toEqual(['anna'])
    expect(home.list()).toEqual(['.aws/credentials'])
  })
})

describe('a delete-user that is asked to stop', {concurrent: true, skip: process.platform === 'win32'}, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    withAdmin(`by ${signal} ends with 10 between two steps, and goes on later`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await makeAnna(scene)
      emulator.addFault({match: {operation: 'DetachUserPolicy'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'DetachUserPolicy', {timeoutMs: 30_000})
      running.kill(signal)
      const {exit, stdout} = await running.ended
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna/)})
      expect(await mturk(...DELETE, '--json')).toMatchObject({exit: 0, json: {deleted: true}})
    })
  }
})

describe.concurrent('a deletion whose request', () => {
  for (const operation of REQUESTS) {
    withAdmin(`${operation} gets no answer is carried out all the same`, async ({scene}) => {
      const {emulator, mturk} = scene
      await makeAnna(scene)
      const from = emulator.requests.length
      emulator.addFault({match: {operation}, times: 1, effect: {kind: 'drop-after'}})
      expect(await mturk(...SURELY)).toMatchObject({exit: 0, json: {deleted: true}})
      expect(emulator.requests.slice(from).filter((each) => each.operation === operation)).toHaveLength(2)
      expect(emulator.state().users).toEqual([])
    })
  }

  withAdmin(
    'DeleteUser comes after somebody put the user into a group ends with 10, and leaves the user',
    async ({scene}) => {
      const {emulator, mturk, home} = scene
      await makeAnna(scene)
      const heal = emulator.addFault({match: {operation: 'DeleteUser'}, effect: {kind: 'hang'}})
      const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'DeleteUser', {timeoutMs: 30_000})
      running.kill('SIGKILL')
      await running.ended
      heal()
      emulator.createGroup('lab', {members: ['anna']})
      const {exit, json} = await mturk(...DELETE, '--json')
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna now has the group lab/)})
      expect(userNames(emulator)).toEqual(['anna'])
    },
  )
})
