import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {withAdmin} from './support/half-made.js'

const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly'
const LIST = ['iam', 'list-users', '--admin-profile', 'admin']
const SELF_ROTATION = {
  'mturk-self-rotation': {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}]},
}

describe.concurrent('iam list-users', () => {
  withAdmin('finds who has a policy for Mechanical Turk, and nobody else', async ({scene: {emulator, mturk}}) => {
    expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', '--admin-profile', 'admin')).toMatchObject({
      exit: 0,
    })
    emulator.createUser('clara', {inlinePolicies: SELF_ROTATION, path: '/labs/'})
    emulator.createUser('dora', {policies: ['IAMFullAccess']})
    emulator.createGroup('requesters', {policies: ['AmazonMechanicalTurkReadOnly']})
    emulator.createUser('bob', {groups: ['requesters'], has: ['login-profile']})
    const unused = emulator.createAccessKey('bob').accessKeyId
    // A boundary gives no right.
    emulator.createUser('emil', {permissionsBoundary: FULL_ACCESS})

    const before = changesIn(emulator.requests)
    const {exit, json} = await mturk(...LIST, '--json')
    expect(exit).toBe(0)
    const [annas] = emulator.state().users.find(({userName}) => userName === 'anna')?.accessKeys ?? []
    expect(json).toEqual({
      account: emulator.accountId,
      users: [
        {
          userName: 'anna',
          arn: 'arn:aws:iam::123456789012:user/anna',
          createdAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) as string,
          policies: [
            {name: 'AmazonMechanicalTurkFullAccess', arn: FULL_ACCESS, group: null},
            {name: 'mturk-self-rotation', arn: null, group: null},
          ],
          otherRights: [],
          madeByMturk: true,
          keys: [
            {
              accessKeyId: annas?.accessKeyId,
              status: 'Active',
              createdAt: annas?.createdAt.replace('Z', '.000Z'),
              lastUsedAt: expect.stringMatching(/:00\.000Z$/) as string,
            },
          ],
        },
        {
          userName: 'bob',
          arn: 'arn:aws:iam::123456789012:user/bob',
          createdAt: expect.any(String) as string,
          policies: [{name: 'AmazonMechanicalTurkReadOnly', arn: READ_ONLY, group: 'requesters'}],
          otherRights: [
            {kind: 'group', name: 'requesters'},
            {kind: 'login-profile', name: null},
          ],
          madeByMturk: false,
          keys: [{accessKeyId: unused, status: 'Active', createdAt: expect.any(String) as string, lastUsedAt: null}],
        },
        {
          userName: 'clara',
          arn: 'arn:aws:iam::123456789012:user/labs/clara',
          createdAt: expect.any(String) as string,
          policies: [{name: 'mturk-self-rotation', arn: null, group: null}],
          otherRights: [],
          madeByMturk: false,
          keys: [],
        },
      ],
      warnings: [expect.stringContaining('instead of AWS')],
    })
    expect(changesIn(emulator.requests)).toEqual(before)
  })

  withAdmin('says the same to a person, with the ids masked', async ({scene: {emulator, mturk}}) => {
    emulator.createGroup('requesters', {policies: ['AmazonMechanicalTurkReadOnly']})
    emulator.createUser('bob', {
      policies: ['IAMFullAccess'],
      groups: ['requesters'],
      has: ['login-profile', 'ssh-public-key', 'virtual-mfa-device', 'service-specific-credential'],
    })
    const {accessKeyId} = emulator.createAccessKey('bob')
    const {exit, stdout} = await mturk(...LIST)
    expect(exit).toBe(0)
    expect(stdout).toContain('asked as root user, account 1234-5678-9012 · profile admin')
    expect(stdout).toMatch(/^bob\n +user +arn:aws:iam::123456789012:user\/bob · not made by mturk · 20\d\d-/m)
    expect(stdout).toMatch(/policies +AmazonMechanicalTurkReadOnly \(through the group requesters\)/)
    expect(stdout).toMatch(
      /beyond MTurk +the policy IAMFullAccess · the group requesters · a password for the console · the MFA device arn:aws:iam::123456789012:mfa\/bob · the SSH key APKA\w+ · credentials for codecommit\.amazonaws\.com/,
    )
    expect(stdout).toContain(`****************${accessKeyId.slice(-4)} · Active · made today · no use known`)
    expect(stdout).not.toContain(accessKeyId)
  })

  withAdmin('has none to show in a new account', async ({scene: {mturk}}) => {
    expect((await mturk(...LIST)).stdout).toMatch(/\n\n {2}none\n/)
    expect(await mturk(...LIST, '--json')).toMatchObject({exit: 0, json: {users: []}})
  })

  withAdmin(
    'finds everybody in an account of many, and says whom it did not look at',
    async ({scene: {emulator, mturk}}) => {
      for (let number = 0; number < 101; number++) emulator.createUser(`other-${number}`)
      for (let number = 0; number < 3; number++) {
        emulator.createUser(`requester-${number}`, {policies: ['AmazonMechanicalTurkFullAccess']})
      }
      const {json} = await mturk(...LIST, '--json')
      const {users, warnings} = json as {users: {userName: string}[]; warnings: string[]}
      expect(users.map(({userName}) => userName)).toEqual(['requester-0', 'requester-1', 'requester-2'])
      expect(warnings[0]).toMatch(/^101 users have none .* too many\.$/)
      expect(emulator.requests.filter(({operation}) => operation === 'ListUserPolicies')).toHaveLength(3)
    },
  )

  for (const right of ['ListUsers', 'ListEntitiesForPolicy', 'GetLoginProfile', 'GetAccessKeyLastUsed']) {
    it(`says with 5 whose credentials lack iam:${right}`, async ({home, emulator, mturk}) => {
      const statement = [
        {Effect: 'Allow', Action: 'iam:*', Resource: '*'},
        {Effect: 'Deny', Action: `iam:${right}`, Resource: '*'},
      ]
      const policies = ['AmazonMechanicalTurkFullAccess']
      emulator.createUser('boss', {
        policies,
        inlinePolicies: {most: {Version: '2012-10-17', Statement: statement}},
      })
      writeProfile(home, emulator.createAccessKey('boss'), 'admin')
      const {exit, json} = await mturk(...LIST, '--json')
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, `iam:${right}`)})
      expect(json.error.message).toContain(
        'as user/boss, account 1234-5678-9012, with the credentials of profile admin',
      )
      expect(json.error.remedy).toContain('`mturk iam list-users --admin-profile PROFILE`')
    })
  }

  it('says with 3 that nobody may administer', async ({mturk}) => {
    const {exit, json} = await mturk('iam', 'list-users', '--json')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3)})
  })
})
