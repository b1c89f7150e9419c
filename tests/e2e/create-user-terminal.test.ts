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

describe.skipIf(!tmux).concurrent('create-user at a terminal, in the place of another key', () => {
  for (const [whose, owner, said] of [
    ['a user', 'old', 'mturk keys deactivate ID --user old --admin-profile root'],
    ['the root user', undefined, 'https://console.aws.amazon.com/iam/home#/security_credentials'],
    ['nobody in this account', null, 'mturk keys list --user NAME --admin-profile root'],
  ] as const) {
    it(`says that the key of ${whose} is as active as it was, and how to switch it off`, async ({
      home,
      emulator,
      terminal,
    }) => {
      emulator.createUser('old')
      const foreign = {accessKeyId: 'AKIASTRANGESTRANGEST', secretAccessKey: 's'.repeat(40)}
      const former = owner === null ? foreign : emulator.createAccessKey(owner)
      writeProfile(home, emulator.rootKey, 'root')
      writeProfile(home, former, 'anna')
      const create = ['iam', 'create-user', 'anna', '--admin-profile', 'root', '--profile', 'anna']
      const {until, press, ended, screen} = terminal(create)
      await until('Replace it there?')
      press('y', 'Enter')
      expect(await ended()).toBe(0)
      expect(screen()).toContain(`${former.accessKeyId.slice(-4)} that stood there before is as active as it was`)
      expect(screen()).toContain(said.replace('ID', former.accessKeyId))
      expect(screen()).not.toContain(former.secretAccessKey)
    })
  }
})
