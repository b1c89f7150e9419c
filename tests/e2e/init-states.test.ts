import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {STEP_IDS} from './support/expected.js'

interface Shown {
  readonly id: string
  readonly state: string
  readonly message: string
  readonly remedy?: string
}

function stepsById({steps}: {steps: Shown[]}): Record<string, Shown> {
  return Object.fromEntries(steps.map((step) => [step.id, step]))
}

describe.concurrent('init where one cause stops several steps', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('tells once that AWS refuses the key, and ticks nothing that depends on it', async ({home, mturk}) => {
    writeProfile(home, {
      accessKeyId: 'AKIAABCDEFGHIJKLMNOP',
      secretAccessKey: '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',
    })
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(4)
    const {'aws-account': account, 'access-keys': keys, 'iam-user': user, tools, ...others} = stepsById(json)
    expect(account).toMatchObject({state: 'unknown', remedy: expect.stringContaining('mturk keys import')})
    expect(keys).toMatchObject({state: 'open', message: expect.stringContaining('AWS refuses it; see AWS account')})
    expect(tools).toMatchObject({state: 'open', message: expect.stringContaining('AWS refuses it; see AWS account')})
    for (const step of [user, others['requester-account'], others['sandbox-account']]) {
      expect(step).toEqual({id: step?.id, state: 'unknown', message: 'AWS refuses the key; see AWS account above'})
    }
    expect(json.steps.map(({id}: Shown) => id)).toEqual(STEP_IDS)
  })

  it('asks a network that is dead once, and each endpoint as often as a single question would', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.addFault({match: {}, effect: {kind: 'drop-before'}})
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(7)
    const told = json.steps.filter(({message}: Shown) => message === 'nobody answered; see AWS account above')
    expect(told.map(({id}: Shown) => id)).toEqual(['iam-user', 'requester-account', 'sandbox-account'])
    const asked = emulator.requests.map(({operation, environment}) => `${operation} ${environment}`)
    const counts = [...new Set(asked)].map((each) => asked.filter((other) => other === each).length)
    expect(counts).toEqual([3, 3, 3])
  })

  it('asks each question once where all is well', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    expect(await mturk('init', '--yes', '--json')).toMatchObject({exit: 0})
    expect(emulator.requests.map(({operation}) => operation).sort()).toEqual([
      'GetAccountBalance',
      'GetAccountBalance',
      'GetCallerIdentity',
      'ListAttachedUserPolicies',
      'ListUserPolicies',
    ])
  })
})

describe.concurrent('init with the key of a user without any policy', () => {
  it.override('emulatorOptions', {scenario: 'user-without-policy'})

  it('does not call that user finished', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(5)
    expect(stepsById(json)).toMatchObject({
      'iam-user': {state: 'open', message: expect.stringContaining('no policy that allows Mechanical Turk')},
      'requester-account': {state: 'unknown', remedy: expect.stringContaining('AmazonMechanicalTurkFullAccess')},
      'sandbox-account': {message: 'not allowed here either; see Production above'},
    })
  })
})

describe.concurrent('init where Mechanical Turk says that it has closed', () => {
  it.override('emulatorOptions', {scenario: 'closed'})

  it('makes no user beside a key that is there, and says why', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey)
    const flags = ['--from-csv', writeRootKey(home, emulator), '--user-name', 'anna', '--yes', '--json']
    const {exit, json} = await mturk('init', ...flags)
    expect(exit).toBe(8)
    expect(stepsById(json)).toMatchObject({
      'iam-user': {state: 'skipped', message: expect.stringContaining('Mechanical Turk has closed, so nothing new')},
      'requester-account': {state: 'unknown', remedy: expect.stringContaining('https://support.aws.amazon.com/')},
      'sandbox-account': {message: 'closed here too; see Production above'},
    })
    expect(changesIn(emulator.requests)).toEqual([])
  })
})

describe.concurrent('the region', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('that cannot be written is one open step, which names what to write and the variables', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('no-folder', '')
    const env = {AWS_CONFIG_FILE: home.at('no-folder/config')}
    const before = home.snapshot()
    const {exit, json} = await mturk('init', '--yes', '--json', {env})
    expect(exit).toBe(12)
    const {region, tools} = stepsById(json)
    expect(region).toMatchObject({state: 'open', message: expect.stringContaining('could not be written')})
    expect(region?.remedy).toMatch(/region = us-east-1[^]*`export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1`/)
    expect(tools).toMatchObject({state: 'done'})
    expect(home.snapshot()).toEqual(before)
    // What was printed is what mends it.
    const mended = await mturk('init', '--yes', '--json', {env: {...env, AWS_DEFAULT_REGION: 'us-east-1'}})
    expect(mended.exit).toBe(0)
  })

  it('that is another one is named with its line', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '# mine\n[default]\nregion = eu-west-1\n')
    const {json} = await mturk('init', '--yes', '--json')
    expect(stepsById(json)['region']?.remedy).toContain('Change line 3 of ~/.aws/config to region = us-east-1')
  })

  it('is not touched in a file that Boto refuses, and the other steps go on', async ({home, emulator, mturk}) => {
    const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
    home.write('.aws/config', 'nonsense\n')
    const env = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
    const {exit, json} = await mturk('init', '--yes', '--json', {env})
    expect(exit).toBe(3)
    expect(json.steps.map(({id}: Shown) => id)).toEqual(STEP_IDS)
    expect(home.read('.aws/config')).toBe('nonsense\n')
  })

  it('is not written as long as there is no key', async ({home, mturk}) => {
    const {exit, json} = await mturk('init', '--yes', '--json')
    expect(exit).toBe(3)
    expect(stepsById(json)['region']).toMatchObject({state: 'skipped'})
    expect(home.list()).toEqual([])
  })
})
