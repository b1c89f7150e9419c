import {describe, expect} from 'vitest'
import {ADMIN, COMMAND, expectFinished, expectLeftHalfMade, withAdmin} from './support/half-made.js'
import {typeIn} from './support/printed-commands.js'
import type {Scene} from './support/scene.js'
import {canKillAtWrite, runKilledAt, withoutLocks} from './support/kill-at-write.js'

/**
 * All writes of a run in which nothing goes wrong, counted at the two system calls between which something new is on the
 * disk: a file is synced before it gets its name, its directory after that, and what is over is unlinked.
 */
const WRITES = [
  {call: 'fsync', times: 19},
  {call: '/^unlink', times: 5},
] as const

function hasJournal({home}: Scene): boolean {
  return home.list().some((file) => file.endsWith('/123456789012-anna-create-user.json'))
}

/** All was done, and nothing is open. */
function expectNothingOpen({home, emulator}: Scene): void {
  const [, stored] = /\[anna\]\naws_access_key_id = (\w+)/.exec(home.read('.aws/credentials')) ?? []
  expect(emulator.state().users).toMatchObject([{userName: 'anna', accessKeys: [{accessKeyId: stored}]}])
  expect(withoutLocks(home.list())).toEqual(['.aws/credentials'])
}

describe.runIf(canKillAtWrite).concurrent('a create-user that dies at a write', () => {
  for (const {call, times} of WRITES) {
    const name = call.replace('/^', '')
    for (let when = 1; when <= times; when++) {
      withAdmin(`(${name} ${when}) has a key that is known, or is finished by what it says`, async ({scene}) => {
        expect(await runKilledAt(scene, [...COMMAND, ...ADMIN], {call, when})).toMatchObject({signal: 'SIGKILL'})
        const isBegun = scene.emulator.state().users.length > 0
        if (isBegun && !hasJournal(scene)) return expectNothingOpen(scene)
        const ended = hasJournal(scene)
          ? await typeIn(scene, await expectLeftHalfMade(scene))
          : await scene.mturk(...COMMAND, ...ADMIN)
        await expectFinished(scene, ended, withoutLocks)
      })
    }

    withAdmin(`does no more than the ${times} calls of ${name} above`, async ({scene}) => {
      expect(await runKilledAt(scene, [...COMMAND, ...ADMIN], {call, when: times + 1})).toMatchObject({
        exit: 0,
        signal: null,
      })
    })
  }
})
