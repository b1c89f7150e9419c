import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, userKeyOf, withoutUse, writeProfile, writeRootKey} from './support/account.js'
import {envelope, inCredentialsFile, LONG_LIVED_ID, STEP_IDS} from './support/expected.js'

const windows = process.platform === 'win32'
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'

/** The states of an `init` by step. */
function statesOf(json: {steps: {id: string; state: string}[]}): Record<string, string> {
  return Object.fromEntries(json.steps.map(({id, state}) => [id, state]))
}

describe.concurrent('init with a root key in a CSV file, where both environments are linked', () => {
  it('makes the user and the key, and answers to the letter', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    emulator.setBalance('production', {available: '12.50'})
    const csv = writeRootKey(home, emulator)

    const {exit, json, stderr} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})

    const [user] = emulator.state().users
    const message = expect.stringMatching(/./)
    expect(json).toEqual({
      profile: 'default',
      steps: STEP_IDS.map((id) => ({id, state: 'done', message})),
      accessKeyId: user?.accessKeys[0]?.accessKeyId,
      userName: 'mturk-requester',
      storedIn: [inCredentialsFile()],
      warnings: [
        `asked at ${emulator.endpoint} (AWS_ENDPOINT_URL) instead of AWS`,
        `asked at ${emulator.sandboxEndpoint} (MTURK_SANDBOX_ENDPOINT_URL) instead of AWS`,
      ],
    })
    expect(Object.keys(json)).toEqual(['profile', 'steps', 'accessKeyId', 'userName', 'storedIn', 'warnings'])
    expect(json.accessKeyId).toMatch(LONG_LIVED_ID)
  })

  it('leaves in the account one user with one key, marked as made by this run', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes', '--json')

    const {users, rootKeys} = emulator.state()
    expect(users).toMatchObject([
      {
        userName: 'mturk-requester',
        path: '/',
        attachedPolicies: [FULL_ACCESS],
        permissionsBoundary: null,
        tags: {'mturk:run': expect.stringMatching(/^\w+$/)},
        accessKeys: [{status: 'Active'}],
      },
    ])
    const inline = users[0]?.inlinePolicies ?? {}
    expect(Object.keys(inline)).toEqual(['mturk-self-rotation'])
    expect(JSON.parse(inline['mturk-self-rotation'] ?? '')).toMatchObject({
      Statement: [{Effect: 'Allow', Resource: 'arn:aws:iam::*:user/${aws:username}'}],
    })
    // With its creation, not after it: else a crash between the two would leave a user whose maker nobody knows.
    const created = emulator.requests.find(({operation}) => operation === 'CreateUser')
    expect(JSON.stringify(created?.parameters)).toContain('mturk:run')
    expect(rootKeys).toMatchObject([{status: 'Active'}])
  })

  it('writes the key and the region into Boto’s files, and the root key nowhere (pain 41)', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.link('production')
    emulator.link('sandbox')
    const csv = writeRootKey(home, emulator)
    const {json} = await mturk('init', '--from-csv', csv, '--yes', '--json')

    expect(home.list()).toEqual(['.aws/config', '.aws/credentials', 'Downloads/rootkey.csv'])
    expect(home.read('.aws/credentials')).toMatch(
      new RegExp(`^\\[default\\]\\naws_access_key_id ?= ?${json.accessKeyId}\\naws_secret_access_key ?= ?\\S{40}\\n$`),
    )
    expect(home.read('.aws/config')).toMatch(/^\[default\]\nregion ?= ?us-east-1\n$/)
    const {'Downloads/rootkey.csv': given, ...written} = home.snapshot()
    expect(given).toContain(emulator.rootKey.secretAccessKey)
    expect(JSON.stringify(written)).not.toContain(emulator.rootKey.accessKeyId)
    expect(JSON.stringify(written)).not.toContain(emulator.rootKey.secretAccessKey)
  })

  it.skipIf(windows)('lets nobody else read them', async ({home, emulator, mturk}) => {
    await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes', '--json')
    expect([home.mode('.aws'), home.mode('.aws/credentials'), home.mode('.aws/config')]).toEqual(['700', '600', '600'])
  })

  for (const profile of ['default', 'lab']) {
    it(`lets boto3 and the AWS CLI find the same key and the same balance for the profile ${profile}`, async ({
      home,
      emulator,
      mturk,
      python,
      aws,
    }) => {
      emulator.link('production')
      emulator.link('sandbox')
      emulator.setBalance('production', {available: '182.50'})
      const flag = profile === 'default' ? [] : ['--profile', profile]
      const csv = writeRootKey(home, emulator)
      const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json', ...flag)
      expect(exit).toBe(0)
      expect(json).toMatchObject({profile, storedIn: [inCredentialsFile(profile)]})
      const balances = await Promise.all([
        mturk('balance', '--json', ...flag),
        mturk('balance', '--sandbox', '--json', ...flag),
      ])
      expect(balances.map((each) => each.json.availableBalance)).toEqual(['182.50', '10000.00'])

      // The region comes from what `init` wrote: neither client is given one.
      const seen = await python(
        `
import boto3
session = boto3.Session(profile_name=given["profile"])
balance = lambda endpoint: session.client("mturk", endpoint_url=endpoint).get_account_balance()["AvailableBalance"]
print(json.dumps({
    "key": session.get_credentials().access_key,
    "region": session.region_name,
    "balances": [balance(given["endpoint"]), balance(given["sandboxEndpoint"])],
}))`,
        {profile: profile === 'default' ? null : profile},
      )
      expect(seen).toMatchObject({
        exit: 0,
        json: {key: json.accessKeyId, region: 'us-east-1', balances: ['182.50', '10000.00']},
      })

      const production = await aws('mturk', 'get-account-balance', ...flag)
      expect(production).toMatchObject({exit: 0, json: {AvailableBalance: '182.50'}})
      const sandbox = await aws('mturk', 'get-account-balance', ...flag, {endpoint: emulator.sandboxEndpoint})
      expect(sandbox).toMatchObject({exit: 0, json: {AvailableBalance: '10000.00'}})
      const asked = emulator.requests.filter(({operation}) => operation === 'GetAccountBalance')
      expect(new Set(asked.map(({accessKeyId}) => accessKeyId))).toEqual(new Set([json.accessKeyId]))
    })

    it(`changes no byte and makes nothing when it is run again for the profile ${profile}`, async ({
      home,
      emulator,
      mturk,
    }) => {
      emulator.link('production')
      emulator.link('sandbox')
      emulator.setBalance('production', {available: '1.00'})
      const flag = profile === 'default' ? [] : ['--profile', profile]
      const csv = writeRootKey(home, emulator)
      const first = await mturk('init', '--from-csv', csv, '--yes', '--json', ...flag)
      expect(first.exit).toBe(0)
      const files = home.snapshot()
      const account = withoutUse(emulator)
      const asked = emulator.requests.length

      for (const handedOver of [[], ['--from-csv', csv]]) {
        const again = await mturk('init', '--yes', '--json', ...flag, ...handedOver)
        expect(again).toMatchObject({exit: 0, stderr: ''})
        expect(again.json).toMatchObject({accessKeyId: first.json.accessKeyId, storedIn: first.json.storedIn})
        expect(again.json).toMatchObject({userName: 'mturk-requester', profile})
        expect(new Set(Object.values(statesOf(again.json)))).toEqual(new Set(['done']))
      }
      const people = await mturk('init', '--yes', ...flag)
      expect(people).toMatchObject({exit: 0, stdout: expect.stringContaining('Nothing to do.')})
      expect(home.snapshot()).toEqual(files)
      expect(withoutUse(emulator)).toEqual(account)
      expect(changesIn(emulator.requests.slice(asked))).toEqual([])
    })
  }

  it('says what it is about to a person, in two lines, and shows no secret', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    const {exit, stdout} = await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes')
    expect(exit).toBe(0)
    expect(stdout).toContain('Mechanical Turk set-up · profile default')
    expect(stdout).toContain('AWS closed Mechanical Turk to new customers on 30 July 2026')
    expect(stdout).toMatch(/✔ Production +linked · \$0\.00 available/)
    expect(stdout).toMatch(/! Prepaid balance +\$0\.00/)
    expect(stdout).toContain('Downloads/rootkey.csv is still active')
    expect(stdout).not.toContain(emulator.rootKey.secretAccessKey)
    expect(stdout).not.toContain(/aws_secret_access_key ?= ?(\S+)/.exec(home.read('.aws/credentials'))?.[1])
  })
})

describe.concurrent('init while something is still open', () => {
  it('ends with 0 when nothing but money is missing', async ({home, emulator, mturk}) => {
    emulator.link('production')
    emulator.link('sandbox')
    const {exit, json} = await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes', '--json')
    expect(exit).toBe(0)
    expect(json.steps.at(6)).toEqual({
      id: 'prepaid-balance',
      state: 'open',
      message: expect.stringContaining('$0.00 in production'),
      remedy: expect.stringContaining('https://requester.mturk.com/prepayments/new'),
    })
  })

  it('ends with 6 where nothing is linked, with the key made and stored all the same', async ({
    home,
    emulator,
    mturk,
  }) => {
    const {exit, json} = await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes', '--json')
    expect(exit).toBe(6)
    expect(json.steps.map(({id}: {id: string}) => id)).toEqual(STEP_IDS)
    expect(statesOf(json)).toMatchObject({
      'iam-user': 'done',
      'requester-account': 'open',
      'sandbox-account': 'open',
      region: 'done',
      'prepaid-balance': 'skipped',
      tools: 'done',
    })
    expect(json.steps[4].remedy).toContain('https://requestersandbox.mturk.com/developer')
    expect(json.storedIn).toEqual([inCredentialsFile()])
  })

  it('ends with 6 where only the sandbox is not linked, and says so of the sandbox alone', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.link('production')
    const {exit, json} = await mturk('init', '--from-csv', writeRootKey(home, emulator), '--yes', '--json')
    expect(exit).toBe(6)
    expect(statesOf(json)).toMatchObject({'requester-account': 'done', 'sandbox-account': 'open'})
  })

  it('with --wait sees the links appear and goes on', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    const running = mturk('init', '--from-csv', csv, '--yes', '--wait', '1', '--json')
    for (const environment of ['production', 'sandbox'] as const) {
      await emulator.waitForRequest((request) => request.environment === environment && request.status === 400, {
        timeoutMs: 30_000,
      })
      emulator.link(environment)
    }
    const {exit, json} = await running
    expect(exit).toBe(0)
    expect(statesOf(json)).toMatchObject({'requester-account': 'done', 'sandbox-account': 'done', tools: 'done'})
  })

  it('ends with 3 without any key, asks nobody and writes nothing', async ({home, emulator, mturk}) => {
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(3)
    expect(json).toMatchObject({accessKeyId: null, userName: null, storedIn: []})
    expect(statesOf(json)).toMatchObject({'aws-account': 'unknown', 'access-keys': 'open', 'iam-user': 'skipped'})
    expect(json.steps[1].remedy).toContain('`mturk init --from-csv rootkey.csv`')
    expect(emulator.requests).toEqual([])
    expect(home.list()).not.toContain('.aws/credentials')
  })

  it('with --dry-run sends nothing that changes and writes nothing', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    const before = home.snapshot()
    const {json} = await mturk('init', '--from-csv', csv, '--dry-run', '--yes', '--json')
    expect(json.steps.map(({id}: {id: string}) => id)).toEqual(STEP_IDS)
    expect(changesIn(emulator.requests)).toEqual([])
    expect(home.snapshot()).toEqual(before)
  })

  it('refuses a second key for a profile that holds one, names --profile and changes nothing', async ({
    home,
    emulator,
    mturk,
  }) => {
    emulator.createUser('bob', {policies: ['AmazonMechanicalTurkFullAccess']})
    writeProfile(home, emulator.createAccessKey('bob'), 'lab')
    const csv = writeRootKey(home, emulator)
    const before = home.snapshot()
    const flags = ['--from-csv', csv, '--user-name', 'anna', '--profile', 'lab', '--yes', '--json']
    const {exit, json} = await mturk('init', ...flags)
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
    expect(json.error.remedy).toContain('--profile')
    expect(home.snapshot()).toEqual(before)
    expect(changesIn(emulator.requests)).toEqual([])
  })
})

describe.concurrent('init where a set-up is there already', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('makes nothing of a healthy one, whatever made it, and adds the missing region', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(0)
    expect(new Set(Object.values(statesOf(json)))).toEqual(new Set(['done']))
    expect(home.read('.aws/config')).toMatch(/region ?= ?us-east-1/)
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('ends with 12 and leaves a root key in the files alone, unless somebody asks for the user', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, emulator.rootKey)
    const credentials = home.read('.aws/credentials')
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(12)
    expect(statesOf(json)).toMatchObject({'iam-user': 'open', 'requester-account': 'done'})
    expect(json.steps[2].remedy).toContain('mturk iam create-user')
    expect(home.read('.aws/credentials')).toBe(credentials)
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('ends with 12 where the region is another one, which --yes does not overwrite', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '[default]\nregion = eu-west-1\n')
    const before = home.snapshot()
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(12)
    expect(json.steps[5]).toMatchObject({state: 'open', message: expect.stringContaining('eu-west-1')})
    expect(home.snapshot()).toEqual(before)
  })

  it('ends with 12 where the environment hides the stored key from the tools', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator), 'lab')
    home.write('.aws/config', '[profile lab]\nregion = us-east-1\n')
    const {accessKeyId, secretAccessKey} = emulator.createAccessKey('mturk-requester')
    const env = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
    const {exit, json} = await mturk('init', '--profile', 'lab', '--yes', '--json', {env})
    expect(exit).toBe(12)
    expect(statesOf(json)).toMatchObject({'access-keys': 'done', tools: 'open'})
    expect(json).toMatchObject({accessKeyId: userKeyOf(emulator).accessKeyId})
  })

  it('names the key’s own user when another was asked for, and makes that one', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const csv = writeRootKey(home, emulator)
    const flags = ['--from-csv', csv, '--user-name', 'anna', '--profile', 'anna', '--yes', '--json']
    const {exit, json} = await mturk('init', ...flags)
    expect(exit).toBe(0)
    expect(json).toMatchObject({userName: 'anna', profile: 'anna', storedIn: [inCredentialsFile('anna')]})
    expect(
      emulator
        .state()
        .users.map(({userName}) => userName)
        .sort(),
    ).toEqual(['anna', 'mturk-requester'])
  })

  it('refuses a user of that name which it did not make, with 2 and another name', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /mturk-requester/)})
    expect(json.error.remedy).toContain('--user-name')
    expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}], tags: {}}])
    expect(home.list()).not.toContain('.aws/credentials')
  })
})
