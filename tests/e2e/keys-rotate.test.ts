import {chmodSync, rmSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {changesIn, withoutUse} from './support/account.js'
import {envelope} from './support/expected.js'
import {
  consoleOf,
  expectAllOn,
  filesWith,
  idsIn,
  journalOf,
  keysOf,
  overwrite,
  PLACES,
  readVault,
  type Scene,
  USER,
  VAULT,
  withScene,
  writeVault,
} from './support/rotation.js'
import {linkPlugins, writePlugin} from './support/plugins.js'

describe.concurrent('mturk keys rotate', () => {
  withScene(
    'puts a new key into every place of every backend, and switches the old one off (pain 37)',
    async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      const {exit, json} = await mturk('keys', 'rotate', '--json')
      const newId = json.newKey.accessKeyId as string
      expect({exit, json}).toEqual({
        exit: 0,
        json: {
          rotated: true,
          userName: USER,
          oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'},
          newKey: {accessKeyId: newId},
          storedIn: PLACES.map((display) => expect.objectContaining({display, writable: true}) as object),
          pending: [],
          warnings: expect.any(Array) as unknown[],
        },
      })
      expect(newId).not.toBe(key.accessKeyId)
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Inactive', [newId]: 'Active'})
      await expectAllOn(scene, newId)
      expect(filesWith(home, key.secretAccessKey)).toEqual([])
      expect(home.list().filter((file) => /journal\//.test(file))).toEqual([])
    },
  )

  withScene('finds the places of a plugin that was attached with plugins link', async ({scene}) => {
    const {home, mturk, key} = scene
    rmSync(home.at('data'), {recursive: true})
    const folder = writePlugin(home, {name: 'mturk-plugin-vault', hook: VAULT})
    expect(await mturk('plugins', 'link', '--yes', folder)).toMatchObject({exit: 0})
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'}}})
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })

  withScene('also replaces the key that psiTurk kept in a file of its own, and in ~/.aws/config', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const file = `[AWS Access]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\naws_region = us-east-1\n`
    home.write('.psiturkconfig', file)
    // Here a profile is spelled with a word before it, and Boto takes names of any case.
    home.write(
      '.aws/config',
      `[profile team]\nAWS_Access_Key_ID=${key.accessKeyId}\nAWS_SECRET_ACCESS_KEY : ${key.secretAccessKey}\nregion = us-east-1\n`,
    )
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Inactive'}, pending: []}})
    expect(json.storedIn).toHaveLength(PLACES.length + 2)
    expect(home.read('.psiturkconfig')).toContain(json.newKey.accessKeyId)
    expect(home.read('.aws/config')).toContain(`[profile team]\nAWS_Access_Key_ID=${json.newKey.accessKeyId}\n`)
    expect(home.read('.psiturkconfig')).toContain('aws_region = us-east-1')
    expect(filesWith(home, key.secretAccessKey)).toEqual([])
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
  })

  withScene('twice at the same time rotates once, and tells the other one why', async ({scene}) => {
    const {emulator, mturk} = scene
    const both = await Promise.all([1, 2].map(() => mturk('keys', 'rotate', '--json')))
    const [done, other] = both.toSorted((one, another) => Number(one.exit) - Number(another.exit))
    expect(done?.exit).toBe(0)
    // At work, just begun by the other, or done already: then there are two keys.
    expect([7, 9, 10]).toContain(other?.exit)
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
    await expectAllOn(scene, done?.json.newKey.accessKeyId as string)
  })

  withScene('says each step and how to go back, and never a secret (pain 31)', async ({scene}) => {
    const {home, mturk, key} = scene
    const {exit, stdout, stderr} = await mturk('keys', 'rotate', {env: {DEBUG: '*'}})
    expect(exit).toBe(0)
    const places = PLACES.map((place, index) => `  ${index === 0 ? 'It is stored in' : ' '.repeat(15)}  ${place}\n`)
    expect(stdout).toContain(places.join(''))
    for (const line of [
      /^Rotating \*{16}\w{4} of user\/anna \(created \d{4}-\d\d-\d\d, today\)\n/,
      /✔ new key made {23}\*{16}\w{4}\n/,
      /✔ it works +3 of 3 tries, (at once|after \d+ s) · production linked · sandbox linked\n/,
      /✔ replaced and read back +4 of 4 places\n/,
      /✔ old key deactivated +still there, inactive, in case something was missed\n/,
      /✔ everything checked with the new key\n/,
    ]) {
      expect(stdout).toMatch(line)
    }
    expect(stdout).toMatch(new RegExp(`Done. If something breaks: +mturk keys activate ${key.accessKeyId}\n`))
    expect(stdout).toMatch(new RegExp(`When nothing did: +mturk keys delete ${key.accessKeyId} `))
    const secrets = [key.secretAccessKey, readVault(home)['team']?.secretAccessKey ?? '']
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
  })

  withScene('only tells what it would do with --dry-run', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeVault(home, {team: {...key, readOnly: true}})
    const before = [home.snapshot(), withoutUse(emulator)]
    const {exit, json} = await mturk('keys', 'rotate', '--dry-run', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {
        dryRun: true,
        rotated: false,
        oldKey: {accessKeyId: key.accessKeyId, status: 'Active'},
        newKey: null,
        wouldStoreIn: PLACES.slice(0, 3).map((display) => ({display})),
        pending: [{display: 'vault team', writable: false}],
      },
    })
    const {stdout} = await mturk('keys', 'rotate', '--dry-run')
    expect(stdout).toContain('vault team · cannot be written: it is sealed')
    expect(stdout).toMatch(/Other machines/)
    expect(stdout).toMatch(/leave the old key active: .*\nWhether IAM lets it make a key .*\nNothing was changed\./)
    expect([home.snapshot(), withoutUse(emulator)]).toEqual(before)
  })

  withScene('deletes the old key where --delete-old says so, and then again and again (pain 35)', async ({scene}) => {
    const {emulator, mturk, key} = scene
    const first = await mturk('keys', 'rotate', '--delete-old', '--yes', '--json')
    expect(first).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: key.accessKeyId, status: 'Deleted'}}})
    const second = await mturk('keys', 'rotate', '--delete-old', '--yes', '--json')
    expect(second).toMatchObject({exit: 0, json: {oldKey: first.json.newKey as object}})
    const newId = second.json.newKey.accessKeyId as string
    expect(keysOf(emulator)).toEqual({[newId]: 'Active'})
    await expectAllOn(scene, newId)
  })

  withScene('leaves the old key active where --keep-old-active says so', async ({scene}) => {
    const {emulator, mturk, key} = scene
    const {exit, json} = await mturk('keys', 'rotate', '--keep-old-active', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Active'}, pending: []}})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [json.newKey.accessKeyId as string]: 'Active'})
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })

  withScene('gives up what the last rotation left, but not for a bare --yes (pain 35)', async ({scene}) => {
    const {emulator, mturk, key} = scene
    const {json} = await mturk('keys', 'rotate', '--json')
    const changes = changesIn(emulator.requests).length
    const bare = await mturk('keys', 'rotate', '--yes', '--json')
    expect({exit: bare.exit, json: bare.json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /two keys/)})
    expect(bare.json.error.remedy).toContain('--delete-old')
    // The two questions whether the key may, about nobody's key.
    expect(changesIn(emulator.requests).slice(changes)).toEqual(['UpdateAccessKey', 'DeleteAccessKey'])

    const named = await mturk('keys', 'rotate', '--yes', '--delete-key', key.accessKeyId, '--json')
    expect(named).toMatchObject({exit: 0, json: {oldKey: {...json.newKey, status: 'Inactive'}}})
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
    expect(Object.keys(keysOf(emulator))).not.toContain(key.accessKeyId)
  })

  for (const status of ['Active', 'Inactive'] as const) {
    withScene(
      `never gives up an other key that is ${status} and kept somewhere, unless it is named`,
      async ({scene}) => {
        const {home, emulator, mturk, key} = scene
        const other = emulator.createAccessKey(USER)
        writeVault(home, {team: key, other})
        await consoleOf(emulator).updateAccessKey(USER, other.accessKeyId, status)
        for (const flags of [['--yes'], ['--yes', '--delete-old'], []]) {
          const {exit, json} = await mturk('keys', 'rotate', ...flags, '--json')
          expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /two keys/)})
          expect(json.error.remedy).toContain(`--delete-key ${other.accessKeyId}`)
        }
        expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [other.accessKeyId]: status})
        const {exit, json} = await mturk('keys', 'rotate', '--delete-key', other.accessKeyId, '--json')
        if (status === 'Active') {
          expect({exit, json}).toEqual({
            exit: 9,
            json: envelope('answer_needed', 9, /in use on this machine: vault other/),
          })
          expect(json.error.remedy).toContain(`mturk keys deactivate ${other.accessKeyId}`)
          expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [other.accessKeyId]: 'Active'})
          return
        }
        expect(exit).toBe(0)
        expect(Object.keys(keysOf(emulator))).not.toContain(other.accessKeyId)
      },
    )
  }

  withScene('takes for --delete-key only the other key of the user', async ({scene}) => {
    const {emulator, mturk, key} = scene
    for (const id of [key.accessKeyId, emulator.rootKey.accessKeyId, 'AKIAIOSFODNN7EXAMPLE']) {
      const {exit, json} = await mturk('keys', 'rotate', '--delete-key', id, '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, new RegExp(id))})
    }
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
  })
})

describe.concurrent('a place that cannot be rotated', () => {
  withScene('keeps the old key active, and is named with what to do', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeVault(home, {team: {...key, readOnly: true}})
    const {exit, stdout} = await mturk('keys', 'rotate')
    expect(exit).toBe(0)
    expect(stdout).toContain('! old key left active                vault team (it is sealed) still holds it\n')
    expect(stdout).toMatch(new RegExp(`Change it there, then: +mturk keys deactivate ${key.accessKeyId}\n`))
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Active'})
    expect(idsIn(home).slice(0, 3)).not.toContain(key.accessKeyId)
    expect(readVault(home)['team']?.accessKeyId).toBe(key.accessKeyId)
    expect(journalOf(home)).toBeUndefined()
  })

  withScene('is overruled by --deactivate-old, but nothing is deleted that it holds', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeVault(home, {team: {...key, readOnly: true}})
    const {exit, json} = await mturk('keys', 'rotate', '--deactivate-old', '--delete-old', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {oldKey: {status: 'Inactive'}, pending: [{display: 'vault team'}]},
    })
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Inactive'})
  })

  withScene('stops everything before it begins, where it is the only one', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    home.write('.aws/credentials', '')
    home.write('.boto', '')
    writeVault(home, {team: {...key, readOnly: true}})
    const {exit, json} = await mturk('keys', 'rotate', '--user', USER, '--admin-profile', 'admin', '--json', {
      env: {AWS_SHARED_CREDENTIALS_FILE: adminFile(scene)},
    })
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /vault team: it is sealed/)})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
  })

  withScene('is a backend that fails: it stops there, unless that is ignored', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeVault(home, {broken: true, team: key})
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 7, json: envelope('unreachable', 7, /Vault \(vault\) .*jammed/)})
    expect(json.error.remedy).toContain('--ignore-backend vault')
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})

    const ignoring = await mturk('keys', 'rotate', '--ignore-backend', 'vault', '--json')
    expect(ignoring).toMatchObject({exit: 0, json: {oldKey: {status: 'Active'}, pending: []}})
    expect(ignoring.json.warnings.join('\n')).toContain('Vault')
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Active'})
    expect(await mturk('keys', 'rotate', '--ignore-backend', 'nobody', '--json')).toMatchObject({exit: 2})
  })

  withScene('is a backend that is not set up: it is skipped with a note', async ({scene}) => {
    const {home, env, mturk} = scene
    const probe = "probe: async () => ({state: 'needs-setup', reason: 'it has no address', remedy: 'Give it one.'}),"
    const plugins = linkPlugins(home, [
      {name: 'mturk-plugin-vault', hook: VAULT},
      {name: 'mturk-plugin-far', hook: VAULT.replaceAll("'vault'", "'far'").replace(/probe: .*,\n/, `${probe}\n`)},
    ])
    const {exit, json} = await mturk('keys', 'rotate', '--json', {env: {...env, ...plugins}})
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Inactive'}}})
    expect(json.warnings.join('\n')).toContain('it has no address')
  })

  withScene('is one that somebody changes meanwhile: it is not overwritten', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const other = {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'somebody+else/s'}
    // While it waits for the new key to work.
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'delay', ms: 400}})
    const running = mturk('keys', 'rotate', '--json')
    await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
    writeVault(home, {team: other})
    const {exit, json} = await running
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {oldKey: {status: 'Active'}, pending: [{display: 'vault team'}]},
    })
    expect(json.storedIn).toHaveLength(3)
    expect(readVault(home)['team']).toEqual(other)
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Active'})
  })

  withScene('is the environment: whoever has the key there is told so before anything', async ({scene}) => {
    const {emulator, mturk, key} = scene
    const env = {AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey}
    const {exit, json} = await mturk('keys', 'rotate', '--json', {env})
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /AWS_ACCESS_KEY_ID/)})
    expect(json.error.remedy).toMatch(/unset AWS_ACCESS_KEY_ID[^]*--profile NAME/)
    expect(emulator.requests).toEqual([])
    // Named, the profile's key is rotated, and the variable is one more place that cannot be changed.
    const named = await mturk('keys', 'rotate', '--profile', 'lab', '--json', {env})
    expect(named).toMatchObject({exit: 0, json: {oldKey: {status: 'Active'}, pending: [{backend: 'env'}]}})
  })

  withScene('is changed at the same time by the AWS CLI: both changes are there', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const file = home.at('.aws/credentials')
    const running = mturk('keys', 'rotate', '--json')
    await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
    overwrite(file, (text) => `${text}[theirs]\naws_access_key_id = AKIATHEIRSTHEIRSTHEI\naws_secret_access_key = x\n`)
    const {exit, json} = await running
    expect(exit).toBe(0)
    expect(home.read('.aws/credentials')).toContain('[theirs]')
    expect(home.read('.aws/credentials').split(json.newKey.accessKeyId as string)).toHaveLength(3)
  })

  withScene('is a file whose mode and comments stay', async ({scene}) => {
    const {home, mturk, key} = scene
    overwrite(home.at('.aws/credentials'), (text) => `# mine\n${text}`)
    chmodSync(home.at('.aws/credentials'), 0o640)
    const before = home.read('.aws/credentials')
    const {json} = await mturk('keys', 'rotate', '--json')
    const after = home.read('.aws/credentials')
    const newSecret = readVault(home)['team']?.secretAccessKey ?? ''
    expect(
      after.replaceAll(json.newKey.accessKeyId as string, key.accessKeyId).replaceAll(newSecret, key.secretAccessKey),
    ).toBe(before)
    expect(home.mode('.aws/credentials')).toBe('640')
  })
})

/** A profile of the administrator, the root user, in a file of its own. */
function adminFile({home, emulator}: Pick<Scene, 'home' | 'emulator'>): string {
  const {accessKeyId, secretAccessKey} = emulator.rootKey
  return home.write(
    'admin',
    `[admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )
}
