import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {startMturk} from './support/running.js'

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

/** A shell says 128 and the number of the signal of what it ended; so either is what a script sees. */
const asInShell = ({exit, signal}: {exit: number | null; signal: NodeJS.Signals | null}) =>
  exit ?? SIGNALS.find(([name]) => name === signal)?.[1]

describe('a signal where nothing was begun', {concurrent: true, skip: process.platform === 'win32'}, () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const [signal, expected] of SIGNALS) {
    for (const command of [
      ['balance'],
      ['link-check', '--json'],
      ['init', '--yes'],
      ['init', '--yes', '--json'],
      ['iam', 'create-user', 'anna', '--profile', 'anna', '--admin-profile', 'root'],
    ]) {
      it(`ends with ${expected} at ${signal}, and leaves all as it was: ${command.join(' ')}`, async ({
        home,
        emulator,
      }) => {
        writeProfile(home, userKeyOf(emulator))
        writeProfile(home, emulator.rootKey, 'root')
        emulator.addFault({match: {}, effect: {kind: 'hang'}})
        const before = home.snapshot()
        const running = startMturk(command, {env: {...home.env(), ...emulator.environment()}})
        await emulator.waitForRequest(() => true, {timeoutMs: 20_000})
        running.kill(signal)
        const ended = await running.ended
        expect(asInShell(ended)).toBe(expected)
        expect(ended.stderr).not.toMatch(/fault of mturk|^ +at /m)
        expect(home.snapshot()).toEqual(before)
      })
    }

    it(`ends with ${expected} at ${signal} while it waits for a link`, async ({home, emulator}) => {
      writeProfile(home, userKeyOf(emulator))
      emulator.unlink('sandbox')
      const env = {...home.env(), ...emulator.environment()}
      const running = startMturk(['link-check', '--sandbox', '--wait', '5'], {env})
      await emulator.waitForRequest(({environment, status}) => environment === 'sandbox' && status === 400)
      running.kill(signal)
      expect(asInShell(await running.ended)).toBe(expected)
    })

    it(`ends with ${expected} at ${signal} while init waits for a link, and says nothing of a fault`, async ({
      home,
      emulator,
    }) => {
      emulator.unlink('sandbox')
      const args = ['init', '--from-csv', writeRootKey(home, emulator), '--user-name', 'anna', '--yes', '--wait', '5']
      const running = startMturk(args, {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({environment, status}) => environment === 'sandbox' && status === 400, {
        timeoutMs: 30_000,
      })
      running.kill(signal)
      const ended = await running.ended
      expect(ended).toMatchObject({exit: expected, stderr: expect.stringMatching(/^✖ Stopped\.\n$/)})
      expect(home.list().filter((file) => file.includes('journal'))).toEqual([])
    })
  }
})
