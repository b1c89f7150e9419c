import {fileURLToPath} from 'node:url'
import {expect} from 'vitest'
import {userKeyOf} from '../e2e/support/account.js'
import {linkPlugins} from '../e2e/support/plugins.js'
import {VAULT, writeVault} from '../e2e/support/rotation.js'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'

const TESTS = fileURLToPath(new URL('..', import.meta.url))

it.override('emulatorOptions', {scenario: 'linked'})

/** One key, in a vault that only a plugin knows, and no file with it: the tools have it all the same. */
it('a linked profile gives boto3, the AWS CLI and the JavaScript SDK the key of a vault, with a PATH that knows no mturk', async ({
  home,
  emulator,
  mturk,
  python,
  aws,
}) => {
  const key = userKeyOf(emulator)
  writeVault(home, {lab: key})
  const plugin = linkPlugins(home, [{name: 'mturk-plugin-vault', hook: VAULT}])
  home.write('.aws/config', '[profile study]\nregion = us-east-1\n')
  const linked = await mturk('credentials', 'link-profile', 'study', '--backend', 'vault', '--profile', 'lab', {
    env: plugin,
  })
  expect(linked).toMatchObject({exit: 0, stderr: ''})
  expect(home.list()).not.toContain('.aws/credentials')

  // As cron has it.
  const env = {...plugin, PATH: '/usr/bin:/bin', AWS_PROFILE: 'study'}
  const asked = await python(
    `
import boto3
session = boto3.Session()
client = session.client("mturk", endpoint_url=given["sandboxEndpoint"])
print(json.dumps([session.get_credentials().method, client.get_account_balance()["AvailableBalance"]]))
`,
    {},
    {env},
  )
  expect(asked).toMatchObject({exit: 0, json: ['custom-process', '10000.00'], stderr: ''})
  expect(await aws('mturk', 'get-account-balance', {endpoint: emulator.sandboxEndpoint, env})).toMatchObject({
    exit: 0,
    json: {AvailableBalance: '10000.00'},
  })
  const script = `
import {MTurkClient, GetAccountBalanceCommand} from '@aws-sdk/client-mturk'
const client = new MTurkClient({endpoint: '${emulator.sandboxEndpoint}'})
console.log((await client.send(new GetAccountBalanceCommand({}))).AvailableBalance)
`
  const sdk = await runChild(process.execPath, ['--input-type=module', '-e', script], {
    cwd: TESTS,
    env: {...home.env(), ...env, AWS_EC2_METADATA_DISABLED: 'true'},
  })
  expect(sdk).toMatchObject({exit: 0, stdout: '10000.00\n'})
})
