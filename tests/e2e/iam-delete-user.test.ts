import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {ADMIN, DELETE, makeAnna, SURELY, userNames} from './support/deletion.js'
import {envelope, inCredentialsFile, NOT_SET_UP} from './support/expected.js'
import {withAdmin} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import {hasTmux, openTerminal} from './support/terminal.js'

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
        warnings: [NOT_SET_UP, expect.stringContaining('instead of AWS')],
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
        warnings: [NOT_SET_UP, expect.stringContaining('instead of AWS')],
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
        expect(json.error.remedy).toContain('mturk keys list --user anna --admin-profile admin')
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
    // The one who began it lacked a right, so somebody else has to be named.
    expect(command).toContain('--admin-profile PROFILE')
    expect(await typeIn(scene, command.replace('PROFILE', 'admin'))).toMatchObject({exit: 0})
    expect(await mturk(...SURELY)).toMatchObject({exit: 0, json: {deleted: true}})
  })
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
