import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, writeProfile} from './support/account.js'
import {envelope, inCredentialsFile, LONG_LIVED_ID} from './support/expected.js'

const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly'

/** The administrator is the root user, whose key stands in a profile of its own. */
const withAdmin = it.extend('admin', ({home, emulator}) => {
  writeProfile(home, emulator.rootKey, 'admin')
  return ['--admin-profile', 'admin'] as const
})

describe.concurrent('iam create-user', () => {
  withAdmin(
    'answers to the letter, and a person’s tools have the key (pain 40)',
    async ({home, emulator, mturk, admin}) => {
      const {exit, json, stderr} = await mturk('iam', 'create-user', ...admin, '--json')
      expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
      const [user] = emulator.state().users
      expect(json).toEqual({
        userName: 'mturk-requester',
        arn: 'arn:aws:iam::123456789012:user/mturk-requester',
        accessKeyId: user?.accessKeys[0]?.accessKeyId,
        policyArn: FULL_ACCESS,
        selfRotation: true,
        storedIn: [inCredentialsFile()],
        profile: 'default',
        warnings: [`asked at ${emulator.endpoint} (AWS_ENDPOINT_URL) instead of AWS`],
      })
      expect(json.accessKeyId).toMatch(LONG_LIVED_ID)
      expect(user).toMatchObject({attachedPolicies: [FULL_ACCESS], accessKeys: [{status: 'Active'}]})
      expect(home.list()).toEqual(['.aws/credentials'])
      const check = await mturk('link-check', '--json')
      expect(check.json).toMatchObject({accessKeyId: json.accessKeyId, identity: {kind: 'user', arn: json.arn}})
    },
  )

  withAdmin('tells a person the key only by its last four, and the next command', async ({home, mturk, admin}) => {
    const {exit, stdout} = await mturk('iam', 'create-user', 'anna', ...admin, '--profile', 'anna')
    expect(exit).toBe(0)
    const [, id = '', secret = ''] = /\[anna\]\n\S+ ?= ?(\S+)\n\S+ ?= ?(\S+)/.exec(home.read('.aws/credentials')) ?? []
    expect(id).toMatch(LONG_LIVED_ID)
    expect(stdout).toContain(`****************${id.slice(-4)}`)
    expect(stdout).toContain('mturk link-check --profile anna')
    expect(stdout).not.toContain(id)
    expect(stdout).not.toContain(secret)
  })

  withAdmin('promises no more of rotation than the permissions boundary allows', async ({emulator, mturk, admin}) => {
    const allowed = {Effect: 'Allow', Action: 'mechanicalturk:*', Resource: '*'} as const
    const boundary = emulator.createPolicy('MturkOnly', {Version: '2012-10-17', Statement: [allowed]})
    const flags = ['--permissions-boundary', boundary, '--profile']
    const {json} = await mturk('iam', 'create-user', 'anna', ...admin, ...flags, 'anna', '--json')
    expect(json).toMatchObject({selfRotation: true})
    expect(json.warnings).toContainEqual(
      expect.stringMatching(/may rotate its own keys depends on .*:policy\/MturkOnly: .*iam:CreateAccessKey/),
    )
    const bob = ['iam', 'create-user', 'bob', ...admin, ...flags, 'bob'].filter((word) => word !== '--json')
    for (const more of [['--dry-run'], []]) {
      const {exit, stdout} = await mturk(...bob, ...more)
      expect({exit, stdout}).toEqual({
        exit: 0,
        stdout: expect.stringMatching(/rotates its own keys +as far as the permissions boundary allows it/) as string,
      })
    }
  })

  withAdmin('takes policy, path, boundary, profile and no self-rotation', async ({emulator, mturk, admin}) => {
    const allowed = {Effect: 'Allow', Action: 'mechanicalturk:*', Resource: '*'}
    const boundary = emulator.createPolicy('MturkOnly', {Version: '2012-10-17', Statement: [allowed]})
    const rights = ['--policy', 'read-only', '--no-self-rotation', '--permissions-boundary', boundary]
    const flags = [...admin, ...rights, '--path', '/labs/vision/', '--profile', 'viewer', '--json']
    const {exit, json} = await mturk('iam', 'create-user', 'viewer', ...flags)
    expect(exit).toBe(0)
    const [user] = emulator.state().users
    expect(json).toEqual({
      userName: 'viewer',
      arn: 'arn:aws:iam::123456789012:user/labs/vision/viewer',
      accessKeyId: user?.accessKeys[0]?.accessKeyId,
      policyArn: READ_ONLY,
      selfRotation: false,
      storedIn: [inCredentialsFile('viewer')],
      profile: 'viewer',
      warnings: [expect.stringContaining('instead of AWS')],
    })
    expect(user).toMatchObject({
      path: '/labs/vision/',
      attachedPolicies: [READ_ONLY],
      inlinePolicies: {},
      permissionsBoundary: boundary,
    })
  })

  withAdmin(
    'lets the user rotate its own key, and nobody else’s, under a path too',
    async ({emulator, mturk, aws, admin}) => {
      emulator.createUser('bob')
      const {exit} = await mturk(
        'iam',
        'create-user',
        'anna',
        ...admin,
        '--path',
        '/labs/',
        '--profile',
        'anna',
        '--json',
      )
      expect(exit).toBe(0)
      const flags = ['--profile', 'anna', '--region', 'us-east-1'] as const
      expect(await aws('iam', 'create-access-key', ...flags)).toMatchObject({
        exit: 0,
        json: {AccessKey: {UserName: 'anna'}},
      })
      const other = await aws('iam', 'create-access-key', '--user-name', 'bob', ...flags)
      expect(other.stderr).toContain('AccessDenied')
    },
  )

  withAdmin('with --dry-run sends nothing that changes and writes nothing', async ({home, emulator, mturk, admin}) => {
    const before = home.snapshot()
    const {exit, json} = await mturk('iam', 'create-user', 'anna', ...admin, '--dry-run', '--json')
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      dryRun: true,
      userName: 'anna',
      accessKeyId: null,
      storedIn: [],
      policyArn: FULL_ACCESS,
    })
    expect(changesIn(emulator.requests)).toEqual([])
    expect(emulator.state().users).toEqual([])
    expect(home.snapshot()).toEqual(before)
  })

  withAdmin('refuses a name that is taken with 2, and proposes another', async ({home, emulator, mturk, admin}) => {
    emulator.createUser('anna', {tags: {'mturk:run': 'of-somebody-else'}})
    const before = home.snapshot()
    const {exit, json} = await mturk('iam', 'create-user', 'anna', ...admin, '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /IAM user anna/)})
    expect(json.error.remedy).toContain('another NAME')
    expect(emulator.state().users).toMatchObject([{attachedPolicies: [], inlinePolicies: {}, accessKeys: []}])
    expect(home.snapshot()).toEqual(before)
  })

  withAdmin(
    'refuses a profile that holds another key with 9, naming --profile',
    async ({home, emulator, mturk, admin}) => {
      writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)}, 'lab')
      const before = home.snapshot()
      const {exit, json} = await mturk('iam', 'create-user', ...admin, '--profile', 'lab', '--json')
      expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
      expect(json.error.remedy).toContain('--profile')
      expect(changesIn(emulator.requests)).toEqual([])
      expect(emulator.state().users).toEqual([])
      expect(home.snapshot()).toEqual(before)
    },
  )

  it('takes the administrator from the lookup where nobody names one', async ({emulator, mturk}) => {
    const env = {
      AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
    }
    const {exit, json} = await mturk('iam', 'create-user', '--json', {env})
    expect(exit).toBe(0)
    expect(json.storedIn).toEqual([inCredentialsFile()])
  })

  it('says with 3 that nobody may administer, before anything is made', async ({emulator, mturk}) => {
    const {exit, json} = await mturk('iam', 'create-user', '--json')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3)})
    expect(emulator.requests).toEqual([])
  })

  it('says with 5 that this key may not administer, and names --admin-profile', async ({home, emulator, mturk}) => {
    emulator.createUser('bob', {policies: ['AmazonMechanicalTurkFullAccess']})
    writeProfile(home, emulator.createAccessKey('bob'), 'bob')
    const {exit, json} = await mturk('iam', 'create-user', '--admin-profile', 'bob', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /AccessDenied/)})
    expect(json.error.remedy).toContain('--admin-profile')
    expect(emulator.state().users.map(({userName}) => userName)).toEqual(['bob'])
  })

  for (const [what, args] of [
    ['a name that IAM does not take', ['iam', 'create-user', 'anna smith']],
    ['a path without slashes', ['iam', 'create-user', '--path', 'labs']],
    ['a policy that there is not', ['iam', 'create-user', '--policy', 'admin']],
    ['a backend that only reads', ['iam', 'create-user', '--backend', 'env', '--admin-profile', 'admin']],
    ['a backend that there is not', ['iam', 'create-user', '--backend', 'vault', '--admin-profile', 'admin']],
  ] as const) {
    withAdmin(`refuses ${what} with 2, before anything is asked`, async ({emulator, mturk, admin}) => {
      expect(admin).toBeDefined()
      const {exit, json} = await mturk(...args, '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2)})
      expect(changesIn(emulator.requests)).toEqual([])
    })
  }
})
