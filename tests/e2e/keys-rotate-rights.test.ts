import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {
  consoleOf,
  expectAllOn,
  idsIn,
  journalOf,
  keysOf,
  PLACES,
  SELF_ROTATION,
  USER,
  withScene,
} from './support/rotation.js'

const FULL = 'AmazonMechanicalTurkFullAccess'
const ADMIN = ['--user', USER, '--admin-profile', 'admin', '--json']

describe.concurrent('a key that cannot be rotated', () => {
  it('is the root user’s: it is to be done away with (pain 33)', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey)
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /root user's/)})
    expect(json.error.remedy).toMatch(/`mturk init`[^]*security_credentials/)
    expect(changesIn(emulator.requests)).toEqual([])
    expect(journalOf(home)).toBeUndefined()
  })

  it('is temporary, of a session or a role (pain 31)', async ({home, emulator, mturk}) => {
    home.write(
      '.aws/credentials',
      '[default]\naws_access_key_id = ASIAQNZGKIQY56JQ7WML\naws_secret_access_key = abc\naws_session_token = def\n',
    )
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({
      exit: 3,
      json: envelope('temporary_credentials', 3, /temporary/),
    })
    home.write('.aws/credentials', '')
    home.write('.aws/config', '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = y\n')
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({
      exit: 3,
      json: envelope('temporary_credentials', 3),
    })
    expect(emulator.requests).toEqual([])
  })

  it('has no rights in IAM: the exact policy is told, and how it is added (pain 33)', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.createUser(USER, {path: '/labs/vision/', policies: [FULL]})
    const key = emulator.createAccessKey(USER)
    writeProfile(home, key)
    const before = [home.snapshot(), withoutUse(emulator)]
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /iam:ListAccessKeys/)})
    expect(json.error.remedy).toContain('aws iam put-user-policy --user-name anna --policy-name mturk-self-rotation')
    expect(json.error.remedy).toContain('arn:aws:iam::*:user/labs/vision/${aws:username}')
    expect(json.error.remedy).toContain('`mturk keys rotate --user anna --admin-profile PROFILE`')
    expect([home.snapshot(), withoutUse(emulator)]).toEqual(before)
  })

  for (const action of ['UpdateAccessKey', 'DeleteAccessKey'] as const) {
    it(`lacks iam:${action} alone: it is told before a key is made`, async ({home, emulator, mturk}) => {
      const [statement] = SELF_ROTATION.Statement
      const Action = statement?.Action.filter((each) => each !== `iam:${action}`)
      const document = {...SELF_ROTATION, Statement: [{...statement, Action}]}
      emulator.createUser(USER, {policies: [FULL], inlinePolicies: {most: document}})
      const key = emulator.createAccessKey(USER)
      writeProfile(home, key)
      const {exit, json} = await mturk('keys', 'rotate', '--json')
      expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, new RegExp(`iam:${action}`))})
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
      expect(journalOf(home)).toBeUndefined()
    })
  }

  it('lacks iam:CreateAccessKey: nothing was changed', async ({home, emulator, mturk}) => {
    const Deny = {Effect: 'Deny', Action: 'iam:CreateAccessKey', Resource: '*'}
    const document = {...SELF_ROTATION, Statement: [...SELF_ROTATION.Statement, Deny]}
    emulator.createUser(USER, {policies: [FULL], inlinePolicies: {most: document}})
    const key = emulator.createAccessKey(USER)
    writeProfile(home, key)
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /CreateAccessKey[^]*Nothing was changed\./)})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
    expect(journalOf(home)).toBeUndefined()
  })

  it('is denied outright, as where MFA is demanded: no policy would help (pain 32)', async ({
    home,
    emulator,
    mturk,
  }) => {
    const Deny = {
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: {BoolIfExists: {'aws:MultiFactorAuthPresent': 'false'}},
    }
    const document = {...SELF_ROTATION, Statement: [...SELF_ROTATION.Statement, Deny]}
    emulator.createUser(USER, {policies: [FULL], inlinePolicies: {most: document}})
    writeProfile(home, emulator.createAccessKey(USER))
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /explicit deny/)})
    expect(json.error.remedy).toMatch(/MFA[^]*--admin-profile PROFILE/)
    expect(json.error.remedy).not.toContain('put-user-policy')
    expect(changesIn(emulator.requests)).toEqual([])
  })

  withScene('is in an account whose organization forbids it: whom to ask', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.addServiceControlPolicy({
      Version: '2012-10-17',
      Statement: [{Effect: 'Deny', Action: 'iam:*AccessKey*', Resource: '*'}],
    })
    const {exit, json} = await mturk('keys', 'rotate', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('denied_by_scp', 5, /forbids changing access keys/)})
    expect(json.error.remedy).toContain('iam:CreateAccessKey')
    expect(json.error.remedy).not.toContain('mechanicalturk')
  })

  withScene('does not work: AWS does not know it', async ({scene}) => {
    const {home, key, mturk} = scene
    const broken = {...key, secretAccessKey: 'wrong/wrong/wrong/wrong/wrong/wrong/wron'}
    home.write('.aws/credentials', '')
    writeProfile(home, broken)
    expect(await mturk('keys', 'rotate', '--json')).toMatchObject({exit: 4, json: envelope('bad_secret', 4)})
  })
})

describe.concurrent('an administrator', () => {
  withScene('rotates the key of somebody else’s user, wherever it is kept here', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    emulator.createUser('boss', {policies: ['IAMFullAccess']})
    home.write('.aws/config', '')
    const admin = emulator.createAccessKey('boss')
    const credentials = home.read('.aws/credentials')
    home.write(
      '.aws/credentials',
      `[admin]\naws_access_key_id = ${admin.accessKeyId}\naws_secret_access_key = ${admin.secretAccessKey}\n${credentials}`,
    )
    const {exit, json} = await mturk('keys', 'rotate', ...ADMIN)
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {userName: USER, oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'}, pending: []},
    })
    expect(json.storedIn).toHaveLength(PLACES.length)
    expect(idsIn(home)).toEqual([admin.accessKeyId, ...PLACES.map(() => json.newKey.accessKeyId as string)])
    // The user's own keys sign nothing in IAM.
    const signers = emulator.requests.flatMap(({service, accessKeyId}) => (service === 'iam' ? [accessKeyId] : []))
    expect(new Set(signers)).toEqual(new Set([admin.accessKeyId]))
    const {stdout} = await mturk(
      'keys',
      'rotate',
      '--user',
      USER,
      '--admin-profile',
      'admin',
      '--delete-key',
      key.accessKeyId,
    )
    expect(stdout).toMatch(/mturk keys activate \w+ --user anna/)
  })

  withScene('rotates the key of a profile that may not do it itself', async ({scene}) => {
    const {home, emulator, mturk} = scene
    emulator.createUser('bob', {policies: [FULL]})
    const key = emulator.createAccessKey('bob')
    writeProfile(home, key, 'bob')
    writeProfile(home, emulator.rootKey, 'admin')
    const {exit, json} = await mturk('keys', 'rotate', '--profile', 'bob', '--admin-profile', 'admin', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'bob', oldKey: {status: 'Inactive'}}})
    expect(keysOf(emulator, 'bob')).toMatchObject({[key.accessKeyId]: 'Inactive'})
  })

  withScene('who is a federated user is told so, not that the key is bad', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    const admin = emulator.createAccessKey(USER)
    writeProfile(home, admin, 'admin')
    const match = {accessKeyId: admin.accessKeyId}
    const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${emulator.accountId}:federated-user/ann</Arn><UserId>${emulator.accountId}:ann</UserId><Account>${emulator.accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
    emulator.addFault({match: {...match, service: 'sts'}, effect: {kind: 'raw', status: 200, body}})
    const message = 'The security token included in the request is invalid.'
    const refused = {kind: 'error', status: 403, code: 'InvalidClientTokenId', message} as const
    emulator.addFault({match: {...match, service: 'iam'}, effect: refused})
    const {exit, json} = await mturk('keys', 'rotate', '--profile', 'lab', ...ADMIN)
    expect({exit, json}).toEqual({exit: 5, json: envelope('not_authorized', 5, /federated-user\/ann, account/)})
    expect(json.error.remedy).toContain(`mturk keys rotate --user ${USER} --admin-profile PROFILE`)
    expect(keysOf(emulator)).toMatchObject({[key.accessKeyId]: 'Active'})
    expect(journalOf(home)).toBeUndefined()
  })

  withScene('may be the very user: then the keys sign for themselves', async ({scene}) => {
    const {mturk, key} = scene
    const {exit, json} = await mturk('keys', 'rotate', '--user', USER, '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'}}})
    await expectAllOn(scene, json.newKey.accessKeyId as string)
  })

  withScene('is told where nobody here could hold the new key', async ({scene}) => {
    const {home, emulator, mturk} = scene
    writeProfile(home, emulator.rootKey, 'admin')
    emulator.createUser('bob', {policies: [FULL]})
    emulator.createAccessKey('bob')
    const before = withoutUse(emulator)
    const {exit, json} = await mturk('keys', 'rotate', '--user', 'bob', '--admin-profile', 'admin', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /no access key that this machine holds/)})
    expect(json.error.remedy).toContain('`mturk iam create-user bob --adopt --admin-profile admin`')
    const nobody = await mturk('keys', 'rotate', '--user', 'nobody', '--admin-profile', 'admin', '--json')
    expect({exit: nobody.exit, json: nobody.json}).toEqual({exit: 2, json: envelope('usage', 2, /no IAM user nobody/)})
    expect(withoutUse(emulator)).toEqual(before)
  })

  withScene('does not rotate a key that is switched off, and says how it comes back', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeProfile(home, emulator.rootKey, 'admin')
    for (const more of [0, 1]) {
      if (more) emulator.createAccessKey(USER)
      await consoleOf(emulator).updateAccessKey(USER, key.accessKeyId, 'Inactive')
      const {exit, json} = await mturk('keys', 'rotate', ...ADMIN)
      expect({exit, json}).toEqual({
        exit: 2,
        json: envelope('usage', 2, /not active but Inactive, so there is nothing/),
      })
      expect(json.error.remedy).toContain(`mturk keys activate ${key.accessKeyId} --user ${USER} --admin-profile admin`)
    }
  })

  withScene('names the profile where two keys of the user are here', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeProfile(home, emulator.rootKey, 'admin')
    const other = emulator.createAccessKey(USER)
    writeProfile(home, other, 'other')
    const {exit, json} = await mturk('keys', 'rotate', ...ADMIN)
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /two keys of the IAM user anna/)})
    expect(json.error.remedy).toContain('--profile NAME')
    const wanted = ['keys', 'rotate', '--profile', 'other', '--delete-key', key.accessKeyId, ...ADMIN]
    const named = await mturk(...wanted)
    expect({exit: named.exit, json: named.json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /~\/\.boto/)})
    await consoleOf(emulator).updateAccessKey(USER, key.accessKeyId, 'Inactive')
    expect(await mturk(...wanted)).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: other.accessKeyId}}})
  })

  withScene('whose own key does not work is refused, and named', async ({scene}) => {
    const {home, emulator, mturk, key} = scene
    writeProfile(home, {...emulator.rootKey, accessKeyId: 'AKIAIOSFODNN7EXAMPLE'}, 'admin')
    const {exit, json} = await mturk('keys', 'rotate', '--admin-profile', 'admin', '--json')
    expect({exit, json}).toEqual({exit: 4, json: envelope('bad_key_id', 4, /credentials of profile admin/)})
    expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Active'})
  })
})
