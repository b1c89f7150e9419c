import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {MturkResult} from '../support/mturk.js'
import {writeRootKey} from './support/account.js'
import {envelope} from './support/expected.js'
import {expectFinished} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import type {Scene} from './support/scene.js'
import {killAtRequest} from './support/killed.js'
import {canKillAtWrite, runKilledAt, withoutLocks} from './support/kill-at-write.js'

const INIT = ['init', '--user-name', 'anna', '--profile', 'anna', '--yes', '--json']
const CSV = 'Downloads/rootkey.csv'

/** A home with nothing but the file of the root key, and an account that is linked. */
const withRootKey = it.extend('scene', ({home, emulator, mturk}): Scene => {
  emulator.link('production')
  emulator.link('sandbox')
  writeRootKey(home, emulator)
  return {home, emulator, mturk}
})

function command({home}: Scene): string[] {
  return [...INIT, '--from-csv', home.at(CSV)]
}

/** All requests of a run in which nothing goes wrong; the last three go out side by side. */
const REQUESTS = [
  'GetCallerIdentity',
  'GetCallerIdentity',
  'CreateUser',
  'AttachUserPolicy',
  'PutUserPolicy',
  'CreateAccessKey',
  'GetCallerIdentity',
  'GetCallerIdentity',
  'GetCallerIdentity',
  'GetCallerIdentity',
  'GetAccountBalance',
  'GetAccountBalance',
]

function hasJournal({home}: Scene): boolean {
  return home.list().some((file) => file.endsWith('/123456789012-anna-create-user.json'))
}

/** The next run, as a person would have it: by what the one without the file says, or the same command once more. */
async function runAgain(scene: Scene): Promise<MturkResult> {
  const {home, mturk} = scene
  if (!hasJournal(scene)) return mturk(...command(scene))
  const before = home.snapshot()
  const lost = await mturk(...INIT)
  // The key was stored already: nobody who may administer is needed to forget the journal.
  if (lost.exit === 0) return lost
  expect({exit: lost.exit, json: lost.json}).toEqual({exit: 10, json: envelope('interrupted', 10, /IAM user anna/)})
  expect(home.snapshot()).toEqual(before)
  const commands = commandsIn(lost.json.error.remedy as string)
  expect(commands).toEqual([`mturk init --from-csv ${home.at(CSV)} --user-name anna --profile anna`])
  return typeIn(scene, commands[0] ?? '')
}

/** One user, one key, which is stored; and one run more finds nothing to do. */
async function expectSetUp(scene: Scene, ended: MturkResult): Promise<void> {
  const ours = (list: readonly string[]) => withoutLocks(list).filter((file) => file !== '.aws/config' && file !== CSV)
  await expectFinished(scene, ended, ours)
  expect(scene.home.read('.aws/config')).toBe('[profile anna]\nregion = us-east-1\n')
  const requests = scene.emulator.requests.length
  expect(await scene.mturk(...INIT)).toMatchObject({exit: 0})
  expect(scene.emulator.requests.slice(requests).map(({operation}) => operation)).not.toContain('CreateAccessKey')
}

describe.concurrent('an init that is killed', () => {
  withRootKey('asks nothing that the tests below do not know', async ({scene}) => {
    const {emulator, mturk} = scene
    expect(await mturk(...command(scene))).toMatchObject({exit: 0})
    const asked = emulator.requests.map(({operation}) => operation)
    expect(asked.slice(0, 9)).toEqual(REQUESTS.slice(0, 9))
    expect(asked.slice(9).toSorted()).toEqual(REQUESTS.slice(9).toSorted())
  })

  for (const nth of REQUESTS.keys()) {
    for (const act of ['before', 'after'] as const) {
      withRootKey(`${act} request ${nth + 1} (${REQUESTS[nth]}) acts goes on in the next run`, async ({scene}) => {
        await killAtRequest(scene, command(scene), {nth: nth + 1, act})
        await expectSetUp(scene, await runAgain(scene))
      })
    }
  }
})

/** All writes of a run in which nothing goes wrong, as in the tests of create-user, and those of the region. */
const WRITES = [
  {call: 'fsync', times: 23},
  {call: '/^unlink', times: 7},
] as const

describe.runIf(canKillAtWrite).concurrent('an init that dies at a write', () => {
  for (const {call, times} of WRITES) {
    const name = call.replace('/^', '')
    for (let when = 1; when <= times; when++) {
      withRootKey(`(${name} ${when}) goes on in the next run`, async ({scene}) => {
        expect(await runKilledAt(scene, command(scene), {call, when})).toMatchObject({signal: 'SIGKILL'})
        await expectSetUp(scene, await runAgain(scene))
      })
    }

    withRootKey(`does no more than the ${times} calls of ${name} above`, async ({scene}) => {
      const ended = await runKilledAt(scene, command(scene), {call, when: times + 1})
      expect(ended).toMatchObject({exit: 0, signal: null})
    })
  }
})
