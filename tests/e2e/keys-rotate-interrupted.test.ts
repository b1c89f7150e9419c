import {execSync} from 'node:child_process'
import {chmodSync, linkSync, renameSync, symlinkSync, writeFileSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {
  commandsOf,
  consoleOf,
  expectAllOn,
  filesWith,
  idsIn,
  journalOf,
  keysOf,
  newKeySleeps,
  PLACES,
  readVault,
  USER,
  withScene,
  writeVault,
  type Scene,
} from './support/rotation.js'
import {startMturk} from './support/running.js'

const BOTH = ['mturk keys rotate --resume', 'mturk keys rotate --abort']

/** Lets it come to the n-th request for this operation and stand still there, acted or not; then it dies. */
async function killAt(
  {emulator, env}: Scene,
  operation: string,
  {nth = 1, act = 'before', words = []}: {nth?: number; act?: 'before' | 'after'; words?: readonly string[]} = {},
): Promise<void> {
  const heal = emulator.addFault({match: {operation, nth}, effect: {kind: act === 'before' ? 'hang' : 'hang-after'}})
  const running = startMturk(['keys', 'rotate', ...words], {env})
  const isThere = () => emulator.requests.filter((request) => request.operation === operation).length >= nth
  await emulator.waitForRequest(isThere, {timeoutMs: 30_000})
  running.kill('SIGKILL')
  expect(await running.ended).toMatchObject({signal: 'SIGKILL'})
  heal()
}

/** Where a rotation may die, and what its journal then says. The first UpdateAccessKey is a question about nobody's key. */
const DEATHS = [
  {step: 'creating', at: 'CreateAccessKey', act: 'before', nth: 1},
  {step: 'creating', at: 'CreateAccessKey', act: 'after', nth: 1},
  {step: 'created', at: 'GetCallerIdentity', act: 'before', nth: 4},
  {step: 'created', at: 'GetAccountBalance', act: 'before', nth: 3},
  {step: 'deactivating', at: 'UpdateAccessKey', act: 'before', nth: 2},
  {step: 'deactivating', at: 'UpdateAccessKey', act: 'after', nth: 2},
  {step: 'deactivating', at: 'GetCallerIdentity', act: 'before', nth: 7},
] as const

describe.concurrent('a rotation that was killed', () => {
  for (const {step, at, act, nth} of DEATHS) {
    for (const how of ['--resume', '--abort'] as const) {
      withScene(`${act} ${at} acted for the ${nth}. time is ended by ${how} (pain 34)`, async ({scene}) => {
        const {home, emulator, mturk, key} = scene
        await killAt(scene, at, {nth, act})
        expect(journalOf(home)).toMatchObject({state: {step, oldKey: {accessKeyId: key.accessKeyId}}})
        const open = await mturk('keys', 'rotate', '--yes', '--json')
        expect({exit: open.exit, json: open.json}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna/)})
        expect(commandsOf(open.json)).toEqual(BOTH)

        const {exit, json} = await mturk('keys', 'rotate', how, '--yes', '--json')
        expect({exit, json}).toMatchObject({exit: 0, json: {rotated: how === '--resume', pending: []}})
        if (how === '--resume') {
          expect(keysOf(emulator)).toEqual({
            [key.accessKeyId]: 'Inactive',
            [json.newKey.accessKeyId as string]: 'Active',
          })
          await expectAllOn(scene, json.newKey.accessKeyId as string)
          expect(filesWith(home, key.secretAccessKey)).toEqual([])
        } else {
          expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
          await expectAllOn(scene, key.accessKeyId)
        }
        const again = await mturk('keys', 'rotate', '--yes', '--delete-old', '--json')
        expect(again).toMatchObject({exit: 0, json: {oldKey: {status: 'Deleted'}}})
        await expectAllOn(scene, again.json.newKey.accessKeyId as string)
      })
    }
  }

  withScene('on the way back goes back, whichever of the two is typed', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, 'UpdateAccessKey', {nth: 2, act: 'after'})
    await killAt(scene, 'DeleteAccessKey', {nth: 2, act: 'after', words: ['--abort']})
    expect(journalOf(home)).toMatchObject({state: {direction: 'back'}})
    const open = await mturk('keys', 'rotate', '--json')
    expect(commandsOf(open.json)).toEqual(['mturk keys rotate --abort'])
    expect(await mturk('keys', 'rotate', '--resume', '--json')).toMatchObject({exit: 0, json: {rotated: false}})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    await expectAllOn(scene, key.accessKeyId)
  })
})

describe.concurrent('an answer to CreateAccessKey that was lost', () => {
  for (const kind of ['drop-after', 'fail-after'] as const) {
    withScene(`(${kind}) leaves one key, which --resume --yes removes`, async ({scene}) => {
      const {emulator, mturk, key} = scene
      const effect = kind === 'drop-after' ? {kind} : ({kind, status: 500} as const)
      emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect})
      const lost = await mturk('keys', 'rotate', '--json')
      expect({exit: lost.exit, json: lost.json}).toEqual({
        exit: 10,
        json: envelope('interrupted', 10, /may have been made/),
      })
      expect(emulator.requests.filter(({operation}) => operation === 'CreateAccessKey')).toHaveLength(1)
      const orphan = Object.keys(keysOf(emulator)).find((id) => id !== key.accessKeyId) ?? ''

      const bare = await mturk('keys', 'rotate', '--resume', '--json')
      expect({exit: bare.exit, json: bare.json}).toEqual({
        exit: 9,
        json: envelope('answer_needed', 9, new RegExp(orphan)),
      })
      expect(commandsOf(bare.json)).toEqual(['mturk keys rotate --resume --yes', 'mturk keys rotate --abort --yes'])
      expect(Object.keys(keysOf(emulator))).toContain(orphan)

      const {exit, json} = await mturk('keys', 'rotate', '--resume', '--yes', '--json')
      expect(exit).toBe(0)
      expect(Object.keys(keysOf(emulator))).toEqual([key.accessKeyId, json.newKey.accessKeyId])
      await expectAllOn(scene, json.newKey.accessKeyId as string)
    })
  }

  withScene('is nobody else’s key: one that stands in a place here stays, used or not', async ({scene}) => {
    const {emulator, mturk, key} = scene
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-before'}})
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 10})
    const theirs = emulator.createAccessKey(USER)
    writeVault(scene.home, {...readVault(scene.home), theirs})
    const named = ['--yes', '--delete-key', theirs.accessKeyId]
    const {exit, json} = await mturk('keys', 'rotate', '--abort', ...named, '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {rotated: false, newKey: null}})
    expect(json.warnings.join('\n')).toContain(`${theirs.accessKeyId} was made meanwhile, and stands in vault theirs`)
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [theirs.accessKeyId]: 'Active'})
  })

  withScene('is nobody else’s key: one that was used stays', async ({scene}) => {
    const {emulator, mturk, key} = scene
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-before'}})
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 10})
    const theirs = emulator.createAccessKey(USER)
    writeVault(scene.home, {...readVault(scene.home), theirs})
    expect(
      await mturk('link-check', '--json', {
        env: {AWS_ACCESS_KEY_ID: theirs.accessKeyId, AWS_SECRET_ACCESS_KEY: theirs.secretAccessKey},
      }),
    ).toMatchObject({exit: 0})
    const {exit, json} = await mturk('keys', 'rotate', '--abort', '--yes', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {rotated: false, newKey: null}})
    expect(json.warnings.join('\n')).toContain(theirs.accessKeyId)
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [theirs.accessKeyId]: 'Active'})
  })

  withScene(
    'is told by the server’s clock: a key of another minute is only removed when it is named',
    async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-after'}})
      expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 10})
      // As if it had been asked for two minutes ago.
      const {file} = journalOf(home) ?? {file: ''}
      const journal = JSON.parse(home.read(file)) as {state: {intent: {at: string}}}
      journal.state.intent.at = new Date(Date.parse(journal.state.intent.at) - 120_000).toISOString()
      home.write(file, JSON.stringify(journal))
      const [, orphan = ''] = Object.keys(keysOf(emulator))
      for (const how of ['--resume', '--abort']) {
        const {exit, json} = await mturk('keys', 'rotate', how, '--yes', '--json')
        expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /cannot be told for certain/)})
        expect(json.error.remedy).toContain(`--delete-key ${orphan}`)
      }
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [orphan]: 'Active'})
      const named = await mturk('keys', 'rotate', '--abort', '--yes', '--delete-key', orphan, '--json')
      expect(named).toMatchObject({exit: 0})
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    },
  )

  withScene('is ours although this computer’s clock is wrong', async ({scene}) => {
    const {emulator, mturk, key} = scene
    // Four minutes: AWS takes the signatures still.
    emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds: 240}})
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-after'}})
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 10})
    expect(await mturk('keys', 'rotate', '--abort', '--yes', '--json')).toMatchObject({exit: 0})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
  })
})

describe.concurrent('a rotation that was left open', () => {
  withScene('is found by the doctor, with what ends it', async ({scene}) => {
    const {mturk} = scene
    const ids = (json: {findings: {id: string; remedy: string}[]}) =>
      json.findings.filter(({id}) => id === 'open-rotation')
    expect(ids((await mturk('doctor', '--offline', '--json')).json)).toEqual([])
    await killAt(scene, 'GetCallerIdentity', {nth: 4})
    const [found] = ids((await mturk('doctor', '--offline', '--json')).json)
    expect(commandsOf({error: {remedy: found?.remedy ?? null}})).toEqual(BOTH)
    expect(await mturk('keys', 'rotate', '--abort', '--json')).toMatchObject({exit: 0})
    expect(ids((await mturk('doctor', '--offline', '--json')).json)).toEqual([])
  })

  withScene('has no successor where there is none, and says so', async ({scene}) => {
    for (const how of ['--resume', '--abort']) {
      const {exit, json} = await scene.mturk('keys', 'rotate', how, '--yes', '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /No rotation is open/)})
    }
  })

  withScene('is worked on by one process at a time', async ({scene}) => {
    const {env, mturk} = scene
    const asleep = newKeySleeps(scene)
    const running = startMturk(['keys', 'rotate', '--json'], {env})
    const wakeUp = await asleep
    const others = [[], ['--resume'], ['--abort']].map((words) => mturk('keys', 'rotate', ...words, '--yes', '--json'))
    for (const {exit, json} of await Promise.all(others)) {
      expect({exit, json}).toEqual({exit: 7, json: envelope('locked', 7, /anna .* being worked on/)})
    }
    wakeUp()
    expect(await running.ended).toMatchObject({exit: 0})
  })

  withScene('is finished by what the journal says, whatever the profile is by now', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, 'GetCallerIdentity', {nth: 4})
    const env = {AWS_PROFILE: 'lab', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x'}
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'}}})
    expect(new Set(idsIn(home))).toEqual(new Set([json.newKey.accessKeyId]))
    expect(Object.values(keysOf(emulator))).toEqual(['Inactive', 'Active'])
  })

  withScene('also replaces the key in a place that appeared since', async ({scene}) => {
    const {home, mturk, key} = scene
    await killAt(scene, 'GetCallerIdentity', {nth: 4})
    writeProfile(home, key, 'late')
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect(exit).toBe(0)
    expect(json.storedIn.map(({display}: {display: string}) => display)).toContain('~/.aws/credentials [late]')
    expect(home.read('.aws/credentials')).not.toContain(key.accessKeyId)
  })

  withScene('names a place that is gone since, and leaves no key active for it', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, 'GetCallerIdentity', {nth: 4})
    writeVault(home, {})
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {oldKey: {status: 'Inactive'}, pending: [{display: 'vault team'}]},
    })
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Inactive'})
  })

  withScene('stores the new key where the old one was, if all of its places lost it since', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    await killAt(scene, 'GetCallerIdentity', {nth: 4})
    for (const file of ['.aws/credentials', '.boto']) home.write(file, '')
    writeVault(home, {})
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {rotated: true, oldKey: {status: 'Inactive'}}})
    expect(home.read('.aws/credentials')).toContain(json.newKey.accessKeyId)
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Inactive', [json.newKey.accessKeyId]: 'Active'})
    expect(journalOf(home)).toBeUndefined()
  })

  withScene('is finished although the old key was deleted by hand', async ({scene}) => {
    const {emulator, mturk, key} = scene
    await killAt(scene, 'UpdateAccessKey', {nth: 2})
    await consoleOf(emulator).deleteAccessKey(USER, key.accessKeyId)
    const abort = await mturk('keys', 'rotate', '--abort', '--json')
    expect({exit: abort.exit, json: abort.json}).toEqual({
      exit: 10,
      json: envelope('interrupted', 10, /old key .* is gone/),
    })
    expect(commandsOf(abort.json)).toEqual(['mturk keys rotate --resume'])
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {status: 'Deleted'}}})
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })

  withScene('ends for good where the user was deleted by hand', async ({scene}) => {
    const {home, emulator, mturk} = scene
    writeProfile(home, emulator.rootKey, 'admin')
    await killAt(scene, 'UpdateAccessKey', {nth: 2, words: ['--admin-profile', 'admin']})
    const iam = consoleOf(emulator)
    for (const id of Object.keys(keysOf(emulator))) await iam.deleteAccessKey(USER, id)
    for (const arn of await iam.listAttachedUserPolicies(USER)) await iam.detachUserPolicy(USER, arn)
    for (const name of await iam.listUserPolicies(USER)) await iam.deleteUserPolicy(USER, name)
    await iam.deleteUser(USER)
    const {exit, json} = await mturk('keys', 'rotate', '--abort', '--json')
    expect({exit, json}).toEqual({exit: 4, json: envelope('bad_key_id', 4, /user anna is gone/)})
    expect(journalOf(home)).toBeUndefined()
  })

  withScene('says with whom it can go on where the administrator has gone home', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const before = home.read('.aws/credentials')
    writeProfile(home, emulator.rootKey, 'admin')
    await killAt(scene, 'UpdateAccessKey', {nth: 2, words: ['--user', USER, '--admin-profile', 'admin']})
    const withAdmin = home.read('.aws/credentials')
    home.write('.aws/credentials', withAdmin.replace(/\[admin\]\n.*\n.*\n/, ''))
    const {exit, json} = await mturk('keys', 'rotate', '--resume', '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /admin/)})
    expect(commandsOf(json)).toEqual(BOTH.map((command) => `${command} --user ${USER} --admin-profile PROFILE`))
    home.write('.aws/credentials', withAdmin)
    const printed = await mturk('keys', 'rotate', '--json')
    expect(commandsOf(printed.json)).toEqual(BOTH.map((command) => `${command} --user ${USER} --admin-profile admin`))
    const done = await mturk('keys', 'rotate', '--abort', '--json')
    expect(done).toMatchObject({exit: 0, json: {rotated: false, oldKey: {accessKeyId: key.accessKeyId}}})
    expect(home.read('.aws/credentials')).toContain(before)
  })

  for (const [what, forge] of [
    ['a link', (file: string) => (renameSync(file, `${file}.away`), symlinkSync(`${file}.away`, file))],
    ['a file with two names', (file: string) => linkSync(file, `${file}.copy`)],
    ['readable by others', (file: string) => chmodSync(file, 0o644)],
    ['of another shape', (file: string) => writeFileSync(file, '{"version":1}')],
  ] as const) {
    withScene(`is not trusted where its journal is ${what}`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await killAt(scene, 'GetCallerIdentity', {nth: 4})
      forge(home.at(journalOf(home)?.file ?? ''))
      const before = emulator.requests.length
      for (const words of [['--resume'], ['--abort'], []]) {
        const {exit, json} = await mturk('keys', 'rotate', ...words, '--yes', '--json')
        expect({exit, json}).toEqual({exit: 3, json: envelope('unsafe_journal', 3)})
      }
      expect(emulator.requests.length).toBe(before)
    })
  }

  withScene(
    'whose journal is cut off stops what changes keys; what only looks goes on and says so',
    async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      const other = emulator.createAccessKey(USER)
      const name = `${emulator.accountId}-${USER}-rotate.json`
      home.write(`data/journal/${name}`, '{"version":1,')
      chmodSync(home.at(`data/journal/${name}`), 0o600)
      chmodSync(home.at('data/journal'), 0o700)
      const {exit, json} = await mturk('keys', 'deactivate', other.accessKeyId, '--json')
      expect({exit, json}).toEqual({exit: 3, json: envelope('unsafe_journal', 3, /cut off or damaged/)})
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active', [other.accessKeyId]: 'Active'})

      const shown = await mturk('keys', 'list')
      expect(shown.exit).toBe(0)
      expect(shown.stdout).toMatch(/! .*rotate\.json is no journal[^]*mv -i .*\.kept/)
      expect(shown.stdout).not.toContain('mturk keys deactivate')
      const {json: found} = await mturk('doctor', '--json')
      const byId = new Map((found.findings as {id: string; remedy: string}[]).map((finding) => [finding.id, finding]))
      expect(byId.get('untrusted-journal')?.remedy).toContain('mturk keys list')
      expect(byId.get('second-key')?.remedy).not.toContain('keys deactivate')

      const away = /`(mv -i .*)`/.exec(json.error.remedy as string)?.[1] ?? ''
      execSync(away)
      expect(await mturk('keys', 'deactivate', other.accessKeyId, '--json')).toMatchObject({exit: 0})
      const {json: after} = await mturk('doctor', '--offline', '--json')
      const kept = {id: 'kept-journal', file: expect.stringMatching(/rotate\.json\.kept$/) as unknown}
      expect(after.findings).toEqual(expect.arrayContaining([expect.objectContaining(kept)]))
    },
  )
})

describe('a rotation that is asked to stop', {concurrent: true, skip: process.platform === 'win32'}, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    withScene(`by ${signal} stops between two steps, says how it stands, and goes on later`, async ({scene}) => {
      const {home, emulator, env, mturk, key} = scene
      emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk(['keys', 'rotate'], {env})
      await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
      running.kill(signal)
      const {exit, signal: by, stderr} = await running.ended
      expect({exit, by}).toEqual({exit: 10, by: null})
      expect(stderr).toMatch(/Stopped between two steps\. Nothing is lost\. Every place still works with \*{16}\w{4}/)
      for (const command of BOTH) expect(stderr).toContain(command)
      expect(idsIn(home)).toEqual(PLACES.map(() => key.accessKeyId))
      const {exit: finished, json} = await mturk('keys', 'rotate', '--resume', '--json')
      expect(finished).toBe(0)
      await expectAllOn(scene, json.newKey.accessKeyId as string)
    })

    withScene(`by ${signal} before anything was begun ends as a shell expects`, async ({scene}) => {
      const {home, emulator, env, key} = scene
      emulator.addFault({match: {operation: 'GetCallerIdentity'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk(['keys', 'rotate', '--json'], {env})
      await emulator.waitForRequest(({operation}) => operation === 'GetCallerIdentity', {timeoutMs: 30_000})
      running.kill(signal)
      const {exit, stdout} = await running.ended
      expect(exit).toBe(signal === 'SIGINT' ? 130 : 143)
      expect(JSON.parse(stdout)).toMatchObject({error: {message: 'Stopped. Nothing was changed.'}})
      expect(journalOf(home)).toBeUndefined()
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    })
  }
})
