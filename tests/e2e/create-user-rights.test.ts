import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {ADMIN} from './support/half-made.js'
import {commandsIn, typeIn} from './support/printed-commands.js'

const ALL = ['GetUser', 'ListUserTags', 'CreateUser', 'TagUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy']
const RIGHTS = [...ALL, 'PutUserPolicy', 'DeleteUserPolicy', 'CreateAccessKey', 'DeleteAccessKey', 'ListAccessKeys']

/** An administrator in the profile `admin` who may do all that create-user asks for, but for this. */
function giveAdminWithout(home: Home, emulator: Emulator, ...lacking: readonly string[]): void {
  const Action = RIGHTS.filter((right) => !lacking.includes(right)).map((right) => `iam:${right}`)
  const document = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action, Resource: '*'}]}
  emulator.createUser('boss', {inlinePolicies: {users: document}})
  writeProfile(home, emulator.createAccessKey('boss'), 'admin')
}

const ANNA = ['iam', 'create-user', 'anna', '--profile', 'anna', ...ADMIN]
const namesOf = (emulator: Emulator) => emulator.state().users.map(({userName}) => userName)

describe.concurrent('an administrator who lacks a right', () => {
  for (const [right, said] of [
    ['CreateUser', 'Nothing was made in the account.'],
    ['TagUser', 'Nothing was made in the account.'],
    ['AttachUserPolicy', 'nothing is left in the account.'],
    ['PutUserPolicy', 'nothing is left in the account.'],
    ['CreateAccessKey', 'nothing is left in the account.'],
  ] as const) {
    it(`iam:${right} is told whose right it is, and what is left`, async ({home, emulator, mturk}) => {
      giveAdminWithout(home, emulator, right)
      const [account, files] = [withoutUse(emulator), home.snapshot()]
      const {exit, json} = await mturk(...ANNA)
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, `iam:${right}`)})
      const {message, remedy} = json.error as Record<string, string>
      expect(message).toContain('The IAM user boss may not do this.')
      expect(message).toContain('Asked as user/boss, account 1234-5678-9012, with the credentials of profile admin.')
      expect(message).toContain(said)
      expect(message).toContain(`(from AWS_ENDPOINT_URL)`)
      expect(remedy).toContain('--admin-profile')
      expect(withoutUse(emulator)).toEqual(account)
      expect(home.snapshot()).toEqual(files)
    })
  }

  it('is asked to undo only what was done, and so needs no right for the rest', async ({home, emulator, mturk}) => {
    giveAdminWithout(home, emulator, 'AttachUserPolicy', 'DeleteUserPolicy', 'DetachUserPolicy', 'ListAccessKeys')
    expect(await mturk(...ANNA)).toMatchObject({exit: 5, json: {error: {code: 'no_policy'}}})
    expect(namesOf(emulator)).toEqual(['boss'])
    expect(changesIn(emulator.requests)).toEqual(['CreateUser', 'AttachUserPolicy', 'DeleteUser'])
  })

  it('to undo one step has the others undone all the same, and is told which', async ({home, emulator, mturk}) => {
    giveAdminWithout(home, emulator, 'CreateAccessKey', 'DeleteUserPolicy')
    const {exit, json} = await mturk(...ANNA)
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /IAM user anna .*may be half-made/)})
    const {message, remedy} = json.error as Record<string, string>
    // Why it was undone, and the first thing that could not be: not the DeleteConflict that followed from it.
    expect(message).toMatch(/iam:CreateAccessKey.*Undoing it failed too: .*iam:DeleteUserPolicy/s)
    expect(emulator.state().users).toMatchObject([{}, {userName: 'anna', attachedPolicies: [], accessKeys: []}])

    const lines = (message ?? '').split('\n')
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([])
    // Not the one who has just been refused.
    expect(remedy).toMatch(/PROFILE is .* administrator who may also do iam:CreateAccessKey and iam:DeleteUserPolicy:/)
    const later = await mturk(...ANNA.map((word) => (word === 'admin' ? 'nobody' : word)))
    expect(later.json.error.remedy).toBe(remedy)

    writeProfile(home, emulator.rootKey, 'root')
    const [command = ''] = commandsIn(remedy ?? null)
    expect(command).toBe('mturk iam create-user anna --profile anna --admin-profile PROFILE')
    expect(await typeIn({home, emulator, mturk}, command.replace('PROFILE', 'root'))).toMatchObject({
      exit: 0,
      json: {userName: 'anna'},
    })
    expect(emulator.state().users).toMatchObject([{}, {attachedPolicies: {length: 1}, accessKeys: {length: 1}}])
  })

  it('to undo a step of which nobody knows whether it was done loses nothing where it was not', async ({
    home,
    emulator,
    mturk,
  }) => {
    giveAdminWithout(home, emulator, 'DeleteUserPolicy')
    emulator.addFault({match: {operation: 'PutUserPolicy'}, effect: {kind: 'drop-before'}})
    expect(await mturk(...ANNA)).toMatchObject({exit: 7, json: {error: {code: 'unreachable'}}})
    expect(namesOf(emulator)).toEqual(['boss'])
  })

  it('cannot finish what a dead administrator began, and is told with 10', async ({home, emulator, mturk}) => {
    giveAdminWithout(home, emulator, 'CreateAccessKey', 'DeleteUser')
    expect(await mturk(...ANNA)).toMatchObject({exit: 10})
    const before = home.snapshot()
    writeProfile(home, {accessKeyId: 'AKIADEADDEADDEADDEAD', secretAccessKey: 'd'.repeat(40)}, 'dead')
    const {exit, json} = await mturk(...ANNA.map((word) => (word === 'admin' ? 'dead' : word)))
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /IAM user anna .*profile dead/s)})
    expect(Object.keys(home.snapshot())).toEqual(Object.keys(before))
  })
})

describe.concurrent('a create-user without an administrator', () => {
  for (const command of [
    ['iam', 'list-users'],
    ['iam', 'create-user', 'anna', '--profile', 'anna'],
  ]) {
    it(`names the flag for one, and the profiles that there are: ${command.join(' ')}`, async ({
      home,
      emulator,
      mturk,
    }) => {
      writeProfile(home, emulator.rootKey, 'boss')
      home.write('.aws/config', '[profile lab]\nregion = us-east-1\n')
      const {exit, json} = await mturk(...command, '--json')
      expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3, /profile default/)})
      expect(json.error.remedy).toMatch(/--admin-profile NAME$/m)
      expect(json.error.remedy).toMatch(/^Profiles on this computer: boss, lab$/m)
      expect(await mturk(...command, '--admin-profile', 'boss', '--json')).toMatchObject({exit: 0})
    })
  }
})

describe.concurrent('a create-user that is typed twice', () => {
  it('says that the user is there, and where its key is', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'root')
    const command = ['iam', 'create-user', 'anna', '--admin-profile', 'root']
    expect(await mturk(...command)).toMatchObject({exit: 0})
    const [before, account] = [home.snapshot(), withoutUse(emulator)]
    for (const more of [[], ['--yes'], ['--dry-run']]) {
      const {exit, json} = await mturk(...command, ...more, '--json')
      const words =
        /already an IAM user anna in this account, and its key is stored: \*+\w{4} in ~\/.aws\/credentials \[default\]/
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, words)})
      const [check = ''] = commandsIn(json.error.remedy)
      expect(await typeIn({home, emulator, mturk}, check)).toMatchObject({
        json: {identity: {arn: expect.stringMatching(/user\/anna$/) as string}},
      })
    }
    expect(home.snapshot()).toEqual(before)
    expect(withoutUse(emulator)).toEqual(account)
    // Somebody else's key is another matter.
    expect(await mturk('iam', 'create-user', 'bob', '--admin-profile', 'root', '--json')).toMatchObject({exit: 9})
  })
})

describe.concurrent('a create-user that is throttled', () => {
  for (const [operation, words] of [
    ['CreateUser', 'mturk has tried once.'],
    ['AttachUserPolicy', 'mturk has tried several times.'],
  ] as const) {
    it(`at ${operation} says how often it was tried`, async ({home, emulator, mturk}) => {
      writeProfile(home, emulator.rootKey, 'admin')
      emulator.addFault({match: {operation}, effect: {kind: 'throttle'}})
      const {exit, json} = await mturk(...ANNA)
      expect({exit, json}).toEqual({exit: 7, json: envelope('throttled', 7)})
      expect(json.error.message).toContain(words)
      const asked = emulator.requests.filter((request) => request.operation === operation).length
      expect(asked === 1).toBe(words.endsWith('once.'))
    })
  }
})

describe.concurrent('a create-user after one that failed to undo', () => {
  it('makes its key anew where the first one is gone already', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'admin')
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    const heal = [
      emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 2}, effect: denied}),
      emulator.addFault({match: {operation: 'DeleteUser'}, effect: denied}),
    ]
    expect(await mturk(...ANNA)).toMatchObject({exit: 10})
    expect(emulator.state().users).toMatchObject([{accessKeys: []}])
    for (const away of heal) away()
    const {exit, json} = await mturk(...ANNA)
    expect(exit).toBe(0)
    expect(emulator.state().users).toMatchObject([{accessKeys: [{accessKeyId: json.accessKeyId as string}]}])
  })

  it('is about another user says so, and prints what finishes the first', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'boss&co')
    const boss = ['--admin-profile', 'boss&co', '--json']
    const fault = {kind: 'error', status: 500, code: 'ServiceFailure', message: 'Sorry.'} as const
    const heal = ['CreateAccessKey', 'DeleteUser'].map((operation) =>
      emulator.addFault({match: {operation}, effect: fault}),
    )
    expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', ...boss)).toMatchObject({exit: 10})
    for (const away of heal) away()

    const dry = await mturk('iam', 'create-user', 'bob', '--profile', 'bob', ...boss, '--dry-run')
    expect(dry.json.warnings).toContainEqual(expect.stringContaining('IAM user anna'))
    const bob = await mturk('iam', 'create-user', 'bob', '--profile', 'bob', ...boss)
    expect(bob).toMatchObject({exit: 0, json: {userName: 'bob'}})
    expect(bob.json.warnings).toContainEqual(expect.stringContaining('IAM user anna'))
    const [command = ''] = /mturk iam .*(?=`)/.exec(bob.json.warnings[0] as string) ?? []
    expect(command).toBe(`mturk iam create-user anna --profile anna --admin-profile 'boss&co'`)
    expect(await typeIn({home, emulator, mturk}, command)).toMatchObject({exit: 0, json: {userName: 'anna'}})
    expect(namesOf(emulator)).toEqual(['anna', 'bob'])
  })

  it('keeps to the policy and the path of the run that it finishes', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'admin')
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    const heal = ['CreateAccessKey', 'DeleteUser'].map((operation) =>
      emulator.addFault({match: {operation}, effect: denied}),
    )
    const rights = ['--path', '/labs/', '--policy', 'read-only', '--no-self-rotation']
    const {json} = await mturk(...ANNA, ...rights)
    for (const away of heal) away()
    const [command = ''] = commandsIn(json.error.remedy as string)
    expect(await typeIn({home, emulator, mturk}, command.replace('PROFILE', 'admin'))).toMatchObject({
      exit: 0,
      json: {arn: 'arn:aws:iam::123456789012:user/labs/anna', selfRotation: false},
    })
    expect(emulator.state().users[0]?.attachedPolicies).toEqual([
      'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly',
    ])
  })
})
