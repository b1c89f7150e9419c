import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import type {Home} from '../support/home.js'
import {it} from '../support/fixtures.js'
import {changesIn, keyCsv, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'

const FULL_ACCESS = 'AmazonMechanicalTurkFullAccess'
const allow = (Action: string | string[], Resource = '*') => ({Effect: 'Allow', Action, Resource})
const deny = (Action: string | string[]) => ({Effect: 'Deny', Action, Resource: '*'})
const policy = (...Statement: object[]) => ({Version: '2012-10-17', Statement})
const SELF_ROTATION = policy(
  allow(['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:GetUser'], 'arn:aws:iam::*:user/${aws:username}'),
)

/** The CSV file of a user's key, as AWS hands it out; answers its path and the user's key. */
function handOut(home: Home, emulator: Emulator, userName: string) {
  const key = emulator.createAccessKey(userName)
  return {key, csv: home.write(`Downloads/${userName}_accessKeys.csv`, keyCsv(key))}
}

function userNames(emulator: Emulator): string[] {
  return emulator.state().users.map(({userName}) => userName)
}

describe.concurrent('init with the key of a user who has Mechanical Turk alone', () => {
  const makeAnna = (emulator: Emulator) => {
    emulator.link('production')
    emulator.link('sandbox')
    emulator.createUser('anna', {policies: [FULL_ACCESS], inlinePolicies: {'mturk-self-rotation': SELF_ROTATION}})
  }

  it('stores it as it is, and says that nobody can tell what else it may do', async ({home, emulator, mturk}) => {
    makeAnna(emulator)
    const {csv, key} = handOut(home, emulator, 'anna')
    const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {accessKeyId: key.accessKeyId, userName: 'anna', storedIn: [inCredentialsFile()]},
    })
    expect(json.steps).toContainEqual(
      expect.objectContaining({id: 'iam-user', message: expect.stringContaining('may not read its own policies')}),
    )
    expect(home.read('.aws/credentials')).toContain(key.secretAccessKey)
    expect(userNames(emulator)).toEqual(['anna'])
  })

  it('asks nothing of IAM that could change it for a rehearsal', async ({home, emulator, mturk}) => {
    makeAnna(emulator)
    const {csv} = handOut(home, emulator, 'anna')
    const before = home.snapshot()
    const {json} = await mturk('init', '--from-csv', csv, '--dry-run', '--json')
    expect(json.steps).toContainEqual(
      expect.objectContaining({
        id: 'access-keys',
        message: expect.stringMatching(/Would ask whether .*user\/anna.* may make users: .* store it as it is/),
      }),
    )
    expect(changesIn(emulator.requests)).toEqual([])
    expect(home.snapshot()).toEqual(before)
  })

  it('does not store it unasked where a denial hides what it may do, and names the flag that does', async ({
    home,
    emulator,
    mturk,
  }) => {
    makeAnna(emulator)
    emulator.createUser('carl', {policies: [FULL_ACCESS], inlinePolicies: {no: policy(deny('iam:*'))}})
    const {csv} = handOut(home, emulator, 'carl')
    const before = home.snapshot()
    const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /user\/carl.*may not make users/)})
    expect(json.error.remedy).toContain(`mturk init --user-name carl --from-csv ${csv}`)
    expect(home.snapshot()).toEqual(before)
    expect(userNames(emulator)).toEqual(['anna', 'carl'])
  })

  it('stores it as it is where its user is named, and is done', async ({home, emulator, mturk}) => {
    makeAnna(emulator)
    const {csv, key} = handOut(home, emulator, 'anna')
    const {exit, json} = await mturk('init', '--from-csv', csv, '--user-name', 'anna', '--yes', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {accessKeyId: key.accessKeyId, userName: 'anna', storedIn: [inCredentialsFile()]},
    })
    expect(home.read('.aws/credentials')).toContain(key.secretAccessKey)
    expect(changesIn(emulator.requests)).toEqual([])
  })
})

describe.concurrent('init with the key of somebody who can do more', () => {
  for (const {who, inlinePolicies} of [
    {who: 'may do everything but list', inlinePolicies: {all: policy(allow('*'), deny('iam:List*'))}},
    {who: 'may do everything but read IAM', inlinePolicies: {all: policy(allow('*'), deny(['iam:List*', 'iam:Get*']))}},
    {
      who: 'may make users for Mechanical Turk, and look at nothing',
      inlinePolicies: {
        some: policy(
          allow(
            ['CreateUser', 'TagUser', 'AttachUserPolicy', 'PutUserPolicy', 'CreateAccessKey'].map((x) => `iam:${x}`),
          ),
        ),
      },
    },
  ]) {
    it(`makes a user with it and never stores it where its owner ${who}`, async ({home, emulator, mturk}) => {
      emulator.link('production')
      emulator.link('sandbox')
      emulator.createUser('boss', {inlinePolicies})
      const {csv, key} = handOut(home, emulator, 'boss')
      const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
      expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
      const {[`Downloads/boss_accessKeys.csv`]: _given, ...written} = home.snapshot()
      expect(JSON.stringify(written)).not.toContain(key.accessKeyId)
      expect(userNames(emulator)).toEqual(['boss', 'mturk-requester'])
    })
  }

  it('stores no key of a user who may make users and nothing else, and says what may be left', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.createUser('boss', {inlinePolicies: {some: policy(allow(['iam:CreateUser', 'iam:TagUser']))}})
    const {csv} = handOut(home, emulator, 'boss')
    const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /mturk-requester may be half-made/)})
    expect(home.list()).not.toContain('.aws/credentials')
  })

  it('refuses to store the key of an administrator, even where its user is named', async ({home, emulator, mturk}) => {
    emulator.createUser('boss', {inlinePolicies: {all: policy(allow('*'))}})
    const {csv} = handOut(home, emulator, 'boss')
    const {exit, json} = await mturk('init', '--from-csv', csv, '--user-name', 'boss', '--yes', '--json')
    expect({exit, json}).toEqual({
      exit: 2,
      json: envelope('usage', 2, /boss's own, and that user carries all besides .* never stored/),
    })
    expect(home.list()).not.toContain('.aws/credentials')
  })
})

describe.concurrent('init --admin-profile', () => {
  it('makes the user where there is no key yet', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    writeProfile(home, emulator.rootKey, 'admin')
    const {exit, json} = await mturk('init', '--admin-profile', 'admin', '--yes', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'mturk-requester', storedIn: [inCredentialsFile()]}})
    expect(json.steps[1]).toMatchObject({state: 'done'})
    expect(home.read('.aws/credentials').split(emulator.rootKey.accessKeyId)).toHaveLength(2)
  })

  it('says that there is no such profile', async ({home, emulator, mturk}) => {
    const {exit, json} = await mturk('init', '--admin-profile', 'nobody', '--yes', '--json')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3, /nobody/)})
    expect(emulator.requests).toEqual([])
    expect(home.list()).toEqual([])
  })
})

describe.concurrent('init where a key is there already', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('says that the key handed over was not used, and how it would be', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    const csv = writeRootKey(home, emulator)
    const files = home.snapshot()
    const json = await mturk('init', '--from-csv', csv, '--yes', '--json')
    const warning = expect.stringMatching(/was not used: .* from ~\/\.aws\/credentials \[default\].*--profile OTHER/)
    expect(json).toMatchObject({exit: 0, json: {warnings: expect.arrayContaining([warning])}})
    const text = await mturk('init', '--from-csv', csv, '--yes')
    expect(text.stdout).toMatch(/^! The key that you handed over was not used/m)
    expect(text.stdout).not.toContain('is still active')
    expect(home.snapshot()).toEqual(files)

    const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
    const env = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
    const shadowed = await mturk('init', '--from-csv', csv, '--yes', '--json', {env})
    expect(shadowed.json.warnings).toContainEqual(expect.stringContaining('from AWS_ACCESS_KEY_ID'))
  })

  it('says nothing of it where it is that very key', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const csv = home.write('keys.csv', keyCsv(userKeyOf(emulator)))
    const {json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect(JSON.stringify(json.warnings)).not.toContain('not used')
  })

  it('names what is wrong with a long-lived key beside a session token', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/credentials', `${home.read('.aws/credentials')}aws_session_token = left-over\n`)
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(3)
    expect(json.steps[0]).toMatchObject({state: 'unknown', message: expect.stringContaining('see Access keys')})
    expect(json.steps[1]).toMatchObject({state: 'open', message: expect.stringMatching(/token/)})
    expect(JSON.stringify(json)).not.toContain('no access key found')
  })
})

describe.concurrent('init --dry-run', () => {
  const rehearse = ['--dry-run', '--yes']

  it('tells what it would do with a root key, and does nothing', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    const before = home.snapshot()
    const {exit, json} = await mturk(
      'init',
      '--from-csv',
      csv,
      '--user-name',
      'anna',
      '--profile',
      'anna',
      ...rehearse,
      '--json',
    )
    expect(exit).toBe(0)
    const messages = Object.fromEntries(json.steps.map(({id, message}: {id: string; message: string}) => [id, message]))
    expect(json).toMatchObject({dryRun: true, accessKeyId: null, storedIn: []})
    expect(messages).toMatchObject({
      'access-keys': expect.stringMatching(/Would use .*root user.* in memory, and not store it/),
      'iam-user': expect.stringMatching(
        /Would make the IAM user anna as root user.*AmazonMechanicalTurkFullAccess.* store it in ~\/\.aws\/credentials \[anna\]/,
      ),
      region: expect.stringContaining('Would write region = us-east-1 into ~/.aws/config [profile anna]'),
    })
    const text = await mturk('init', '--from-csv', csv, ...rehearse)
    expect(text.stdout).toMatch(/Would make the IAM user mturk-requester[^]*\n\nNothing was changed\.\n$/)
    expect(home.snapshot()).toEqual(before)
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('tells that it would store the key of the user who is named', async ({home, emulator, mturk}) => {
    emulator.createUser('anna', {policies: [FULL_ACCESS]})
    const {csv} = handOut(home, emulator, 'anna')
    const {json} = await mturk('init', '--from-csv', csv, '--user-name', 'anna', ...rehearse, '--json')
    expect(json.steps[1].message).toMatch(/Would store the key of user\/anna.* as it is, in boto-files/)
    expect(home.list()).not.toContain('.aws/credentials')
  })
})
