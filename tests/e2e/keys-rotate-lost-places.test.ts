import {rmSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {
  commandsOf,
  expectAllOn,
  filesWith,
  idsIn,
  journalOf,
  keysOf,
  readVault,
  withScene,
  writeVault,
  type Scene,
} from './support/rotation.js'
import {startMturk} from './support/running.js'

const BOTO = '.aws/credentials'

/** The n-th UpdateAccessKey switches the old key off: the first one is a question about nobody's key. */
const OFF = {operation: 'UpdateAccessKey', nth: 2} as const

/** The same of DeleteAccessKey, with `--delete-old`. */
const GONE = {operation: 'DeleteAccessKey', nth: 2} as const

async function killAt(
  {emulator, env}: Scene,
  match: typeof OFF | typeof GONE,
  kind: 'hang' | 'hang-after' = 'hang-after',
): Promise<void> {
  const heal = emulator.addFault({match, effect: {kind}})
  const running = startMturk(['keys', 'rotate', ...(match === GONE ? ['--delete-old'] : [])], {env})
  const isThere = () => emulator.requests.filter(({operation}) => operation === match.operation).length >= match.nth
  await emulator.waitForRequest(isThere, {timeoutMs: 30_000})
  running.kill('SIGKILL')
  await running.ended
  heal()
}

function loseAllPlaces({home}: Scene): void {
  rmSync(home.at(BOTO))
  rmSync(home.at('.boto'))
  home.write('vault.json', '{}')
}

describe.concurrent('a rotation whose places are changed by others', () => {
  for (const [match, ...flags] of [[OFF], [OFF, '--delete-old'], [GONE, '--delete-old']] as const) {
    withScene(
      `gives the new key once more to a file that an old copy was written over (${match.operation} ${flags.join(' ')})`,
      async ({scene}) => {
        const {home, emulator, env} = scene
        const file = match === GONE ? '.boto' : BOTO
        const stale = home.read(file)
        const heal = emulator.addFault({match, effect: {kind: 'delay', ms: 1500}})
        const running = startMturk(['keys', 'rotate', '--yes', '--json', ...flags], {env})
        const isThere = () =>
          emulator.requests.filter(({operation}) => operation === match.operation).length >= match.nth
        await emulator.waitForRequest(isThere, {timeoutMs: 30_000})
        home.write(file, stale)
        const {exit, stdout} = await running.ended
        heal()
        const json = JSON.parse(stdout) as {newKey: {accessKeyId: string}}
        expect({exit, json}).toMatchObject({exit: 0, json: {rotated: true, pending: []}})
        await expectAllOn(scene, json.newKey.accessKeyId)
      },
    )
  }

  withScene('gives the new key once more before the old one is deleted, also in a later run', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const stale = home.read(BOTO)
    await killAt(scene, GONE, 'hang')
    home.write(BOTO, stale)
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Deleted'}, pending: []}})
    expect(Object.keys(keysOf(emulator))).not.toContain(key.accessKeyId)
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })

  for (const how of ['--resume', '--abort'] as const) {
    withScene(`stores the key where it was, if every place lost it before ${how}`, async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      await killAt(scene, OFF)
      const made = Object.keys(keysOf(emulator)).find((id) => id !== key.accessKeyId) ?? ''
      loseAllPlaces(scene)
      const {exit, json} = await mturk('keys', 'rotate', how, '--yes', '--json')
      expect({exit, json}).toMatchObject({exit: 0, json: {rotated: how === '--resume'}})
      const right = how === '--resume' ? made : key.accessKeyId
      expect(keysOf(emulator)[right]).toBe('Active')
      expect(home.read(BOTO)).toContain(right)
      expect(await mturk('balance', '--json')).toMatchObject({exit: 0})
    })
  }

  withScene('keeps its journal where no place takes the key any more', async ({scene}) => {
    const {home, key, mturk, emulator} = scene
    await killAt(scene, OFF)
    loseAllPlaces(scene)
    rmSync(home.at('.aws'), {recursive: true})
    home.write('.aws', 'in the way')
    const {exit, json} = await mturk('keys', 'rotate', '--abort', '--yes', '--json')
    expect({exit, code: json.error?.code as unknown}).toEqual({exit: 10, code: 'interrupted'})
    expect(journalOf(home)).toMatchObject({state: {oldKey: {accessKeyId: key.accessKeyId}}})
    expect(keysOf(emulator)[key.accessKeyId]).toBe('Active')
    expect(filesWith(home, key.secretAccessKey)).toHaveLength(1)
  })
  withScene(
    'keeps its journal where each place holds another key by now, until nothing needs its own',
    async ({scene}) => {
      const {home, key, mturk, emulator} = scene
      await killAt(scene, OFF)
      emulator.createUser('boss', {policies: ['IAMFullAccess']})
      loseAllPlaces(scene)
      const theirs = emulator.createAccessKey('boss')
      writeVault(home, {team: theirs})
      for (const profile of ['default', 'lab']) writeProfile(home, theirs, profile)
      home.write('.boto', `[Credentials]\naws_access_key_id = ${theirs.accessKeyId}\naws_secret_access_key = x\n`)
      const before = home.read(BOTO)
      const {exit, json} = await mturk('keys', 'rotate', '--abort', '--json')
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /it holds another key by now/)})
      expect(json.error.remedy).toContain(
        `aws iam delete-access-key --user-name anna --access-key-id ${key.accessKeyId}`,
      )
      expect(home.read(BOTO)).toBe(before)
      expect(filesWith(home, key.secretAccessKey)).toHaveLength(1)
    },
  )

  withScene(
    'goes back where it can, and keeps the new key active for a place that cannot be written',
    async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      await killAt(scene, OFF)
      const {team} = readVault(home)
      const made = team?.accessKeyId ?? ''
      writeVault(home, {team: {...team, readOnly: true}})
      const {exit, stdout} = await mturk('keys', 'rotate', '--abort')
      expect({exit, stdout}).toMatchObject({exit: 0})
      expect(stdout).toMatch(/vault team: it is sealed[^]*stays active[^]*mturk keys delete \w+/)
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [made]: 'Active'})
      expect(idsIn(home)).toEqual([key.accessKeyId, key.accessKeyId, key.accessKeyId, made])
      expect(journalOf(home)).toBeUndefined()
    },
  )

  withScene('keeps the new key active, too, where a backend is not to be asked', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, OFF)
    const vault = readVault(home)
    writeVault(home, {...vault, broken: true})
    const {exit, json} = await mturk('keys', 'rotate', '--abort', '--ignore-backend', 'vault', '--json')
    const newKey = {accessKeyId: vault['team']?.accessKeyId, status: 'Active'}
    expect({exit, json}).toMatchObject({exit: 0, json: {rotated: false, newKey, pending: [{display: 'vault team'}]}})
    expect(Object.values(keysOf(emulator))).toEqual(['Active', 'Active'])
    expect(home.read(BOTO)).toContain(key.accessKeyId)
  })

  withScene('lets a person go either way where no place can be given the old key back', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, OFF)
    const {team} = readVault(home)
    for (const file of ['.aws', '.boto']) rmSync(home.at(file), {recursive: true})
    home.write('.aws', 'in the way')
    writeVault(home, {team: {...team, readOnly: true}})
    const {exit, json} = await mturk('keys', 'rotate', '--abort', '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /vault team \(it holds the new key\)/)})
    expect(commandsOf(json)).toEqual(['mturk keys rotate --resume', 'mturk keys rotate --abort'])
    expect(Object.values(keysOf(emulator))).toEqual(['Active', 'Active'])
    writeVault(home, {team})
    expect(await mturk('keys', 'rotate', '--abort', '--json')).toMatchObject({exit: 0, json: {rotated: false}})
    expect(readVault(home)['team']).toMatchObject({accessKeyId: key.accessKeyId})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
  })

  withScene('is finished where sections of a file were renamed since', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, OFF, 'hang')
    home.write(BOTO, home.read(BOTO).replace('[lab]', '[group]').replace('[default]', '[mine]'))
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {rotated: true}})
    expect(json.pending.map(({display}: {display: string}) => display)).toEqual([
      '~/.aws/credentials [default]',
      '~/.aws/credentials [lab]',
    ])
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Inactive'})
  })

  withScene('leaves no key active, or behind, for a place that holds nothing any more', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, OFF)
    rmSync(home.at('.boto'))
    const {exit, stdout} = await mturk('keys', 'rotate', '--resume', '--yes', '--delete-old')
    expect({exit, stdout}).toMatchObject({exit: 0})
    expect(stdout).not.toContain('active again')
    expect(stdout).toMatch(/^! ~\/\.boto \[Credentials\]: it holds no key any more$/m)
    const [made = '', ...others] = Object.keys(keysOf(emulator))
    expect(others).toEqual([])
    expect(home.read(BOTO)).not.toContain(key.accessKeyId)
    expect(readVault(home)['team']?.accessKeyId).toBe(made)
  })
})
