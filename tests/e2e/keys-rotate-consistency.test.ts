import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {Home} from '../support/home.js'
import {envelope} from './support/expected.js'
import {
  commandsOf,
  expectAllOn,
  filesWith,
  idsIn,
  journalOf,
  keysOf,
  newKeySleeps,
  PLACES,
  USER,
  withScene,
} from './support/rotation.js'
import {startMturk} from './support/running.js'

describe.concurrent('a new key that does not work yet', () => {
  withScene.override('emulatorOptions', {newKeyDelayMs: 5000})

  withScene('is waited for, and nothing counts on it before (pain 36)', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const running = mturk('keys', 'rotate')
    await emulator.waitForRequest(
      ({operation, errorCode}) => operation === 'GetCallerIdentity' && errorCode === 'InvalidClientTokenId',
      {timeoutMs: 30_000},
    )
    expect(idsIn(home)).toEqual(PLACES.map(() => key.accessKeyId))
    const {exit, stdout} = await running
    expect(exit).toBe(0)
    expect(stdout).toMatch(/it works +3 of 3 tries, after \d s/)
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
  })
})

describe.concurrent('a new key that flaps', () => {
  withScene.override('emulatorOptions', {
    newKeyAnswers: [true, false, true, true, false, true, true, true, true, true, false, false, true, false],
  })

  withScene('counts only when it worked three times in a row, and may sign again later (pain 36)', async ({scene}) => {
    const {emulator, mturk} = scene
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Inactive'}}})
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })
})

describe.concurrent('Mechanical Turk', () => {
  withScene.override('emulatorOptions', {})

  const silent: readonly (readonly [string, RegExp, (emulator: Emulator) => void])[] = [
    [
      'closed',
      /production service closed: STS decided · sandbox service closed: STS decided/,
      (emulator) => emulator.closeService(),
    ],
    [
      'unreachable',
      /production unreachable: STS decided · sandbox unreachable: STS decided/,
      (emulator) => void emulator.addFault({match: {service: 'mturk'}, effect: {kind: 'drop-before'}}),
    ],
    ['not linked', /production linked · sandbox not linked, as before/, (emulator) => emulator.unlink('sandbox')],
  ]
  for (const [what, words, prepare] of silent) {
    withScene(`that is ${what} does not stand in the way of a rotation`, async ({scene}) => {
      const {emulator, mturk, key} = scene
      prepare(emulator)
      const {exit, stdout} = await mturk('keys', 'rotate')
      expect(exit).toBe(0)
      expect(stdout).toMatch(words)
      expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Inactive'})
    })
  }

  withScene('that says worse to the new key sends everything back', async ({scene}) => {
    const {emulator, mturk, key} = scene
    const running = mturk('keys', 'rotate', '--json')
    await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
    emulator.unlink('production')
    const {exit, json} = await running
    expect({exit, json}).toEqual({
      exit: 6,
      json: envelope('not_linked', 6, /new key \S+ production says not_linked; .* said ok/),
    })
    expect(json.error.message).toContain('Everything is as it was')
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    emulator.link('production')
    await expectAllOn(scene, key.accessKeyId)
  })

  withScene('that says worse only when the old key is off gets the old one back everywhere', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const notLinked = {
      kind: 'error',
      status: 400,
      code: 'RequestError',
      turkErrorCode: 'AWS.AccountNotLinked',
      message: 'To use the MTurk API, you will need an Amazon Web Services (AWS) Account.',
    } as const
    // Two for the old key, two for the new one; these are asked with the old one switched off.
    emulator.addFault({
      match: {operation: 'GetAccountBalance', environment: 'production', nth: 3},
      times: 99,
      effect: notLinked,
    })
    const {exit, stdout, stderr} = await mturk('keys', 'rotate')
    expect(exit).toBe(6)
    expect(stdout).toMatch(/old key deactivated[^]*✖ the new key is not good[^]*✔ old key active again/)
    expect(stderr).toContain('Everything is as it was')
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    expect(idsIn(home)).toEqual(PLACES.map(() => key.accessKeyId))
    expect(journalOf(home)).toBeUndefined()
    expect(filesWith(home, key.secretAccessKey)).toEqual(['.aws/credentials', '.boto', 'vault.json'])
  })

  withScene('that says worse once and then no more is asked again', async ({scene}) => {
    const {emulator, mturk} = scene
    const denied = {kind: 'error', status: 403, code: 'AccessDeniedException', message: 'Not yet.'} as const
    emulator.addFault({match: {operation: 'GetAccountBalance', nth: 3}, effect: denied})
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 0, json: {oldKey: {status: 'Inactive'}}})
  })

  withScene(
    'and STS that are silent when the old key is off leave both active, and it is finished later',
    async ({scene}) => {
      const {emulator, mturk, key} = scene
      emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 7}, times: 3, effect: {kind: 'drop-before'}})
      const {exit, json} = await mturk('keys', 'rotate', '--json')
      expect({exit, json}).toEqual({
        exit: 10,
        json: envelope('interrupted', 10, /closed the connection[^]*Nothing is lost/),
      })
      expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Active'})
      const resumed = await mturk('keys', 'rotate', '--resume', '--json')
      expect(resumed).toMatchObject({exit: 0, json: {oldKey: {status: 'Inactive'}}})
      await expectAllOn(scene, resumed.json.newKey.accessKeyId as string)
    },
  )
})

describe.concurrent('a key that is rotated by two at once', () => {
  withScene('in two homes: one wins, the other says so and changes nothing', async ({scene}) => {
    const {home, emulator, env, key} = scene
    const other = new Home()
    try {
      for (const file of ['.aws/credentials', '.boto']) other.write(file, home.read(file))
      // Whoever made a key is not done before the other one was refused, at its look or when it would make one.
      const asleep = newKeySleeps(scene)
      const homes = [
        {home, env, before: home.snapshot()},
        {home: other, env: {...other.env(), ...emulator.environment()}, before: other.snapshot()},
      ]
      const running = homes.map(async (each) => {
        const {exit, stdout} = await startMturk(['keys', 'rotate', '--yes', '--json'], {env: each.env}).ended
        return {...each, exit, json: JSON.parse(stdout) as unknown}
      })
      const wakeUp = await asleep
      await Promise.race(running)
      wakeUp()
      const ends = await Promise.all(running)
      const [winner, loser] = ends.toSorted((one, another) => (one.exit ?? 0) - (another.exit ?? 0))
      expect(winner).toMatchObject({exit: 0, json: {rotated: true, oldKey: {status: 'Inactive'}}})
      expect(loser).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /two keys .*no third/)})
      const files = Object.keys(loser?.before ?? {})
      const after = loser?.home.snapshot() ?? {}
      expect(Object.fromEntries(files.map((file) => [file, after[file]]))).toEqual(loser?.before)
      expect(journalOf(other) ?? journalOf(home)).toBeUndefined()
      expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
      expect(Object.keys(keysOf(emulator))).toContain(key.accessKeyId)
    } finally {
      other.remove()
    }
  })

  withScene('by somebody’s hand meanwhile: the keys are listed, and nothing was changed', async ({scene}) => {
    const {home, emulator, env, mturk, key} = scene
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'delay', ms: 1000}})
    const running = startMturk(['keys', 'rotate', '--user', USER, '--json'], {env})
    await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
    const theirs = emulator.createAccessKey(USER)
    const {exit, stdout} = await running.ended
    const json = JSON.parse(stdout) as {error: {message: string; remedy: string}}
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /another key appeared/)})
    expect(json.error.message).toMatch(
      new RegExp(`${key.accessKeyId.slice(-4)} \\(Active.*${theirs.accessKeyId.slice(-4)} \\(Active.*this one is new`),
    )
    expect(json.error.message).toMatch(/Nothing was changed\.$/)
    expect(commandsOf(json)).toEqual(['mturk keys list --user anna'])
    expect(json.error.remedy).toContain(`--delete-key ${theirs.accessKeyId}`)
    expect(idsIn(home)).toEqual(PLACES.map(() => key.accessKeyId))
    expect(journalOf(home)).toBeUndefined()
    const again = await mturk('keys', 'rotate', '--delete-key', theirs.accessKeyId, '--json')
    expect(again).toMatchObject({exit: 0, json: {rotated: true}})
  })
})
