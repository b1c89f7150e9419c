import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild, type Ended} from '../support/child.js'
import {ADMIN, COMMAND, expectFinished, expectLeftHalfMade, typeIn, withAdmin, type Scene} from './support/half-made.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** Kills a process at a system call; Linux only. A constant, so that knip does not look for it among the packages. */
const STRACE = 'strace'
const strace = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0
if (process.platform === 'linux' && !strace)
  console.warn('strace is not on this machine: create-user was NOT killed at its writes.')

/**
 * All writes of a run in which nothing goes wrong, counted at the two system calls between which something new is on the
 * disk: a file is synced before it gets its name, its directory after that, and what is over is unlinked.
 */
const WRITES = [
  {call: 'fsync', times: 19},
  {call: '/^unlink', times: 5},
] as const

/** One thread makes all of these calls, so they can be counted. */
function runKilledAt({home, emulator}: Scene, call: string, when: number): Promise<Ended> {
  const inject = `inject=${call}:signal=KILL:when=${when}`
  const tracing = ['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject]
  const env = {...home.env(), ...emulator.environment(), UV_THREADPOOL_SIZE: '1'}
  return runChild(STRACE, [...tracing, process.execPath, RUN_JS, ...COMMAND, ...ADMIN], {env})
}

/** What a lock leaves where its process dies: it says which process that was, and nothing else. */
function withoutLocks(files: readonly string[]): readonly string[] {
  return files.filter((file) => !/[.-]lock(\.[0-9a-f]{32}\.new)?$/.test(file))
}

function hasJournal({home}: Scene): boolean {
  return home.list().some((file) => file.endsWith('/123456789012-anna-create-user.json'))
}

/** All was done, and nothing is open. */
function expectNothingOpen({home, emulator}: Scene): void {
  const [, stored] = /\[anna\]\naws_access_key_id = (\w+)/.exec(home.read('.aws/credentials')) ?? []
  expect(emulator.state().users).toMatchObject([{userName: 'anna', accessKeys: [{accessKeyId: stored}]}])
  expect(withoutLocks(home.list())).toEqual(['.aws/credentials'])
}

// Without strace they fail in CI, where nothing may be left out unseen.
describe
  .runIf(strace || Boolean(process.env['CI'] && process.platform === 'linux'))
  .concurrent('a create-user that dies at a write', () => {
    for (const {call, times} of WRITES) {
      const name = call.replace('/^', '')
      for (let when = 1; when <= times; when++) {
        withAdmin(`(${name} ${when}) has a key that is known, or is finished by what it says`, async ({scene}) => {
          expect(await runKilledAt(scene, call, when)).toMatchObject({signal: 'SIGKILL'})
          const isBegun = scene.emulator.state().users.length > 0
          if (isBegun && !hasJournal(scene)) return expectNothingOpen(scene)
          const ended = hasJournal(scene)
            ? await typeIn(scene, await expectLeftHalfMade(scene))
            : await scene.mturk(...COMMAND, ...ADMIN)
          await expectFinished(scene, ended, withoutLocks)
        })
      }

      withAdmin(`does no more than the ${times} calls of ${name} above`, async ({scene}) => {
        expect(await runKilledAt(scene, call, times + 1)).toMatchObject({exit: 0, signal: null})
      })
    }
  })
