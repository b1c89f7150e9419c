import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Mturk} from '../support/mturk.js'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {commandsIn, typeIn, withAdmin, type Scene} from './support/half-made.js'
import {startMturk} from './support/running.js'
import {hasTmux, openTerminal} from './support/terminal.js'

const ADMIN = ['--admin-profile', 'admin']
const DELETE = ['iam', 'delete-user', 'anna', ...ADMIN]
const SURELY = [...DELETE, '--yes', '--json']

/** The user anna, made by mturk, with her key in the profile anna; answers the key's id. */
async function makeAnna({emulator, mturk}: {emulator: Emulator; mturk: Mturk}): Promise<string> {
  expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', ...ADMIN)).toMatchObject({exit: 0})
  return emulator.state().users[0]?.accessKeys[0]?.accessKeyId ?? ''
}

const userNames = (emulator: Emulator) => emulator.state().users.map(({userName}) => userName)
const later = (emulator: Emulator, from: number) => emulator.requests.slice(from).map(({operation}) => operation)

describe.concurrent('iam delete-user', () => {
  withAdmin('deletes what create-user made, in the order that can be put right longest', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const accessKeyId = await makeAnna(scene)
    const from = emulator.requests.length
    const {exit, json} = await mturk(...SURELY)
    expect({exit, json}).toEqual({
      exit: 0,
      json: {
        userName: 'anna',
        arn: 'arn:aws:iam::123456789012:user/anna',
        deleted: true,
        deletedKeys: [accessKeyId],
        leftIn: [inCredentialsFile('anna')],
        warnings: [expect.stringContaining('instead of AWS')],
      },
    })
    expect(changesIn(emulator.requests.slice(from))).toEqual([
      'UpdateAccessKey',
      'DeleteUserPolicy',
      'DetachUserPolicy',
      'DeleteAccessKey',
      'DeleteUser',
    ])
    expect(emulator.state().users).toEqual([])
    // What holds the deleted key is named and left as it is.
    expect(home.read('.aws/credentials')).toContain(accessKeyId)
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  withAdmin('tells a person what is gone and which place still holds the key', async ({scene}) => {
    const accessKeyId = await makeAnna(scene)
    const {exit, stdout} = await scene.mturk(...DELETE, '--yes')
    expect(exit).toBe(0)
    expect(stdout).toContain('✔ IAM user anna is deleted')
    expect(stdout).toContain(`****************${accessKeyId.slice(-4)} · deleted`)
    expect(stdout).toMatch(/still holds the deleted key +~\/\.aws\/credentials \[anna\]/)
    expect(stdout).not.toContain(accessKeyId)
  })

  withAdmin('without a terminal and --yes changes nothing, and names --yes with 9', async ({scene}) => {
    const {emulator, mturk} = scene
    await makeAnna(scene)
    const [account, from] = [withoutUse(emulator), emulator.requests.length]
    const {exit, json} = await mturk(...DELETE, '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /anna .* deleted for good/)})
    expect(json.error.remedy).toContain('--yes')
    expect(json.error.remedy).not.toContain('--force')
    expect(withoutUse(emulator)).toEqual(account)
    expect(changesIn(emulator.requests.slice(from))).toEqual([])
    expect(scene.home.list()).toEqual(['.aws/credentials'])
  })

  withAdmin('with --dry-run shows what would go, and changes nothing', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const accessKeyId = await makeAnna(scene)
    const [account, files, from] = [withoutUse(emulator), home.snapshot(), emulator.requests.length]
    const {exit, json} = await mturk(...DELETE, '--dry-run', '--json')
    expect({exit, json}).toEqual({
      exit: 0,
      json: {
        dryRun: true,
        userName: 'anna',
        arn: 'arn:aws:iam::123456789012:user/anna',
        deleted: false,
        deletedKeys: [accessKeyId],
        leftIn: [inCredentialsFile('anna')],
        warnings: [expect.stringContaining('instead of AWS')],
      },
    })
    const {stdout} = await mturk(...DELETE, '--dry-run')
    expect(stdout).toMatch(
      /policies +the policy AmazonMechanicalTurkFullAccess · the inline policy mturk-self-rotation/,
    )
    expect(stdout).toMatch(/key +\*{16}\w{4} · Active · made today · last used 20\d\d-\d\d-\d\d for sts/)
    expect(stdout).toMatch(/kept in +~\/\.aws\/credentials \[anna\] · \*{16}\w{4}/)
    expect(stdout).toContain('Nothing was changed.')
    expect(withoutUse(emulator)).toEqual(account)
    expect(changesIn(emulator.requests.slice(from))).toEqual([])
    expect(home.snapshot()).toEqual(files)
  })

  withAdmin('names every place that holds a deleted key: files, variables, each profile', async ({scene}) => {
    const {home, emulator, mturk} = scene
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess'], tags: {'mturk:run': 'x'}})
    const keys = [emulator.createAccessKey('anna'), emulator.createAccessKey('anna')] as const
    writeProfile(home, keys[0], 'one')
    writeProfile(home, keys[1], 'two')
    const {accessKeyId, secretAccessKey} = keys[1]
    home.write(
      '.boto',
      `[Credentials]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    )
    const env = {AWS_ACCESS_KEY_ID: keys[0].accessKeyId, AWS_SECRET_ACCESS_KEY: keys[0].secretAccessKey}
    const {exit, json} = await mturk(...SURELY, {env})
    expect(exit).toBe(0)
    expect((json.deletedKeys as string[]).toSorted()).toEqual(keys.map((key) => key.accessKeyId).toSorted())
    expect((json.leftIn as {display: string}[]).map(({display}) => display)).toEqual([
      'AWS_ACCESS_KEY_ID',
      '~/.aws/credentials [one]',
      '~/.aws/credentials [two]',
      '~/.boto [Credentials]',
    ])
  })

  withAdmin('deletes a user that mturk did not make only with --force', async ({scene: {emulator, mturk}}) => {
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkReadOnly'], path: '/labs/'})
    const refused = await mturk(...SURELY)
    expect(refused).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /mturk did not make .* anna/)})
    expect(refused.json.error.remedy).toContain('--force')
    expect(userNames(emulator)).toEqual(['anna'])
    const {exit, json} = await mturk(...SURELY, '--force')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {arn: 'arn:aws:iam::123456789012:user/labs/anna', deletedKeys: []},
    })
    expect(userNames(emulator)).toEqual([])
  })

  withAdmin('deletes a user whose key is at work only with --force', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.link('production')
    await makeAnna(scene)
    expect(await mturk('balance', '--profile', 'anna')).toMatchObject({exit: 0})
    const refused = await mturk(...SURELY)
    expect(refused).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /is in use: last on 20\d\d-/)})
    expect(await mturk(...SURELY, '--force')).toMatchObject({exit: 0, json: {deleted: true}})
  })

  for (const [what, more, said] of [
    ['another policy', {policies: ['IAMFullAccess']}, 'the policy IAMFullAccess'],
    ['a group', {groups: ['lab']}, 'the group lab'],
    ['a password', {has: ['login-profile']}, 'a password for the console'],
    ['a virtual MFA device', {has: ['virtual-mfa-device']}, 'the MFA device arn:aws:iam::123456789012:mfa/anna'],
    ['a hardware MFA device', {has: ['hardware-mfa-device']}, 'the MFA device GAHT'],
    ['an SSH key', {has: ['ssh-public-key']}, 'the SSH key APKA'],
    ['a certificate', {has: ['signing-certificate']}, 'the signing certificate '],
    ['credentials for one service', {has: ['service-specific-credential']}, 'credentials for codecommit.amazonaws.com'],
  ] as const) {
    for (const flags of [['--force', '--yes'], ['--dry-run']]) {
      withAdmin(`refuses a user that has ${what}, even with ${flags.join(' ')}`, async ({scene}) => {
        const {emulator, mturk} = scene
        emulator.createGroup('lab')
        emulator.createUser('anna', {tags: {'mturk:run': 'x'}, ...more})
        emulator.createAccessKey('anna')
        const before = withoutUse(emulator)
        const {exit, json} = await mturk(...DELETE, ...flags, '--json')
        expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /anna .* more than Mechanical Turk/)})
        expect(json.error.message).toContain(said)
        expect(withoutUse(emulator)).toEqual(before)
        expect(scene.home.list()).toEqual(['.aws/credentials'])
      })
    }
  }

  withAdmin('takes a permissions boundary for what it is: no right', async ({scene: {emulator, mturk}}) => {
    const allowed = {Effect: 'Allow', Action: 'mechanicalturk:*', Resource: '*'}
    const permissionsBoundary = emulator.createPolicy('MturkOnly', {Version: '2012-10-17', Statement: [allowed]})
    emulator.createUser('anna', {permissionsBoundary, tags: {'mturk:run': 'x'}})
    expect(await mturk(...SURELY)).toMatchObject({exit: 0, json: {deleted: true}})
  })

  withAdmin('says with 2 that there is no such user', async ({scene: {home, mturk}}) => {
    expect(await mturk(...SURELY)).toMatchObject({exit: 2, json: envelope('usage', 2, /no IAM user anna/)})
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  it('says with 2 that nobody deletes themselves', async ({home, emulator, mturk}) => {
    emulator.createUser('anna', {policies: ['AdministratorAccess']})
    writeProfile(home, emulator.createAccessKey('anna'), 'admin')
    expect(await mturk(...SURELY)).toMatchObject({
      exit: 2,
      json: envelope('usage', 2, /those of the IAM user anna itself/),
    })
    expect(userNames(emulator)).toEqual(['anna'])
  })

  for (const name of ['root/user', 'a b', '']) {
    withAdmin(
      `refuses ${JSON.stringify(name)} with 2, before anything is asked`,
      async ({scene: {emulator, mturk}}) => {
        const {exit, json} = await mturk('iam', 'delete-user', name, ...ADMIN, '--yes', '--json')
        expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2)})
        expect(emulator.requests).toEqual([])
      },
    )
  }

  withAdmin('of a user that is half-made says with 10 what finishes it first', async ({scene}) => {
    const {emulator, mturk} = scene
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    const heal = ['CreateAccessKey', 'DeleteUser'].map((operation) =>
      emulator.addFault({match: {operation}, effect: denied}),
    )
    expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', ...ADMIN)).toMatchObject({exit: 10})
    for (const away of heal) away()
    const {exit, json} = await mturk(...SURELY)
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /has to be finished before/)})
    const [command = ''] = commandsIn(json.error.remedy as string)
    expect(await typeIn(scene, command)).toMatchObject({exit: 0})
    expect(await mturk(...SURELY)).toMatchObject({exit: 0, json: {deleted: true}})
  })
})

describe.concurrent('an administrator who lacks the right', () => {
  const RIGHTS = ['UpdateAccessKey', 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteAccessKey', 'DeleteUser']

  function giveBossWithout({home, emulator}: Pick<Scene, 'home' | 'emulator'>, right: string): void {
    const Statement = [
      {Effect: 'Allow', Action: 'iam:*', Resource: '*'},
      {Effect: 'Deny', Action: `iam:${right}`, Resource: '*'},
    ]
    emulator.createUser('boss', {inlinePolicies: {most: {Version: '2012-10-17', Statement}}})
    writeProfile(home, emulator.createAccessKey('boss'), 'boss')
  }

  for (const right of ['GetUser', 'ListMFADevices', 'ListUserTags', ...RIGHTS.slice(0, 1)]) {
    withAdmin(`iam:${right} is told so with 5, and nothing was changed`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await makeAnna(scene)
      giveBossWithout(scene, right)
      const [account, files] = [withoutUse(emulator), Object.keys(home.snapshot())]
      const {exit, json} = await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'boss', '--yes', '--json')
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, `iam:${right}`)})
      expect(json.error.message).toContain('Asked as user/boss')
      expect(json.error.remedy).toContain('`mturk iam delete-user anna --admin-profile PROFILE`')
      expect(withoutUse(emulator)).toEqual(account)
      expect(Object.keys(home.snapshot())).toEqual(files)
    })
  }

  for (const right of RIGHTS.slice(1)) {
    withAdmin(`iam:${right} is told with 10 what is left, and one who has it finishes`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      const accessKeyId = await makeAnna(scene)
      giveBossWithout(scene, right)
      const {exit, json} = await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'boss', '--yes', '--json')
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, `iam:${right}`)})
      expect(json.error.message).toMatch(/The IAM user anna is half deleted in account 1234-5678-9012/)
      expect(json.error.message).toContain(accessKeyId)
      const finished = await mturk(...DELETE, '--json')
      expect(finished).toMatchObject({exit: 0, json: {deleted: true, deletedKeys: [accessKeyId]}})
      expect(userNames(emulator)).toEqual(['boss'])
      expect(home.list()).toEqual(['.aws/credentials'])
    })
  }
})

/** All requests of a deletion in which nothing goes wrong, from the first one that changes. */
const REQUESTS = ['UpdateAccessKey', 'DeleteUserPolicy', 'DetachUserPolicy', 'DeleteAccessKey', 'DeleteUser']

describe.concurrent('a delete-user that is killed', () => {
  for (const operation of REQUESTS) {
    for (const act of ['before', 'after'] as const) {
      withAdmin(`${act} ${operation} acts is finished by what it says then`, async ({scene}) => {
        const {home, emulator, mturk} = scene
        const accessKeyId = await makeAnna(scene)
        const heal = emulator.addFault({
          match: {operation},
          effect: {kind: act === 'before' ? 'hang' : 'hang-after'},
        })
        const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
        await emulator.waitForRequest((request) => request.operation === operation, {timeoutMs: 30_000})
        running.kill('SIGKILL')
        expect(await running.ended).toMatchObject({signal: 'SIGKILL', stdout: ''})
        heal()

        const lost = await mturk('iam', 'delete-user', 'anna', '--json')
        expect(lost).toMatchObject({exit: 10, json: envelope('interrupted', 10, /IAM user anna is half deleted/)})
        expect(lost.json.error.message).toContain(accessKeyId)
        const commands = commandsIn(lost.json.error.remedy as string)
        expect(commands).toEqual(['mturk iam delete-user anna --admin-profile admin'])
        const dry = await mturk(...DELETE, '--dry-run', '--json')
        expect(dry).toMatchObject({exit: 0, json: {deleted: false, deletedKeys: [accessKeyId]}})

        expect(await typeIn(scene, commands[0] ?? '')).toMatchObject({
          exit: 0,
          json: {deleted: true, deletedKeys: [accessKeyId], leftIn: [inCredentialsFile('anna')]},
        })
        expect(emulator.state().users).toEqual([])
        expect(home.list()).toEqual(['.aws/credentials'])
      })
    }
  }

  withAdmin('leaves no right over another user who gets the name afterwards', async ({scene}) => {
    const {home, emulator, mturk} = scene
    await makeAnna(scene)
    const heal = emulator.addFault({match: {operation: 'DeleteUser'}, effect: {kind: 'hang-after'}})
    const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest(({operation}) => operation === 'DeleteUser', {timeoutMs: 30_000})
    running.kill('SIGKILL')
    await running.ended
    heal()
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
    const {exit, json} = await mturk(...DELETE, '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
    expect(userNames(emulator)).toEqual(['anna'])
    expect(home.list()).toEqual(['.aws/credentials'])
  })
})

describe('a delete-user that is asked to stop', {concurrent: true, skip: process.platform === 'win32'}, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    withAdmin(`by ${signal} ends with 10 between two steps, and goes on later`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await makeAnna(scene)
      emulator.addFault({match: {operation: 'DetachUserPolicy'}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'DetachUserPolicy', {timeoutMs: 30_000})
      running.kill(signal)
      const {exit, stdout} = await running.ended
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna/)})
      expect(await mturk(...DELETE, '--json')).toMatchObject({exit: 0, json: {deleted: true}})
    })
  }
})

describe.concurrent('a deletion whose request', () => {
  for (const operation of REQUESTS) {
    withAdmin(`${operation} gets no answer is carried out all the same`, async ({scene}) => {
      const {emulator, mturk} = scene
      await makeAnna(scene)
      const from = emulator.requests.length
      emulator.addFault({match: {operation}, times: 1, effect: {kind: 'drop-after'}})
      expect(await mturk(...SURELY)).toMatchObject({exit: 0, json: {deleted: true}})
      expect(later(emulator, from).filter((each) => each === operation)).toHaveLength(2)
      expect(emulator.state().users).toEqual([])
    })
  }

  withAdmin(
    'DeleteUser comes after somebody put the user into a group ends with 10, and leaves the user',
    async ({scene}) => {
      const {emulator, mturk, home} = scene
      await makeAnna(scene)
      const heal = emulator.addFault({match: {operation: 'DeleteUser'}, effect: {kind: 'hang'}})
      const running = startMturk(SURELY, {env: {...home.env(), ...emulator.environment()}})
      await emulator.waitForRequest(({operation}) => operation === 'DeleteUser', {timeoutMs: 30_000})
      running.kill('SIGKILL')
      await running.ended
      heal()
      emulator.createGroup('lab', {members: ['anna']})
      const {exit, json} = await mturk(...DELETE, '--json')
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna now has the group lab/)})
      expect(userNames(emulator)).toEqual(['anna'])
    },
  )
})

const tmux = process.platform !== 'win32' && hasTmux()

describe.skipIf(!tmux).concurrent('a delete-user at a terminal', () => {
  for (const [answer, key, exit, left] of [
    ['a yes deletes', 'y', 0, []],
    ['anything else changes nothing', 'n', 9, ['anna']],
  ] as const) {
    withAdmin(`shows what goes before it asks, and ${answer}`, async ({scene, onTestFinished}) => {
      const {home, emulator} = scene
      emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
      const terminal = openTerminal(DELETE, {...home.env(), ...emulator.environment()})
      onTestFinished(() => terminal.close())
      const shown = await terminal.until('Delete the IAM user anna for good?')
      expect(shown).toMatch(/policies +the policy AmazonMechanicalTurkFullAccess\s/)
      expect(shown).toContain('! mturk did not make the IAM user anna.')
      expect(changesIn(emulator.requests)).toEqual([])
      terminal.press(key, 'Enter')
      expect(await terminal.ended()).toBe(exit)
      expect(userNames(emulator)).toEqual(left)
    })
  }
})
