import {startEmulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {mturkIn} from '../support/mturk.js'
import {changesIn, userKeyOf, writeProfile} from './support/account.js'
import {secretsIn} from './support/traces.js'

const SELF_ROTATION = {
  'mturk-self-rotation': {
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Action: ['iam:GetUser', 'iam:ListAccessKeys'], Resource: '*'}],
  },
}
/** Without one there is always that to be said. */
const REGION = {AWS_DEFAULT_REGION: 'us-east-1'}
const FULL = 'AmazonMechanicalTurkFullAccess'

function idsOf(json: {findings: {id: string; severity: string}[]}): string[] {
  return json.findings.map(({id, severity}) => `${severity} ${id}`)
}

describe.concurrent('doctor', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('says one calm line where machine and account are well, and asks nothing but questions', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    const {exit, stdout} = await mturk('doctor', {env: REGION, cwd: home.path})
    expect(exit).toBe(0)
    expect(stdout).toMatch(
      /^✔ Nothing is wrong · profile default · \*{16}\w{4} from ~\/\.aws\/credentials \[default\] · asked at http:\S+ \(AWS_ENDPOINT_URL\) instead of AWS · .* · AWS and Mechanical Turk take the key\n$/,
    )
    expect(changesIn(emulator.requests)).toEqual([])
    expect(new Set(emulator.requests.map(({operation}) => operation))).toEqual(
      new Set([
        'GetCallerIdentity',
        'GetAccountBalance',
        'ListAttachedUserPolicies',
        'ListUserPolicies',
        'ListAccessKeys',
      ]),
    )
  })

  it('tells a script what was asked about which key, and where', async ({home, emulator, mturk}) => {
    const key = userKeyOf(emulator)
    writeProfile(home, key)
    const {json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect(json).toMatchObject({profile: 'default', accessKeyId: key.accessKeyId, asked: true, fixable: 0})
    expect(json.endpoints.map(({service}: {service: string}) => service)).toEqual([
      'mturk',
      'mturk-sandbox',
      'sts',
      'iam',
    ])
    expect(json.endpoints[1]).toMatchObject({overriddenBy: 'MTURK_SANDBOX_ENDPOINT_URL'})
  })

  it('asks nobody with a key that is known to be no good, and never says that all is well', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, {accessKeyId: userKeyOf(emulator).accessKeyId, secretAccessKey: ''})
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json), asked: json.asked}).toEqual({exit: 12, ids: ['error no-usable-key'], asked: false})
    expect(emulator.requests).toEqual([])
  })

  it('finds a root key (pain 41)', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey)
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 0, ids: ['warning root-key']})
  })

  it('finds a link that is missing, for each environment by itself (pain 1)', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.unlink('sandbox')
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 12, ids: ['error link-sandbox']})
    expect(json.findings[0].remedy).toContain('https://requestersandbox.mturk.com/developer')
  })

  it('finds a key that AWS does not know, and tells it once', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 'n'.repeat(40)})
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 12, ids: ['error key-refused']})
  })

  it('finds a policy that is missing (pains 22 and 40)', async ({home, emulator, mturk}) => {
    emulator.createUser('anna', {})
    writeProfile(home, emulator.createAccessKey('anna'))
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 12, ids: ['error policy-missing']})
  })

  it('finds rights beyond Mechanical Turk, and a second key', async ({home, emulator, mturk}) => {
    emulator.createUser('anna', {policies: [FULL, 'IAMFullAccess']})
    writeProfile(home, emulator.createAccessKey('anna'))
    const second = emulator.createAccessKey('anna')
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 0, ids: ['warning policy-wider', 'warning second-key']})
    expect(json.findings[0].message).toContain('carries IAMFullAccess besides Mechanical Turk')
    expect(json.findings[1].message).toContain(second.accessKeyId)
    expect(json.findings[1].remedy).toContain(`\`mturk keys deactivate ${second.accessKeyId}\``)
  })

  it('finds a wrong clock (pain 24)', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds: 3600}})
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 12, ids: ['error clock']})
    expect(json.findings[0].message).toMatch(/1 hour/)
  })

  it('does not turn silence or an end of the service into bad keys', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.closeService()
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 0, ids: ['warning link-production', 'warning link-sandbox']})
  })

  it('notes that there is no money, and stays calm about it', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.setBalance('production', {available: '0.00'})
    const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
    expect({exit, ids: idsOf(json)}).toEqual({exit: 0, ids: ['note prepaid-balance']})
  })

  it('shows a key to nobody that is known to be no good, and nothing where one address is missing', async ({
    home,
    emulator,
    mturk,
  }) => {
    const env = {AWS_ACCESS_KEY_ID: 'ASIAABCDEFGHIJKLMNOP', AWS_SECRET_ACCESS_KEY: 'n'.repeat(40)}
    expect(await mturk('doctor', '--json', {env, cwd: home.path})).toMatchObject({exit: 12})
    writeProfile(home, userKeyOf(emulator))
    const half = await mturk('doctor', '--json', {
      env: {...REGION, MTURK_SANDBOX_ENDPOINT_URL: undefined},
      cwd: home.path,
    })
    expect({exit: half.exit, ids: idsOf(half.json)}).toEqual({exit: 12, ids: ['error endpoint']})
    expect(emulator.requests).toEqual([])
  })

  it('finds a key of more than ninety days, asking with the key itself', async ({home}) => {
    const clock = {now: () => Date.now() - 100 * 86_400_000}
    const emulator = await startEmulator({scenario: 'linked', clock})
    try {
      emulator.createUser('anna', {policies: [FULL], inlinePolicies: SELF_ROTATION})
      const key = emulator.createAccessKey('anna')
      writeProfile(home, key)
      clock.now = () => Date.now()
      const mturk = mturkIn({...home.env(), ...emulator.environment()})
      const {exit, json} = await mturk('doctor', '--json', {env: REGION, cwd: home.path})
      expect({exit, ids: idsOf(json)}).toEqual({exit: 0, ids: ['warning old-key']})
      expect(json.findings[0].message).toMatch(/^The key is 100 days old\./)
      expect(secretsIn(JSON.stringify(json), {secret: key.secretAccessKey})).toEqual([])
    } finally {
      await emulator.stop()
    }
  })
})
