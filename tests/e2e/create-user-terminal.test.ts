import {describe, expect} from 'vitest'
import {writeProfile} from './support/account.js'
import {atTerminal as it, tmux} from './support/at-terminal.js'

describe.skipIf(!tmux)('create-user at a terminal', () => {
  // The key does not begin to work for a while, so that somebody loses patience while the spinner turns.
  it.override('emulatorOptions', {newKeyDelayMs: 6000})

  it('stops at Ctrl-C while it waits, with words, and goes on with what it printed', async ({
    home,
    emulator,
    terminal,
    mturk,
  }) => {
    writeProfile(home, emulator.rootKey, 'root')
    const {until, press, ended} = terminal([
      'iam',
      'create-user',
      'anna',
      '--admin-profile',
      'root',
      '--profile',
      'anna',
    ])
    await until('Waiting until the key works')
    press('C-c')
    const screen = await until('Stopped between two steps. Nothing is lost.')
    expect(await ended()).toBe(10)
    expect(screen).toContain('mturk iam create-user anna --profile anna --admin-profile root')
    expect(home.list().filter((file) => file.endsWith('.lock'))).toEqual([])

    const next = await mturk('iam', 'create-user', 'anna', '--profile', 'anna', '--admin-profile', 'root', '--json')
    expect(next).toMatchObject({exit: 0, json: {userName: 'anna'}})
    expect(emulator.state().users.flatMap(({accessKeys}) => accessKeys)).toHaveLength(1)
  })
})
