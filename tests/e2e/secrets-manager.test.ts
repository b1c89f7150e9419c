import {fileURLToPath} from 'node:url'
import {GetSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {SCENARIO_USER, type Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {secretsIn} from './support/traces.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))
const REGION = 'eu-central-1'
const PLACE = {
  backend: 'secrets-manager',
  profile: 'lab',
  display: expect.stringMatching(
    /^AWS Secrets Manager eu-central-1 mturk\/lab at http:.* \(AWS_ENDPOINT_URL_SECRETS_MANAGER\)$/,
  ),
  writable: true,
}
const ASK_IT = ['--profile', 'lab', '--backend', 'secrets-manager'] as const

/** A laboratory: an administrator's profile, the settings, and the user's key as a CSV file. */
function laboratory(home: Home, emulator: Emulator) {
  const key = userKeyOf(emulator)
  writeProfile(home, emulator.rootKey, 'admin')
  home.write('.config/mturk/config.ini', `[aws]\nadmin-profile = admin\n\n[secrets-manager]\nregion = ${REGION}\n`)
  home.write('key.csv', `Access key ID,Secret access key\n${key.accessKeyId},${key.secretAccessKey}\n`)
  const secrets = {user: key.secretAccessKey, root: emulator.rootKey.secretAccessKey}
  return {key, csv: home.at('key.csv'), secrets}
}

async function secretOf({endpoint, rootKey}: Emulator, name = 'mturk/lab') {
  const client = new SecretsManagerClient({region: REGION, endpoint, credentials: rootKey})
  return JSON.parse((await client.send(new GetSecretValueCommand({SecretId: name}))).SecretString ?? '') as unknown
}

describe.concurrent('Secrets Manager as a backend', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('takes a key in, lists it, and uses it, and no file ever holds it', async ({home, emulator, mturk}) => {
    const {key, csv, secrets} = laboratory(home, emulator)
    const runs = [
      await mturk('keys', 'import', csv, ...ASK_IT, '--json'),
      await mturk('credentials', 'list', ...ASK_IT, '--json'),
      await mturk('balance', ...ASK_IT, '--json'),
      await mturk('credentials', 'list', ...ASK_IT),
    ]
    expect(runs.map(({exit}) => exit)).toEqual([0, 0, 0, 0])
    const [imported, listed, balance] = runs
    expect(imported?.json.imported).toMatchObject([{profile: 'lab', accessKeyId: key.accessKeyId, storedIn: PLACE}])
    expect(listed?.json.active).toMatchObject({location: PLACE, accessKeyId: key.accessKeyId})
    expect(balance?.json).toMatchObject({profile: 'lab', availableBalance: '182.50'})
    expect(await secretOf(emulator)).toEqual({
      aws_access_key_id: key.accessKeyId,
      aws_secret_access_key: key.secretAccessKey,
    })
    for (const {stdout, stderr} of runs) expect(secretsIn(stdout + stderr, secrets)).toEqual([])
    const files = Object.entries(home.snapshot()).filter(([, text]) => text.includes(key.secretAccessKey))
    expect(files.map(([file]) => file)).toEqual(['key.csv'])
  })

  it('is where a new user’s key may go', async ({home, emulator, mturk}) => {
    laboratory(home, emulator)
    const {exit, json} = await mturk(
      'iam',
      'create-user',
      'ann',
      ...ASK_IT,
      '--admin-profile',
      'admin',
      '--yes',
      '--json',
    )
    expect({exit, json}).toMatchObject({exit: 0, json: {userName: 'ann', storedIn: [PLACE]}})
    expect(await secretOf(emulator)).toMatchObject({aws_access_key_id: json.accessKeyId})
  })

  it('is among the places of a rotation', async ({home, emulator, mturk}) => {
    const {key, csv} = laboratory(home, emulator)
    writeProfile(home, key, 'default')
    expect(await mturk('keys', 'import', csv, ...ASK_IT, '--json')).toMatchObject({exit: 0})
    const listed = await mturk('keys', 'list', '--user', SCENARIO_USER, '--json')
    expect(listed.json.keys).toMatchObject([
      {accessKeyId: key.accessKeyId, locations: [{backend: 'boto-files'}, PLACE]},
    ])
    const {exit, json} = await mturk('keys', 'rotate', '--user', SCENARIO_USER, '--yes', '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {rotated: true, oldKey: {status: 'Inactive'}, storedIn: [{backend: 'boto-files'}, PLACE], pending: []},
    })
    expect(await secretOf(emulator)).toMatchObject({aws_access_key_id: json.newKey.accessKeyId})
  })

  it('lets one of two computers win that rotate the same key at once, and the other one say so', async ({
    home,
    emulator,
    mturk,
    onTestFinished,
  }) => {
    const {csv} = laboratory(home, emulator)
    await mturk('keys', 'import', csv, ...ASK_IT, '--json')
    const other = new Home()
    onTestFinished(() => other.remove())
    laboratory(other, emulator)
    const here = [mturk, mturkIn({...other.env(), ...emulator.environment()})]
    const ended = await Promise.all(
      here.map((each) => each('keys', 'rotate', '--user', SCENARIO_USER, '--yes', '--json')),
    )
    const winners = ended.filter(({exit}) => exit === 0)
    expect(ended.map(({exit, json}) => [exit, json.error?.message ?? json.rotated])).toContainEqual([0, true])
    expect(winners).toHaveLength(1)
    const loser = ended.find(({exit}) => exit !== 0)
    expect(loser?.json).toHaveProperty('error.remedy', expect.any(String))
    const newKey = winners[0]?.json.newKey.accessKeyId as string
    expect(await secretOf(emulator)).toHaveProperty('aws_access_key_id', newKey)
    const user = emulator.state().users.find(({userName}) => userName === SCENARIO_USER)
    const active = user?.accessKeys.filter(({status}) => status === 'Active').map(({accessKeyId}) => accessKeyId)
    expect(active).toEqual([newKey])
    const journals = [home, other].flatMap((each) => each.list().filter((file) => file.endsWith('-rotate.json')))
    expect(journals).toEqual([])
  })

  it('leaves the stages as AWS’s own clients expect them', async ({home, emulator, mturk, aws}) => {
    const {key, csv} = laboratory(home, emulator)
    await mturk('keys', 'import', csv, ...ASK_IT, '--json')
    const {exit, json} = await mturk('keys', 'rotate', '--user', SCENARIO_USER, '--yes', '--json')
    expect(exit).toBe(0)
    const asked = ['--region', REGION, '--profile', 'admin', '--secret-id', 'mturk/lab']
    const at = async (stage: string) => {
      const given = await aws('secretsmanager', 'get-secret-value', ...asked, '--version-stage', stage)
      return given.exit === 0 ? (JSON.parse(given.json.SecretString) as unknown) : given.stderr
    }
    expect(await at('AWSCURRENT')).toHaveProperty('aws_access_key_id', json.newKey.accessKeyId)
    expect(await at('AWSPREVIOUS')).toHaveProperty('aws_access_key_id', key.accessKeyId)
    expect(await at('AWSPENDING')).toMatch(/ResourceNotFoundException/)
    const {json: described} = await aws('secretsmanager', 'describe-secret', ...asked)
    expect(Object.values(described.VersionIdsToStages)).toEqual(
      expect.arrayContaining([['AWSCURRENT'], ['AWSPREVIOUS']]),
    )
    expect(described.Tags).toContainEqual({
      Key: 'mturk:access-key-id',
      Value: expect.stringContaining(json.newKey.accessKeyId),
    })
  })

  it('is set up by the first copy, and by the first profile that is linked, and boto3 has the key', async ({
    home,
    emulator,
    mturk,
    python,
  }) => {
    const key = userKeyOf(emulator)
    writeProfile(home, key, 'lab')
    writeProfile(home, emulator.rootKey, 'admin')
    home.write('.aws/config', `[profile admin]\nregion = ${REGION}\n[profile study]\nregion = us-east-1\n`)
    const ours = '[aws]\nadmin-profile = admin\n'
    for (const file of ['.config/mturk/config.ini', 'second/config.ini']) home.write(file, ours)
    const before = home.snapshot()
    const copy = ['credentials', 'copy', '--from', 'boto-files', '--to', 'secrets-manager', '--profile', 'lab'] as const
    const setUp = {file: '~/.config/mturk/config.ini', settings: {'secrets-manager.region': REGION}}
    const planned = await mturk(...copy, '--dry-run', '--json')
    expect({exit: planned.exit, json: planned.json}).toMatchObject({
      exit: 0,
      json: {setUp, copied: false, dryRun: true},
    })
    const refused = await mturk(...copy, '--json')
    expect({exit: refused.exit, json: refused.json}).toMatchObject({exit: 9, json: {error: {code: 'answer_needed'}}})
    expect(refused.json.error.remedy).toMatch(/copy .* --yes.*[^]*mturk config set secrets-manager\.region/)
    expect(home.snapshot()).toEqual(before)
    const copied = await mturk(...copy, '--delete-source', '--yes', '--json')
    expect({exit: copied.exit, json: copied.json}).toMatchObject({
      exit: 0,
      json: {setUp, storedIn: PLACE, sourceDeleted: true},
    })
    expect(home.read('.config/mturk/config.ini')).toBe(`${ours}\n[secrets-manager]\nregion = ${REGION}\n`)

    // Another computer, as far as the settings go.
    const env = {MTURK_CONFIG_DIR: home.at('second')}
    const link = ['credentials', 'link-profile', 'study', '--backend', 'secrets-manager', '--profile', 'lab'] as const
    const linked = await mturk(...link, '--yes', {env})
    expect(linked).toMatchObject({exit: 0, stderr: ''})
    expect(linked.stdout).toContain(`✔ written into ~/second/config.ini: [secrets-manager] region = ${REGION}\n`)
    const source = `
import boto3
client = boto3.Session(profile_name="study").client("mturk", endpoint_url=given["sandboxEndpoint"])
print(json.dumps(client.get_account_balance()["AvailableBalance"]))
`
    const asked = await python(source, {}, {env: {...emulator.environment(), ...env}})
    expect(asked).toMatchObject({exit: 0, json: '10000.00'})
    const removed = await mturk('credentials', 'remove', ...ASK_IT, '--force', key.accessKeyId, '--yes', '--json')
    expect({exit: removed.exit, json: removed.json}).toMatchObject({exit: 0, json: {removed: [PLACE]}})
    await expect(secretOf(emulator)).rejects.toThrow(/marked for deletion/)
  })

  it('is never asked with credentials that come from itself', async ({home, emulator, mturk}) => {
    laboratory(home, emulator)
    const words = [process.execPath, RUN_JS, 'credentials', 'export', '--format', 'process', ...ASK_IT]
    const line = words.map((word) => `"${word}"`).join(' ')
    home.write('round', `#!/bin/sh\nexec ${line}\n`, 0o700)
    home.write('.config/mturk/config.ini', `[aws]\nadmin-profile = asks\n[secrets-manager]\nregion = ${REGION}\n`)
    const saying = async (asked: string) => {
      home.write('.aws/config', `[profile asks]\ncredential_process = ${asked}\n`)
      const {exit, json} = await mturk('balance', ...ASK_IT, '--json')
      return `${exit} ${json.error.message}`
    }
    expect(await saying(line)).toMatch(/^[1-9]\d* .*these come from Secrets Manager/)
    // Behind a program of one's own only the second round can notice.
    expect(await saying(home.at('round'))).toMatch(/^[1-9]\d* .*credential_process failed/)
    expect(emulator.requests).toEqual([])
  })

  it('is not set up by itself: the remedy names the command', async ({emulator, mturk}) => {
    const {exit, json} = await mturk('balance', ...ASK_IT, '--json')
    expect({exit, json}).toMatchObject({
      exit: 9,
      json: {error: {code: 'answer_needed', message: expect.stringContaining('AWS Secrets Manager')}},
    })
    expect(json.error.remedy).toContain('mturk config set secrets-manager.region')
    expect(emulator.requests).toEqual([])
  })

  it('says which permission is missing', async ({home, emulator, mturk}) => {
    const {key, csv} = laboratory(home, emulator)
    await mturk('keys', 'import', csv, ...ASK_IT, '--json')
    home.write('.config/mturk/config.ini', `[aws]\nadmin-profile = nobody\n[secrets-manager]\nregion = ${REGION}\n`)
    writeProfile(home, key, 'nobody')
    const {exit, json} = await mturk('balance', ...ASK_IT, '--json')
    expect({exit, json}).toMatchObject({exit: 5, json: {error: {code: 'no_policy'}}})
    expect(JSON.stringify(json)).toContain('secretsmanager:GetSecretValue')
    const {json: list} = await mturk('config', 'list', '--json')
    expect(list.settings.map(({name}: {name: string}) => name)).toContain('secrets-manager.recovery-days')
  })
})
