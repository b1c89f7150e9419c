import {describe, expect} from 'vitest'
import {it} from './fixtures.js'

describe('the fixtures', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('give boto3 a balance from the emulator, with a key that it finds in the throw-away home', async ({
    home,
    emulator,
    python,
  }) => {
    const {accessKeyId, secretAccessKey} = emulator.userKey ?? emulator.rootKey
    home.write(
      '.aws/credentials',
      `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
    )
    const result = await python(`
import boto3
client = boto3.client("mturk", endpoint_url=given["sandboxEndpoint"], region_name="us-east-1")
print(json.dumps({"balance": client.get_account_balance()["AvailableBalance"]}))
`)
    expect(result).toMatchObject({exit: 0, json: {balance: '10000.00'}, stderr: ''})
  })

  it('give the AWS CLI the same', async ({home, emulator, aws}) => {
    const {accessKeyId, secretAccessKey} = emulator.userKey ?? emulator.rootKey
    home.write(
      '.aws/credentials',
      `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
    )
    const endpoint = emulator.sandboxEndpoint
    const result = await aws('mturk', 'get-account-balance', '--region', 'us-east-1', {endpoint})
    expect(result).toMatchObject({exit: 0, json: {AvailableBalance: '10000.00'}})
  })

  it('let nothing of the person at the keyboard through', async ({home, emulator, mturk}) => {
    expect(Object.keys(process.env).filter((name) => /^(AWS|BOTO|MTURK)_/.test(name))).toEqual([])
    expect(Object.keys(home.env()).sort()).toEqual(expect.arrayContaining(['HOME', 'PATH']))
    expect(home.path).not.toBe(process.env['HOME'])
    expect(emulator.environment()).toHaveProperty('MTURK_SANDBOX_ENDPOINT_URL')
    expect(await mturk('--version')).toMatchObject({exit: 0, stderr: ''})
  })

  it('tell what the files of a home are', ({home}) => {
    home.write('.aws/config', '[default]\n', 0o640)
    home.write('b/c.txt', 'x')
    expect(home.list()).toEqual(['.aws/config', 'b/c.txt'])
    expect(home.snapshot()).toEqual({'.aws/config': '[default]\n', 'b/c.txt': 'x'})
  })

  it.skipIf(process.platform === 'win32')('tell the modes of files', ({home}) => {
    home.write('.aws/config', '[default]\n', 0o640)
    home.write('b/c.txt', 'x')
    expect([home.mode('.aws/config'), home.mode('b/c.txt')]).toEqual(['640', '600'])
  })
})
