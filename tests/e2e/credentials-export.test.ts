import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {envelope} from './support/expected.js'
import {fillHome} from './support/runs/index.js'
import {secretsIn} from './support/traces.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))
const EXPORT = ['credentials', 'export', '--format', 'process'] as const
const SECRET = `${'s'.repeat(38)}/+`

/** A profile whose key boto3 and the AWS CLI get from mturk. */
function linkProfile(home: Home, ...args: string[]): void {
  const words = [process.execPath, RUN_JS, ...EXPORT, ...args].map((word) => `"${word}"`)
  home.write('.aws/config', `[profile asks]\nregion = us-east-1\ncredential_process = ${words.join(' ')}\n`)
}

describe.concurrent('credentials export', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('prints the document of a credential_process alone, and says nothing else, even with DEBUG=*', async ({
    home,
    emulator,
    mturk,
  }) => {
    const {stored} = fillHome(home, emulator)
    const {accessKeyId} = userKeyOf(emulator)
    const {exit, stdout, stderr} = await mturk(...EXPORT, {env: {DEBUG: '*'}})
    expect(exit).toBe(0)
    expect(stdout).toBe(`${JSON.stringify({Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: stored})}\n`)
    expect(secretsIn(stderr, {stored})).toEqual([])
    expect(emulator.requests).toEqual([])
  })

  it('hands boto3 its key, as a credential_process of another profile', async ({home, emulator, python}) => {
    writeProfile(home, userKeyOf(emulator), 'lab')
    linkProfile(home, '--profile', 'lab')
    const result = await python(`
import boto3
session = boto3.Session(profile_name="asks")
client = session.client("mturk", endpoint_url=given["sandboxEndpoint"], region_name="us-east-1")
print(json.dumps({"balance": client.get_account_balance()["AvailableBalance"], "method": session.get_credentials().method}))
`)
    expect(result).toMatchObject({exit: 0, json: {balance: '10000.00', method: 'custom-process'}, stderr: ''})
  })

  it('hands the AWS CLI its key', async ({home, emulator, aws}) => {
    writeProfile(home, userKeyOf(emulator), 'lab')
    linkProfile(home, '--profile', 'lab')
    const result = await aws('mturk', 'get-account-balance', {
      endpoint: emulator.sandboxEndpoint,
      env: {AWS_PROFILE: 'asks'},
    })
    expect(result).toMatchObject({exit: 0, json: {AvailableBalance: '10000.00'}})
  })

  it('hands over what Boto takes: the environment first, and a temporary key with its token', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: 'f'.repeat(40)})
    const env = {AWS_ACCESS_KEY_ID: 'ASIAENVENVENVENVENVE', AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: 'tok"en'}
    const fromEnvironment = await mturk(...EXPORT, {env})
    expect(JSON.parse(fromEnvironment.stdout)).toEqual({
      Version: 1,
      AccessKeyId: env.AWS_ACCESS_KEY_ID,
      SecretAccessKey: SECRET,
      SessionToken: 'tok"en',
    })
    const ofProfile = await mturk(...EXPORT, '--profile', 'default', {env})
    expect(JSON.parse(ofProfile.stdout)).toMatchObject({AccessKeyId: 'AKIAFILEFILEFILEFILE'})
    const ofBackend = await mturk(...EXPORT, '--backend', 'boto-files', {env})
    expect(JSON.parse(ofBackend.stdout)).toMatchObject({AccessKeyId: 'AKIAFILEFILEFILEFILE'})
  })

  it.for([
    ['no key', '', /No access key was found/],
    ['half a key', '[default]\naws_access_key_id = AKIAFILEFILEFILEFILE\n', /no aws_secret_access_key/],
    [
      'a placeholder',
      `[default]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = ${SECRET}\n`,
      /not the shape of one/,
    ],
    [
      'an empty secret',
      '[default]\naws_access_key_id = AKIAFILEFILEFILEFILE\naws_secret_access_key =\n',
      /secret access key .* is empty/,
    ],
    ['a file that Boto refuses', `aws_access_key_id = ${SECRET}\n`, /line 1: this line stands before any section/],
  ] as const)('exits 3 and hands over nothing where there is %s', async ([, content, words], {home, mturk}) => {
    if (content) home.write('.aws/credentials', content)
    const {exit, stdout, stderr} = await mturk(...EXPORT)
    expect({exit, stdout}).toEqual({exit: 3, stdout: ''})
    expect(stderr).toMatch(words)
    expect(secretsIn(stderr, {SECRET})).toEqual([])
  })

  it('hands a shell its key with eval, and leaves no session token beside it', async ({home, emulator}) => {
    const key = userKeyOf(emulator)
    writeProfile(home, key, 'a lab')
    const script = `eval "$("$NODE" "$MTURK" credentials export --format env --profile 'a lab')"; env`
    const {exit, stdout, stderr} = await runChild('/bin/sh', ['-c', script], {
      env: {...home.env(), NODE: process.execPath, MTURK: RUN_JS, AWS_SESSION_TOKEN: 'old'},
    })
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(
      stdout
        .split('\n')
        .filter((line) => line.startsWith('AWS_'))
        .sort(),
    ).toEqual([`AWS_ACCESS_KEY_ID=${key.accessKeyId}`, `AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}`])
  })

  it.for(['env', 'dotenv', 'powershell', 'fish', 'process'])(
    'writes the lines of --format %s, or nothing where the secret goes on in another line',
    async (format, {home, mturk}) => {
      writeProfile(home, {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: SECRET})
      const {exit, stdout, stderr} = await mturk('credentials', 'export', '--format', format)
      expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
      expect(stdout).toContain('AKIAFILEFILEFILEFILE')
      expect(stdout).toContain(SECRET)
      home.write('.aws/credentials', `${home.read('.aws/credentials').trimEnd()}\n  $(touch run)\n`)
      const refused = await mturk('credentials', 'export', '--format', format)
      expect(refused).toMatchObject({exit: 3, stdout: '', stderr: expect.stringContaining('control character')})
      expect(secretsIn(refused.stderr, {SECRET})).toEqual([])
    },
  )

  it('refuses --json, whatever stands beside it, and a format that there is not', async ({home, emulator, mturk}) => {
    const secrets = fillHome(home, emulator)
    const refused = await mturk(...EXPORT, '--json')
    expect(refused).toMatchObject({exit: 2, json: envelope('usage', 2, /--json is refused here/)})
    const unknown = await mturk('credentials', 'export', '--format', 'yaml')
    expect(unknown).toMatchObject({exit: 2, stdout: ''})
    const bare = await mturk('credentials', 'export')
    expect(bare).toMatchObject({exit: 2, stdout: ''})
    expect(secretsIn(JSON.stringify([refused, unknown, bare]), secrets)).toEqual([])
  })
})

describe.skipIf(!tmux)('credentials export at a terminal', () => {
  atTerminal.override('emulatorOptions', {scenario: 'linked'})

  atTerminal('is refused, since the secret would stay on the screen', async ({home, emulator, terminal}) => {
    const secrets = fillHome(home, emulator)
    const {until, ended, written} = terminal(['credentials', 'export', '--format', 'env', '--profile', 'default'])
    await until('Standard output is a terminal, where the secret would stay to be seen.')
    await until('eval "$(mturk credentials export --format env --profile default)"')
    expect(await ended()).toBe(2)
    expect(secretsIn(written(), secrets)).toEqual([])
  })
})
