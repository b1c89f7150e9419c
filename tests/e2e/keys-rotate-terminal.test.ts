import {describe, expect} from 'vitest'
import {atTerminal as it, tmux} from './support/at-terminal.js'
import {expectAllOn, keysOf, sceneOf, USER} from './support/rotation.js'

describe.skipIf(!tmux)('a rotation at a terminal', () => {
  it('shows its steps as they come', async ({home, emulator, terminal}) => {
    const scene = sceneOf(home, emulator)
    const {until, ended} = terminal(['keys', 'rotate'], scene.env)
    const screen = await until('When nothing did:')
    expect(await ended()).toBe(0)
    expect(screen).toMatch(
      /\n  ✔ new key made.*\n  ✔ it works.*\n  ✔ replaced and read back.*\n  ✔ old key deactivated.*\n  ✔ everything/,
    )
  })

  it('asks before it gives up a second key, and takes a no for an answer', async ({home, emulator, terminal}) => {
    const scene = sceneOf(home, emulator)
    const other = emulator.createAccessKey(USER)
    const refused = terminal(['keys', 'rotate'], scene.env)
    const screen = await refused.until(`To delete ${other.accessKeyId} for good, type its id`)
    expect(screen).toMatch(/two keys already[^]*Active[^]*no use known[^]*no place on this machine that is known/)
    refused.press('Enter')
    await refused.until('The answer was no, so nothing was changed.')
    expect(await refused.ended()).toBe(9)
    expect(Object.values(keysOf(emulator))).toEqual(['Active', 'Active'])

    const agreed = terminal(['keys', 'rotate'], scene.env)
    await agreed.until(`To delete ${other.accessKeyId} for good, type its id`)
    agreed.type(other.accessKeyId)
    agreed.press('Enter')
    await agreed.until('When nothing did:')
    expect(await agreed.ended()).toBe(0)
    expect(Object.keys(keysOf(emulator))).not.toContain(other.accessKeyId)
  })

  it('asks before it removes the key of a lost answer', async ({home, emulator, terminal, mturk}) => {
    const scene = sceneOf(home, emulator)
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-after'}})
    expect(await mturk('keys', 'rotate', {env: scene.env})).toMatchObject({exit: 10})
    const {until, press, ended} = terminal(['keys', 'rotate', '--abort'], scene.env)
    await until('Nobody has its secret.')
    press('y', 'Enter')
    await until('Taken back.')
    expect(await ended()).toBe(0)
    await expectAllOn(scene, scene.key.accessKeyId)
  })
})

describe.skipIf(!tmux)('a rotation at a terminal that waits for its key', () => {
  it.override('emulatorOptions', {newKeyDelayMs: 6000})

  it('stops at Ctrl-C, with words, and goes on with what it printed', async ({home, emulator, terminal}) => {
    const scene = sceneOf(home, emulator)
    const {until, press, ended} = terminal(['keys', 'rotate'], scene.env)
    await until('Waiting until the new key works')
    press('C-c')
    const screen = await until('mturk keys rotate --abort')
    expect(screen).toMatch(/Stopped between two steps\. Nothing is lost\.[^]*mturk keys rotate --resume/)
    expect(await ended()).toBe(10)
    const {exit, json} = await scene.mturk('keys', 'rotate', '--resume', '--json')
    expect(exit).toBe(0)
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })
})
