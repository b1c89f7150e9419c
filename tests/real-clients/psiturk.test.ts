import {readFileSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {userKeyOf} from '../e2e/support/account.js'
import {dallingerConfig, globalConfig2, globalConfig3, PROJECT_2, projectConfig1} from '../e2e/support/psiturk-files.js'
import {it} from '../support/fixtures.js'

/** What psiTurk 3 would sign with, as `[who found it, id, secret]`. */
const JUDGE = `${readFileSync(new URL('psiturk-3.py', import.meta.url), 'utf8')}
print(json.dumps(psiturk_key()))
`

const BALANCE = `
import boto3
client = boto3.client("mturk", region_name="us-east-1", endpoint_url=given["sandboxEndpoint"])
print(json.dumps(client.get_account_balance()["AvailableBalance"]))
`

type Key = {readonly accessKeyId: string; readonly secretAccessKey: string}

const SET_UPS: Readonly<Record<string, (key: Key) => Readonly<Record<string, string>>>> = {
  'psiTurk 1': (key) => ({'config.txt': projectConfig1(key)}),
  'psiTurk 2': (key) => ({'.psiturkconfig': globalConfig2(key), 'config.txt': PROJECT_2}),
  'psiTurk 2, with a project that has a key': (key) => ({
    '.psiturkconfig': globalConfig2(),
    'config.txt': projectConfig1(key),
  }),
  'psiTurk 3': (key) => ({'.psiturkconfig': globalConfig3(key), 'config.txt': PROJECT_2}),
  'psiTurk 3, with .env': (key) => ({
    '.psiturkconfig': globalConfig2(),
    '.env': `PSITURK_AWS_ACCESS_KEY_ID=${key.accessKeyId}\nPSITURK_AWS_SECRET_ACCESS_KEY='${key.secretAccessKey}'\n`,
  }),
  'Dallinger beside the placeholders of psiTurk 2': (key) => ({
    '.dallingerconfig': dallingerConfig(key),
    '.psiturkconfig': globalConfig2(),
  }),
}

describe.concurrent('after a migration', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const [what, filesOf] of Object.entries(SET_UPS)) {
    it(`psiTurk 3, boto3 and the AWS CLI use the key of ${what} (pain 7)`, async ({
      home,
      emulator,
      mturk,
      python,
      aws,
    }) => {
      const key = userKeyOf(emulator)
      for (const [file, text] of Object.entries(filesOf(key))) home.write(file, text)
      expect(await mturk('psiturk', 'migrate', '--yes', '--json', {cwd: home.path})).toMatchObject({
        exit: 0,
        json: {migrated: [{accessKeyId: key.accessKeyId}]},
      })
      const judged = await python(JUDGE, {}, {cwd: home.path})
      expect({stderr: judged.stderr, json: judged.json}).toEqual({
        stderr: '',
        json: ['boto', key.accessKeyId, key.secretAccessKey],
      })
      expect((await python(BALANCE)).json).toBe('10000.00')
      expect((await aws('mturk', 'get-account-balance', {endpoint: emulator.sandboxEndpoint})).json).toMatchObject({
        AvailableBalance: '10000.00',
      })
    })
  }

  it('psiTurk 3 signs with the placeholders where they are left: the judge knows the trap', async ({
    home,
    emulator,
    mturk,
    python,
  }) => {
    home.write('.dallingerconfig', dallingerConfig(userKeyOf(emulator)))
    home.write('.psiturkconfig', globalConfig2())
    const {json} = await mturk('psiturk', 'migrate', '--yes', '--keep', '--json')
    expect(json.warnings.join()).toMatch(/psiTurk 3 signs with them/)
    expect((await python(JUDGE, {}, {cwd: home.path})).json).toEqual([
      'psiturk',
      'YourAccessKeyId',
      'YourSecretAccessKey',
    ])
  })
})
