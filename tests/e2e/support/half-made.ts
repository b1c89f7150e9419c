import {expect} from 'vitest'
import {it} from '../../support/fixtures.js'
import type {MturkResult} from '../../support/mturk.js'
import {writeProfile} from './account.js'
import {envelope, inCredentialsFile} from './expected.js'
import {killAtRequest, startIn} from './killed.js'
import {commandsIn} from './printed-commands.js'
import type {Running} from './running.js'
import type {Scene} from './scene.js'

/** What the tests of a killed create-user run. The administrator stands in the profile `admin`. */
export const COMMAND = ['iam', 'create-user', 'anna', '--profile', 'anna']
export const ADMIN = ['--admin-profile', 'admin', '--json']

/** A home in which the administrator, the root user, has a profile of its own. */
export const withAdmin = it.extend('scene', ({home, emulator, mturk}): Scene => {
  writeProfile(home, emulator.rootKey, 'admin')
  return {home, emulator, mturk}
})

export function startCreateUser(scene: Scene): Running {
  return startIn(scene, [...COMMAND, ...ADMIN])
}

export function killCreateUser(scene: Scene, nth: number, act: 'before' | 'after'): Promise<void> {
  return killAtRequest(scene, [...COMMAND, ...ADMIN], {nth, act})
}

/** Without somebody who may administer, it says with 10 what is left, and how to go on; answers the printed command. */
export async function expectLeftHalfMade({home, emulator, mturk}: Scene): Promise<string> {
  const before = home.snapshot()
  const lost = await mturk(...COMMAND, '--json')
  expect({exit: lost.exit, json: lost.json}).toEqual({exit: 10, json: envelope('interrupted', 10, /IAM user anna/)})
  const journal = Object.keys(before).find((file) => file.endsWith('-create-user.json')) ?? ''
  const {key} = (JSON.parse(home.read(journal)) as {state: {key?: {accessKeyId: string}}}).state
  if (key) expect(lost.json.error.message).toContain(key.accessKeyId)
  expect(home.snapshot()).toEqual(before)
  const commands = commandsIn(lost.json.error.remedy as string)
  expect(commands).toEqual(['mturk iam create-user anna --profile anna --admin-profile admin'])
  expect(emulator.state().users.length).toBeLessThan(2)
  return commands[0] ?? ''
}

/**
 * One user with one key, which is the one that is stored; nothing of ours is left in the home.
 *
 * @param files what of the home's files counts
 */
export async function expectFinished(
  {home, emulator, mturk}: Scene,
  ended: MturkResult,
  files: (list: readonly string[]) => readonly string[] = (list) => list,
): Promise<void> {
  expect(ended).toMatchObject({exit: 0, json: {userName: 'anna', storedIn: [inCredentialsFile('anna')]}})
  const {users} = emulator.state()
  expect(users).toMatchObject([
    {userName: 'anna', accessKeys: [{accessKeyId: ended.json.accessKeyId as string, status: 'Active'}]},
  ])
  expect(users[0]?.attachedPolicies).toHaveLength(1)
  expect(Object.keys(users[0]?.inlinePolicies ?? {})).toEqual(['mturk-self-rotation'])
  expect(files(home.list())).toEqual(['.aws/credentials'])
  const check = await mturk('link-check', '--profile', 'anna', '--json')
  expect(check.json).toMatchObject({accessKeyId: ended.json.accessKeyId as string, identity: {kind: 'user'}})
}
