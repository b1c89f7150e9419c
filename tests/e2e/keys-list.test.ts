import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, userKeyOf, writeProfile} from './support/account.js'
import {makeAnna} from './support/deletion.js'
import {envelope, inCredentialsFile, NOT_SET_UP} from './support/expected.js'
import {withAdmin} from './support/half-made.js'
import {backendSource, linkPlugins} from './support/plugins.js'

const STRANGE = 'AKIASTRANGESTRANGEST'
const time = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:]+\.000Z$/) as string

function boto({accessKeyId, secretAccessKey}: EmulatorKey): string {
  return `[Credentials]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
}

/** A vault that is only asked by its name, and holds this key. */
function onRequest(accessKeyId: string): string {
  const location = `{backend: 'vault', id: '1', profile: 'lab', display: 'vault://lab', writable: true}`
  const more = `lookup: 'on-request', list: async () => [{location: ${location}, accessKeyId: '${accessKeyId}'}],`
  return `export default async () => [${backendSource('vault', more)}]`
}

function byId<Key extends {accessKeyId: string}>(keys: readonly Key[]): Key[] {
  return keys.toSorted((one, other) => (one.accessKeyId < other.accessKeyId ? -1 : 1))
}

function requestedOperations(emulator: Emulator): string[] {
  return emulator.requests.map(({operation}) => operation)
}

describe.concurrent('keys list', () => {
  withAdmin('shows every key and every place of each, in all backends (pain 37)', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const accessKeyId = await makeAnna(scene)
    const other = emulator.createAccessKey('anna')
    writeProfile(home, other, 'lab')
    writeProfile(home, {accessKeyId: STRANGE, secretAccessKey: 's'.repeat(40)}, 'old')
    home.write('.boto', boto(other))
    const env = linkPlugins(home, [{name: 'vault', hook: onRequest(accessKeyId)}])
    const before = home.snapshot()
    const {exit, json} = await mturk('keys', 'list', '--profile', 'anna', '--json', {env})
    // Both may have been made within one second.
    expect({exit, json: {...json, keys: byId(json.keys)}}).toEqual({
      exit: 0,
      json: {
        userName: 'anna',
        account: emulator.accountId,
        keys: byId([
          {
            accessKeyId,
            status: 'Active',
            createdAt: time,
            lastUsedAt: time,
            locations: [
              inCredentialsFile('anna'),
              {backend: 'vault', profile: 'lab', display: 'vault://lab', writable: true},
            ],
          },
          {
            accessKeyId: other.accessKeyId,
            status: 'Active',
            createdAt: time,
            lastUsedAt: null,
            locations: [
              inCredentialsFile('lab'),
              {backend: 'boto-files', profile: null, display: '~/.boto [Credentials]', writable: true},
            ],
          },
        ]),
        unknown: [
          {accessKeyId: emulator.rootKey.accessKeyId, location: inCredentialsFile('admin')},
          {accessKeyId: STRANGE, location: inCredentialsFile('old')},
        ],
        warnings: [NOT_SET_UP, expect.stringContaining('instead of AWS')],
      },
    })
    expect(home.snapshot()).toEqual(before)
  })

  withAdmin('tells a person what is used where, what is not known, and what to type next', async ({scene}) => {
    const {emulator, mturk} = scene
    const accessKeyId = await makeAnna(scene)
    const other = emulator.createAccessKey('anna').accessKeyId
    const {exit, stdout} = await mturk('keys', 'list', '--profile', 'anna')
    expect(exit).toBe(0)
    expect(stdout).toContain('Access keys of user/anna, account 1234-5678-9012 · asked with ~/.aws/credentials [anna]')
    expect(stdout).toMatch(new RegExp(`${accessKeyId}\n +status +Active · made today`))
    expect(stdout).toMatch(/last used +20\d\d-\d\d-\d\d for (sts|iam)/)
    expect(stdout).toMatch(/kept in +~\/\.aws\/credentials \[anna\]/)
    expect(stdout).toMatch(/no use known\n +kept in +no place known on this machine/)
    expect(stdout).toContain('neither a date nor a missing one proves')
    expect(stdout).toMatch(new RegExp(`unknown: .*\n +${emulator.rootKey.accessKeyId} +~/.aws/credentials \\[admin\\]`))
    expect(stdout).toContain(`mturk keys deactivate ${other} --profile anna`)
  })

  withAdmin('shows another user’s keys to an administrator', async ({scene}) => {
    const {emulator, mturk} = scene
    const accessKeyId = await makeAnna(scene)
    const {exit, json} = await mturk('keys', 'list', '--user', 'anna', '--admin-profile', 'admin', '--json')
    expect(exit).toBe(0)
    expect(json).toMatchObject({userName: 'anna', keys: [{accessKeyId, locations: [inCredentialsFile('anna')]}]})
    const {stdout} = await mturk('keys', 'list', '--user', 'anna', '--admin-profile', 'admin')
    expect(stdout).toContain('asked as root user, account 1234-5678-9012 · profile admin')
    const nobody = await mturk('keys', 'list', '--user', 'nobody', '--admin-profile', 'admin', '--json')
    expect(nobody).toMatchObject({exit: 2, json: envelope('usage', 2, /no IAM user nobody/)})
    expect(changesIn(emulator.requests)).not.toContain('UpdateAccessKey')
  })

  withAdmin('with --admin-profile asks as the administrator, and means the user of the profile', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.createUser('bob', {policies: ['AmazonMechanicalTurkFullAccess']})
    const key = emulator.createAccessKey('bob')
    writeProfile(scene.home, key, 'bob')
    const {exit, json} = await mturk('keys', 'list', '--profile', 'bob', '--admin-profile', 'admin', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'bob', keys: [{accessKeyId: key.accessKeyId}]}})
  })

  withAdmin('takes --user and --profile for two questions', async ({scene: {emulator, mturk}}) => {
    const both = await mturk('keys', 'list', '--user', 'anna', '--profile', 'lab', '--json')
    expect(both).toMatchObject({exit: 2, json: envelope('usage', 2)})
    expect(emulator.requests).toEqual([])
  })

  it('says of root keys what they are, and whose page deletes them', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey)
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      userName: null,
      account: emulator.accountId,
      keys: [{accessKeyId: emulator.rootKey.accessKeyId, locations: [inCredentialsFile()]}],
    })
    const {stdout} = await mturk('keys', 'list')
    expect(stdout).toContain('Access keys of the root user')
    expect(stdout).toContain('whoever gets hold of one can do anything')
    expect(stdout).toContain('mturk iam create-user')
    expect(stdout).toContain('#/security_credentials')
  })

  it('without any key says so, as every command does', async ({mturk, emulator}) => {
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3)})
    expect(emulator.requests).toEqual([])
  })

  it('names a backend that fails and a file that cannot be read, and shows the rest', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.createUser('anna', {policies: ['AdministratorAccess']})
    const key = emulator.createAccessKey('anna')
    writeProfile(home, key)
    home.write('.boto', 'what is this\n')
    const hook = `export default async () => [${backendSource('vault', `list: async () => { throw new Error('x') },`)}]`
    const {exit, json} = await mturk('keys', 'list', '--json', {env: linkPlugins(home, [{name: 'vault', hook}])})
    expect({exit, json}).toMatchObject({exit: 0, json: {keys: [{accessKeyId: key.accessKeyId}]}})
    expect(json.warnings).toContainEqual(expect.stringMatching(/^Vault vault was not asked/))
    expect(json.warnings).toContainEqual(expect.stringMatching(/\.boto.*It may hold a key/))
  })
})

describe.concurrent('keys list with a key that may not ask IAM', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('names the exact policy, and shows the places all the same', async ({home, emulator, mturk}) => {
    const {accessKeyId} = userKeyOf(emulator)
    writeProfile(home, userKeyOf(emulator))
    writeProfile(home, {accessKeyId: STRANGE, secretAccessKey: 's'.repeat(40)}, 'old')
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect(exit).toBe(5)
    expect(json).toMatchObject({
      userName: 'mturk-requester',
      verdict: 'no_policy',
      // STS took it a moment ago.
      keys: [{accessKeyId, status: 'Active', createdAt: null, lastUsedAt: null, locations: [inCredentialsFile()]}],
      unknown: [{accessKeyId: STRANGE, location: inCredentialsFile('old')}],
    })
    expect(json.remedy).toContain('aws iam put-user-policy --user-name mturk-requester')
    expect(json.remedy).toContain('"iam:ListAccessKeys"')
    expect(json.remedy).toContain('mturk keys list --user mturk-requester --admin-profile PROFILE')
    const {stdout} = await mturk('keys', 'list')
    expect(stdout).toMatch(/Kept on this machine:\n +AKIASTRANGESTRANGEST +~\/\.aws\/credentials \[old\]/)
    expect(stdout).toContain('✖ IAM')
  })

  it('shows the places where nobody answers', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.addFault({match: {operation: 'ListAccessKeys'}, effect: {kind: 'drop-before'}})
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect({exit, json}).toMatchObject({exit: 7, json: {userName: 'mturk-requester', verdict: 'unreachable'}})
    expect(json.keys).toHaveLength(1)
  })

  it('of a key that AWS does not know shows the places, and who could know more', async ({home, emulator, mturk}) => {
    writeProfile(home, {accessKeyId: STRANGE, secretAccessKey: 's'.repeat(40)})
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect({exit, json}).toMatchObject({
      exit: 4,
      json: {
        userName: null,
        account: null,
        keys: [],
        unknown: [{accessKeyId: STRANGE, location: inCredentialsFile()}],
        verdict: 'bad_key_id',
      },
    })
    expect(json.remedy).toContain('mturk keys list --user NAME --admin-profile PROFILE')
    expect(requestedOperations(emulator)).toEqual(['GetCallerIdentity'])
  })

  it('says when a key was last used only where it may ask', async ({home, emulator, mturk}) => {
    const ListOnly = {Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: '*'}
    emulator.createUser('anna', {inlinePolicies: {list: {Version: '2012-10-17', Statement: [ListOnly]}}})
    writeProfile(home, emulator.createAccessKey('anna'))
    const {exit, stdout} = await mturk('keys', 'list')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/last used +not known: this key may not ask/)
    expect(stdout).toContain('iam:GetAccessKeyLastUsed')
  })
})
