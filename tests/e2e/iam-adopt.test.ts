import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {withAdmin} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import type {Scene} from './support/scene.js'
import {startMturk} from './support/running.js'
import {hasTmux, openTerminal} from './support/terminal.js'

const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly'
const ADOPT = ['iam', 'create-user', 'anna', '--adopt', '--profile', 'anna', '--admin-profile', 'admin']
const SELF_ROTATION = {
  'mturk-self-rotation': {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}]},
}

const annaIn = (emulator: Emulator) => emulator.state().users.find(({userName}) => userName === 'anna')
/** What a user keeps, whatever is done to it, and what comes and goes. */
const partsOf = (emulator: Emulator) => withoutUse({state: () => ({...emulator.state(), rootKeys: []})})

/** A user from before mturk, with a key at work. */
function oldAnna(emulator: Emulator) {
  emulator.createUser('anna', {path: '/labs/', policies: ['AmazonMechanicalTurkReadOnly'], tags: {team: 'vision'}})
  return emulator.createAccessKey('anna').accessKeyId
}

describe.concurrent('iam create-user --adopt', () => {
  withAdmin('adds what a user lacks, and a key beside the one that it has', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const old = oldAnna(emulator)
    const {exit, json} = await mturk(...ADOPT, '--json')
    const keys = annaIn(emulator)?.accessKeys.map(({accessKeyId}) => accessKeyId) ?? []
    expect({exit, json}).toEqual({
      exit: 0,
      json: {
        userName: 'anna',
        arn: 'arn:aws:iam::123456789012:user/labs/anna',
        accessKeyId: keys.find((id) => id !== old),
        policyArn: FULL_ACCESS,
        selfRotation: true,
        storedIn: [inCredentialsFile('anna')],
        profile: 'anna',
        warnings: [expect.stringContaining('instead of AWS')],
      },
    })
    expect(annaIn(emulator)).toMatchObject({
      tags: {team: 'vision'},
      attachedPolicies: [READ_ONLY, FULL_ACCESS],
      inlinePolicies: {'mturk-self-rotation': expect.stringContaining('user/labs/${aws:username}') as string},
    })
    expect(keys).toHaveLength(2)
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  withAdmin('changes nothing but the key where nothing else is lacking', async ({scene: {emulator, mturk}}) => {
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess'], inlinePolicies: SELF_ROTATION})
    const {exit} = await mturk(...ADOPT, '--json')
    expect(exit).toBe(0)
    expect(changesIn(emulator.requests)).toEqual(['CreateAccessKey'])
  })

  withAdmin('shows what the user has, and the new key by its last four', async ({scene: {emulator, mturk}}) => {
    const old = oldAnna(emulator)
    const {exit, stdout} = await mturk(...ADOPT)
    expect(exit).toBe(0)
    expect(stdout).toMatch(
      /The IAM user anna is there already:\n\n +user +arn:aws:iam::123456789012:user\/labs\/anna\n/,
    )
    expect(stdout).toMatch(/policies +the policy AmazonMechanicalTurkReadOnly\n/)
    expect(stdout).toContain(`****************${old.slice(-4)} · Active · made today · no use known · stays`)
    expect(stdout).toMatch(
      /would get +the policy AmazonMechanicalTurkFullAccess · the inline policy mturk-self-rotation · a key\n/,
    )
    expect(stdout).toContain('✔ IAM user anna can use Mechanical Turk')
  })

  withAdmin('with --dry-run shows the same, and changes nothing', async ({scene: {home, emulator, mturk}}) => {
    oldAnna(emulator)
    const [account, files] = [withoutUse(emulator), home.snapshot()]
    const {exit, json} = await mturk(...ADOPT, '--dry-run', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {dryRun: true, arn: 'arn:aws:iam::123456789012:user/labs/anna', accessKeyId: null, storedIn: []},
    })
    const {stdout} = await mturk(...ADOPT, '--dry-run')
    expect(stdout).toMatch(/would get .*a key\n[^]*Would take it over:[^]*Nothing was changed\./)
    expect(withoutUse(emulator)).toEqual(account)
    expect(changesIn(emulator.requests)).toEqual([])
    expect(home.snapshot()).toEqual(files)
  })

  withAdmin('is what the refusal of a name that is taken says to type', async ({scene}) => {
    const {emulator, mturk} = scene
    oldAnna(emulator)
    const {exit, json} = await mturk(...ADOPT.filter((word) => word !== '--adopt'), '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /IAM user anna/)})
    const [command = ''] = commandsIn(json.error.remedy as string)
    expect(command).toBe('mturk iam create-user anna --adopt --profile anna --admin-profile admin')
    expect(await typeIn(scene, command)).toMatchObject({exit: 0, json: {userName: 'anna'}})
  })

  for (const [what, more, said] of [
    ['another policy', {policies: ['IAMFullAccess']}, 'the policy IAMFullAccess'],
    ['a group', {groups: ['lab']}, 'the group lab'],
    ['a password', {has: ['login-profile']}, 'a password for the console'],
    ['an MFA device', {has: ['virtual-mfa-device']}, 'the MFA device'],
  ] as const) {
    for (const flags of [[], ['--dry-run']]) {
      withAdmin(
        `refuses a user that has ${what} with 2 ${flags.join('')}`,
        async ({scene: {home, emulator, mturk}}) => {
          emulator.createGroup('lab')
          emulator.createUser('anna', more)
          const before = withoutUse(emulator)
          const {exit, json} = await mturk(...ADOPT, ...flags, '--json')
          expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, said)})
          expect(withoutUse(emulator)).toEqual(before)
          expect(home.list()).toEqual(['.aws/credentials'])
        },
      )
    }
  }

  withAdmin('refuses a user that has two keys with 2, naming both', async ({scene: {emulator, mturk}}) => {
    const keys = [oldAnna(emulator), emulator.createAccessKey('anna').accessKeyId]
    const before = withoutUse(emulator)
    const {exit, json} = await mturk(...ADOPT, '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /two access keys already/)})
    for (const id of keys) expect(json.error.message).toContain(id)
    expect(withoutUse(emulator)).toEqual(before)
  })

  withAdmin('says with 2 that there is nobody to take over', async ({scene: {emulator, mturk}}) => {
    expect(await mturk(...ADOPT, '--json')).toMatchObject({exit: 2, json: envelope('usage', 2, /no IAM user anna/)})
    expect(emulator.state().users).toEqual([])
  })

  for (const flag of [
    ['--path', '/labs/'],
    ['--permissions-boundary', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ]) {
    withAdmin(`takes no ${flag[0]}: that is for a new user`, async ({scene: {emulator, mturk}}) => {
      expect(await mturk(...ADOPT, ...flag, '--json')).toMatchObject({exit: 2, json: envelope('usage', 2)})
      expect(emulator.requests).toEqual([])
    })
  }

  withAdmin('takes over nobody who is half deleted', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.createUser('anna', {tags: {'mturk:run': 'x'}})
    emulator.createAccessKey('anna')
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    const heal = emulator.addFault({match: {operation: 'DeleteUser'}, effect: denied})
    expect(await mturk('iam', 'delete-user', 'anna', '--admin-profile', 'admin', '--yes')).toMatchObject({exit: 10})
    heal()
    const {exit, json} = await mturk(...ADOPT, '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /half deleted/)})
    expect(commandsIn(json.error.remedy as string)).toEqual(['mturk iam delete-user anna --admin-profile admin'])
  })
})

const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const

describe.concurrent('an adoption that fails', () => {
  for (const [operation, said] of [
    ['AttachUserPolicy', 'Nothing was made in the account.'],
    ['PutUserPolicy', 'the user is as it was.'],
    ['CreateAccessKey', 'the user is as it was.'],
  ] as const) {
    withAdmin(`at ${operation} takes away what it added and nothing else`, async ({scene: {home, emulator, mturk}}) => {
      oldAnna(emulator)
      const [account, files] = [partsOf(emulator), home.snapshot()]
      emulator.addFault({match: {operation}, effect: denied})
      const {exit, json} = await mturk(...ADOPT, '--json')
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5)})
      expect(json.error.message).toContain(said)
      expect(partsOf(emulator)).toEqual(account)
      expect(home.snapshot()).toEqual(files)
    })
  }

  withAdmin('keeps what the user had before', async ({scene: {emulator, mturk}}) => {
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess'], inlinePolicies: SELF_ROTATION})
    emulator.createAccessKey('anna')
    const account = partsOf(emulator)
    emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 2}, effect: denied})
    const {exit, json} = await mturk(...ADOPT, '--json')
    expect(exit).toBe(5)
    expect(json.error.message).toContain('the user is as it was.')
    expect(partsOf(emulator)).toEqual(account)
    expect(changesIn(emulator.requests)).toEqual(['CreateAccessKey', 'DeleteAccessKey'])
  })

  withAdmin('finds the key whose answer was lost, and leaves the old one', async ({scene: {emulator, mturk}}) => {
    oldAnna(emulator)
    const account = partsOf(emulator)
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-after'}})
    expect(await mturk(...ADOPT, '--json')).toMatchObject({exit: 7, json: envelope('unreachable', 7)})
    expect(partsOf(emulator)).toEqual(account)
  })

  withAdmin('to undo says with 10 what is left, and the next run finishes', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const old = oldAnna(emulator)
    const heal = ['CreateAccessKey', 'DetachUserPolicy'].map((operation) =>
      emulator.addFault({match: {operation}, effect: denied}),
    )
    const {exit, json} = await mturk(...ADOPT, '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /anna may be half taken over/)})
    for (const away of heal) away()
    const [command = ''] = commandsIn(json.error.remedy as string)
    expect(command).toBe('mturk iam create-user anna --adopt --profile anna --admin-profile PROFILE')
    expect(await typeIn(scene, command.replace('PROFILE', 'admin'))).toMatchObject({exit: 0})
    expect(annaIn(emulator)?.accessKeys.map(({accessKeyId}) => accessKeyId)).toContain(old)
    expect(home.list()).toEqual(['.aws/credentials'])
  })
})

describe.concurrent('an adoption that is killed', () => {
  const REQUESTS = ['AttachUserPolicy', 'PutUserPolicy', 'CreateAccessKey']

  async function killAt({home, emulator}: Scene, operation: string, kind: 'hang' | 'hang-after'): Promise<void> {
    const heal = emulator.addFault({match: {operation}, effect: {kind}})
    const running = startMturk([...ADOPT, '--json'], {env: {...home.env(), ...emulator.environment()}})
    await emulator.waitForRequest((request) => request.operation === operation, {timeoutMs: 30_000})
    running.kill('SIGKILL')
    expect(await running.ended).toMatchObject({signal: 'SIGKILL'})
    heal()
  }

  for (const operation of REQUESTS) {
    for (const kind of ['hang', 'hang-after'] as const) {
      withAdmin(
        `${kind === 'hang' ? 'before' : 'after'} ${operation} acts is finished by the next run`,
        async ({scene}) => {
          const {home, emulator, mturk} = scene
          const old = oldAnna(emulator)
          await killAt(scene, operation, kind)
          const lost = await mturk(...ADOPT.slice(0, 6), '--json')
          expect(lost).toMatchObject({exit: 10, json: envelope('interrupted', 10, /anna may be half taken over/)})
          const [command = ''] = commandsIn(lost.json.error.remedy as string)
          const {exit, json} = await typeIn(scene, command)
          expect(exit).toBe(0)
          expect(annaIn(emulator)).toMatchObject({attachedPolicies: [READ_ONLY, FULL_ACCESS], tags: {team: 'vision'}})
          const keys = annaIn(emulator)?.accessKeys.map(({accessKeyId}) => accessKeyId) ?? []
          expect(keys.toSorted()).toEqual([old, json.accessKeyId as string].toSorted())
          expect(home.list()).toEqual(['.aws/credentials'])
        },
      )
    }
  }

  withAdmin('touches no user who got the name afterwards', async ({scene}) => {
    const {home, emulator, mturk} = scene
    emulator.createUser('anna')
    await killAt(scene, 'CreateAccessKey', 'hang')
    writeProfile(home, emulator.rootKey, 'root')
    const root = ['--admin-profile', 'root', '--yes', '--force', '--json']
    // The journal is in the way of mturk's own delete-user, so somebody else does it.
    expect(await mturk('iam', 'delete-user', 'anna', ...root)).toMatchObject({exit: 10})
    await replaceAnna(scene)
    const account = partsOf(emulator)
    const {exit, json} = await mturk(...ADOPT, '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /has been deleted meanwhile/)})
    expect(partsOf(emulator)).toEqual(account)
    expect(await mturk(...ADOPT, '--json')).toMatchObject({exit: 0})
  })
})

/** Somebody deletes anna with mturk on another computer, and makes another anna. */
async function replaceAnna({home, emulator, mturk}: Scene): Promise<void> {
  const env = {MTURK_DATA_DIR: home.at('elsewhere')}
  const args = ['iam', 'delete-user', 'anna', '--admin-profile', 'admin', '--yes', '--force']
  expect(await mturk(...args, {env})).toMatchObject({exit: 0})
  emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
}

const tmux = process.platform !== 'win32' && hasTmux()

describe.skipIf(!tmux).concurrent('an adoption at a terminal', () => {
  for (const [answer, key, exit, keys] of [
    ['a yes takes the user over', 'y', 0, 2],
    ['a no changes nothing', 'n', 9, 1],
  ] as const) {
    withAdmin(`is asked for after the user is shown, and ${answer}`, async ({scene, onTestFinished}) => {
      const {home, emulator} = scene
      oldAnna(emulator)
      const terminal = openTerminal(ADOPT, {...home.env(), ...emulator.environment()})
      onTestFinished(() => terminal.close())
      expect(await terminal.until('Take over the IAM user anna?')).toMatch(/policies +the policy AmazonMech/)
      terminal.press(key, 'Enter')
      expect(await terminal.ended()).toBe(exit)
      expect(annaIn(emulator)?.accessKeys).toHaveLength(keys)
    })
  }
})
