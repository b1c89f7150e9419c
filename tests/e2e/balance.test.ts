import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {complaintsAbout} from '../reference/schemas.js'
import {envelope} from './support/expected.js'

/** A home in which the scenario's user has a key in the profile `default`. */
const withKey = it.extend('key', {auto: true}, ({home, emulator}) => {
  writeProfile(home, userKeyOf(emulator))
  return userKeyOf(emulator)
})

describe.concurrent('balance', () => {
  withKey.override('emulatorOptions', {scenario: 'linked'})

  withKey('answers to the letter', async ({emulator, mturk}) => {
    const {exit, json, stderr} = await mturk('balance', '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(json).toEqual({
      profile: 'default',
      environment: 'production',
      availableBalance: '182.50',
      onHoldBalance: null,
      currency: 'USD',
      warnings: [`asked at ${emulator.endpoint} (AWS_ENDPOINT_URL) instead of AWS`],
    })
    expect(Object.keys(json)).toEqual([
      'profile',
      'environment',
      'availableBalance',
      'onHoldBalance',
      'currency',
      'warnings',
    ])
  })

  withKey('asks the sandbox, and only the sandbox, with --sandbox', async ({emulator, mturk}) => {
    const {exit, json} = await mturk('balance', '--sandbox', '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {environment: 'sandbox', availableBalance: '10000.00'}})
    expect(emulator.requests).toMatchObject([{operation: 'GetAccountBalance', environment: 'sandbox'}])
  })

  withKey('tells what is on hold, as AWS wrote it', async ({emulator, mturk}) => {
    emulator.setBalance('production', {available: '1234567.80', onHold: '20.00'})
    const {json} = await mturk('balance', '--json')
    expect(json).toMatchObject({availableBalance: '1234567.80', onHoldBalance: '20.00'})
    const {stdout} = await mturk('balance')
    expect(stdout).toContain('$1,234,567.80 available · $20.00 on hold')
  })

  withKey('names environment, profile and the overridden endpoint to a person (pain 20)', async ({emulator, mturk}) => {
    const production = await mturk('balance')
    expect(production.stdout).toContain('production · profile default')
    expect(production.stdout).toContain(`${emulator.endpoint} (AWS_ENDPOINT_URL)`)
    const sandbox = await mturk('balance', '--sandbox')
    expect(sandbox.stdout).toContain('sandbox · profile default')
    expect(sandbox.stdout).toContain(`${emulator.sandboxEndpoint} (MTURK_SANDBOX_ENDPOINT_URL)`)
    expect(sandbox.stdout).toContain('$10,000.00 available')
    // Play money is no billing allowance.
    expect(sandbox.stdout).not.toContain('AWS Billing')
  })

  withKey('says what AWS Billing makes of the figure (pain 17, Mephisto#342)', async ({mturk}) => {
    for (const more of [[], ['--all-profiles']]) {
      const {stdout} = await mturk('balance', ...more)
      expect(stdout).toContain('With AWS Billing switched on, the figure is what is left of the billing allowance.')
    }
  })

  withKey('takes an answer without a balance for an error (pain 18, nodeGame#132)', async ({emulator, mturk}) => {
    emulator.addFault({match: {service: 'mturk'}, effect: {kind: 'raw', status: 200, body: '{}'}})
    const {exit, json} = await mturk('balance', '--json')
    expect({exit, json}).toEqual({exit: 1, json: envelope('unknown', 1, /The answer holds no balance/)})
    expect(json.error.message).toContain('(from AWS_ENDPOINT_URL)')
  })

  for (const [floor, expected] of [
    ['182.50', 0],
    ['182.51', 11],
    ['182.500', 0],
    ['50', 0],
    ['1000', 11],
  ] as const) {
    withKey(`ends with ${expected} for --fail-below ${floor} and $182.50`, async ({mturk}) => {
      const {exit, json} = await mturk('balance', '--fail-below', floor, '--json')
      expect({exit, json}).toMatchObject({exit: expected, json: {availableBalance: '182.50'}})
      expect(json.warnings.filter((each: string) => each.includes('--fail-below'))).toHaveLength(expected === 0 ? 0 : 1)
    })
  }

  withKey('says what is less than what where it ends with 11', async ({mturk}) => {
    const words = '$182.50 is less than the $1,000.00 of --fail-below.'
    const {exit, stdout} = await mturk('balance', '--fail-below', '1000')
    expect({exit, stdout}).toEqual({exit: 11, stdout: expect.stringContaining(`! ${words}`)})
    const {json} = await mturk('balance', '--fail-below', '1000', '--json')
    expect(json.warnings).toContain(words)
  })

  for (const floor of ['ten', '1,000', '1e3', '', '-1', '-0.01']) {
    withKey(`refuses --fail-below "${floor}" with 2 and asks nobody`, async ({emulator, mturk}) => {
      expect(await mturk('balance', `--fail-below=${floor}`, '--json')).toMatchObject({
        exit: 2,
        json: envelope('usage', 2),
      })
      expect(emulator.requests).toEqual([])
    })
  }

  withKey('uses the profile named, and not the environment’s key', async ({home, emulator, mturk}) => {
    const lab = emulator.createAccessKey('mturk-requester')
    writeProfile(home, lab, 'lab')
    const env = {AWS_ACCESS_KEY_ID: 'AKIANOBODYHASTHATID2', AWS_SECRET_ACCESS_KEY: 'x'.repeat(40)}
    const {exit, json} = await mturk('balance', '--profile', 'lab', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {profile: 'lab'}})
    expect(emulator.requests).toMatchObject([{accessKeyId: lab.accessKeyId}])
  })

  withKey(
    'ends with 3 for a profile that there is not, whatever the environment holds',
    async ({key, emulator, mturk}) => {
      const env = {AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey}
      const {exit, json} = await mturk('balance', '--profile', 'nobody', '--json', {env})
      expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3, /"nobody"/)})
      expect(emulator.requests).toEqual([])
    },
  )

  withKey('asks only the backend that is named', async ({key, mturk}) => {
    const env = {AWS_ACCESS_KEY_ID: 'AKIANOBODYHASTHATID2', AWS_SECRET_ACCESS_KEY: 'x'.repeat(40)}
    expect(await mturk('balance', '--backend', 'boto-files', '--json', {env})).toMatchObject({exit: 0})
    expect(await mturk('balance', '--backend', 'env', '--json')).toMatchObject({
      exit: 3,
      json: envelope('no_credentials', 3),
    })
    const own = {AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey}
    expect(await mturk('balance', '--backend', 'env', '--json', {env: own})).toMatchObject({exit: 0})
    expect(await mturk('balance', '--backend', 'vault', '--json')).toMatchObject({
      exit: 2,
      json: envelope('usage', 2, /vault/),
    })
  })

  withKey('says not_linked with 6, in the envelope of a command that could not run', async ({emulator, mturk}) => {
    emulator.unlink('sandbox')
    const {exit, json} = await mturk('balance', '--sandbox', '--json')
    const named = new RegExp(
      `^Mechanical Turk \\(sandbox\\) at ${new URL(emulator.sandboxEndpoint).host} .*for the profile default .*AWS\\.AccountNotLinked`,
    )
    expect({exit, json}).toEqual({exit: 6, json: envelope('not_linked', 6, named)})
    const people = await mturk('balance', '--sandbox')
    expect(people).toMatchObject({exit: 6, stdout: ''})
    expect(people.stderr).toContain('https://requestersandbox.mturk.com/developer')
  })

  withKey('warns of two settings that other tools read otherwise', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.createAccessKey('mturk-requester'), 'lab')
    const {exit, json} = await mturk('balance', '--json', {env: {AWS_DEFAULT_PROFILE: 'default', AWS_PROFILE: 'lab'}})
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      profile: 'default',
      warnings: [expect.any(String), expect.stringContaining('AWS_DEFAULT_PROFILE')],
    })
  })
})

describe.concurrent('balance of all profiles', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('asks each once, in the order of the files, and no failure hides another', async ({home, emulator, mturk}) => {
    const good = userKeyOf(emulator)
    writeProfile(home, good, 'ann')
    writeProfile(home, {...good, secretAccessKey: 'x'.repeat(40)}, 'bob')
    home.write('.aws/credentials', `${home.read('.aws/credentials')}[half]\naws_access_key_id = ${good.accessKeyId}\n`)
    writeProfile(home, good, 'zoe')
    home.write(
      '.aws/config',
      `[default]\nregion = us-east-1\n[profile sso]\nsso_account_id = 1\n[profile ann]\nregion = us-east-1\n[profile far]\nendpoint_url = http://mturk.example.org\naws_access_key_id = ${good.accessKeyId}\naws_secret_access_key = ${good.secretAccessKey}\n`,
    )
    const {exit, json, stdout} = await mturk('balance', '--all-profiles', '--json')
    const row = {environment: 'production', availableBalance: '182.50', onHoldBalance: null, currency: 'USD'}
    const warnings = [`asked at ${emulator.endpoint} (AWS_ENDPOINT_URL) instead of AWS`]
    const failed = (profile: string, verdict: string) => ({
      profile,
      environment: 'production',
      verdict,
      message: expect.stringMatching(/./),
    })
    expect(exit).toBe(4)
    expect(Object.keys(json)).toEqual(['balances'])
    expect([...json.balances].sort((a, b) => (a.profile < b.profile ? -1 : 1))).toEqual([
      {profile: 'ann', ...row, warnings},
      failed('bob', 'bad_secret'),
      {profile: 'far', ...row, warnings},
      failed('half', 'partial_credentials'),
      failed('sso', 'temporary_credentials'),
      {profile: 'zoe', ...row, warnings},
    ])
    expect(complaintsAbout('balance', json)).toEqual([])
    expect(stdout).not.toContain(good.secretAccessKey)
  })

  it('tells a person each profile in a line, and below it what is the matter', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator), 'ann')
    writeProfile(home, {...userKeyOf(emulator), secretAccessKey: 'x'.repeat(40)}, 'bob')
    const {exit, stdout, stderr} = await mturk('balance', '--all-profiles', '--sandbox', '--fail-below', '20000')
    // 11 is higher than 4: ann's money.
    expect({exit, stderr}).toEqual({exit: 11, stderr: ''})
    expect(stdout).toMatch(/^sandbox · all profiles$/m)
    expect(stdout).toMatch(/^ +ann +\$10,000\.00 available +at http:/m)
    expect(stdout).toMatch(/^ +bob +✖ bad secret$/m)
    expect(stdout).toContain('$10,000.00 is less than the $20,000.00 of --fail-below.')
    expect(stdout).toContain('mturk keys import FILE --profile bob')
  })

  it('asks a few at a time, whatever happens to them', async ({home, emulator, mturk}) => {
    const names = Array.from({length: 12}, (_, index) => `p${String(index).padStart(2, '0')}`)
    for (const name of names) writeProfile(home, userKeyOf(emulator), name)
    emulator.addFault({match: {operation: 'GetAccountBalance', nth: 5}, effect: {kind: 'drop-before'}})
    const {exit, json} = await mturk('balance', '--all-profiles', '--json')
    expect(exit).toBe(0)
    expect(json.balances.map(({profile}: {profile: string}) => profile)).toEqual(names)
    expect(emulator.requests).toHaveLength(13)
  })

  it('ends in time where nobody answers any of them', async ({home, emulator, mturk}) => {
    for (let index = 0; index < 12; index++) writeProfile(home, userKeyOf(emulator), `p${index}`)
    emulator.addFault({match: {}, effect: {kind: 'hang'}})
    const start = performance.now()
    const {exit, json} = await mturk('balance', '--all-profiles', '--json')
    expect(exit).toBe(7)
    expect(json.balances).toHaveLength(12)
    expect(new Set(json.balances.map(({verdict}: {verdict: string}) => verdict))).toEqual(new Set(['unreachable']))
    // Each with its own patience would take three times 7.5 seconds.
    expect((performance.now() - start) / 1000).toBeLessThan(18)
  })

  it('says why where no profile holds a key', async ({home, emulator, mturk}) => {
    const none = await mturk('balance', '--all-profiles', '--json')
    expect(none).toMatchObject({exit: 3, json: envelope('no_credentials', 3)})
    const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
    const env = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
    const loose = await mturk('balance', '--all-profiles', '--json', {env})
    expect(loose).toMatchObject({exit: 3, json: envelope('no_credentials', 3, /AWS_ACCESS_KEY_ID .*no profile/)})
    home.write('.aws/config', 'rubbish\n')
    const broken = await mturk('balance', '--all-profiles', '--json')
    expect(broken).toMatchObject({exit: 3, json: envelope('unreadable_file', 3)})
    expect(emulator.requests).toEqual([])
  })

  it('and of one profile exclude each other, with 2', async ({mturk}) => {
    for (const command of ['balance', 'link-check']) {
      const {exit, json} = await mturk(command, '--all-profiles', '--profile', 'lab', '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /--profile/)})
    }
  })
})

describe.concurrent('where requests go', () => {
  withKey.override('emulatorOptions', {scenario: 'linked'})

  const refused = (message: RegExp) => ({exit: 2, json: envelope('usage', 2, message)})

  withKey('is never AWS for the sandbox when only production was sent elsewhere', async ({emulator, mturk}) => {
    const env = {MTURK_SANDBOX_ENDPOINT_URL: undefined}
    const {exit, json} = await mturk('balance', '--sandbox', '--json', {env})
    expect({exit, json}).toEqual(refused(/MTURK_SANDBOX_ENDPOINT_URL/))
    expect(emulator.requests).toEqual([])
    expect(await mturk('balance', '--json', {env})).toMatchObject({exit: 0})
  })

  withKey('is never AWS for production when only the sandbox was sent elsewhere', async ({emulator, mturk}) => {
    const env = {AWS_ENDPOINT_URL: undefined}
    const {exit, json} = await mturk('balance', '--json', {env})
    expect({exit, json}).toEqual(refused(/production/))
    const check = await mturk('link-check', '--json', {env})
    expect({exit: check.exit, json: check.json}).toEqual(refused(/production/))
    expect(emulator.requests).toEqual([])
    expect(await mturk('balance', '--sandbox', '--json', {env})).toMatchObject({exit: 0})
  })

  withKey(
    'is never AWS for STS and IAM when only Mechanical Turk is on this computer',
    async ({emulator, home, mturk}) => {
      const env = {AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_MTURK: emulator.endpoint}
      const files = home.snapshot()
      for (const command of [
        ['link-check'],
        ['link-check', '--sandbox'],
        ['iam', 'create-user', 'anna', '--profile', 'anna'],
        ['init', '--yes'],
      ]) {
        const {exit, json} = await mturk(...command, '--json', {env})
        expect({command, exit, json}).toEqual({
          command,
          ...refused(/^AWS_ENDPOINT_URL_MTURK .* Set AWS_ENDPOINT_URL_STS/),
        })
      }
      const sandboxAlone = {AWS_ENDPOINT_URL: undefined}
      const {exit, json} = await mturk('link-check', '--sandbox', '--json', {env: sandboxAlone})
      expect({exit, json}).toEqual(refused(/^MTURK_SANDBOX_ENDPOINT_URL .* Set AWS_ENDPOINT_URL_STS/))
      expect(emulator.requests).toEqual([])
      expect(home.snapshot()).toEqual(files)
    },
  )

  for (const [what, url] of [
    ['plain http to another computer', 'http://mturk.example.org'],
    ['plain http to a name that only looks like this one', 'http://localhost.example.org'],
    ['an address with a password', 'https://me:hush@mturk.example.org'],
    ['something that is no address', 'mturk.example.org'],
    ['a file', 'file:///etc/passwd'],
  ] as const) {
    withKey(`refuses ${what} with 2, and sends nothing`, async ({emulator, mturk}) => {
      for (const command of [['balance'], ['link-check'], ['init', '--yes']]) {
        const {exit, json, stdout, stderr} = await mturk(...command, '--json', {env: {AWS_ENDPOINT_URL_MTURK: url}})
        expect({exit, json}).toEqual(refused(/AWS_ENDPOINT_URL_MTURK/))
        expect(stdout + stderr).not.toContain('hush')
      }
      expect(emulator.requests.filter(({service}) => service === 'mturk')).toEqual([])
    })
  }

  withKey('may be plain http elsewhere where our own settings say so', async ({home, mturk}) => {
    home.write('.config/mturk/config.ini', '[aws]\nallow-plain-http = true\n')
    // RFC 2606 keeps this name free, so nobody answers.
    const env = {AWS_ENDPOINT_URL: 'http://mturk.invalid', MTURK_CONFIG_DIR: home.at('.config/mturk')}
    expect(await mturk('balance', '--json', {env})).toMatchObject({exit: 7, json: envelope('unreachable', 7)})
  })

  withKey('follows the profile’s endpoint_url and services section', async ({home, emulator, mturk}) => {
    home.write(
      '.aws/config',
      `[default]\nservices = local\n[services local]\nmturk =\n  endpoint_url = ${emulator.endpoint}\n`,
    )
    const env = {AWS_ENDPOINT_URL: undefined}
    const {exit, stdout} = await mturk('balance', {env})
    expect(exit).toBe(0)
    expect(stdout).toContain('~/.aws/config [services local]')
    home.write('.aws/config', `[default]\nendpoint_url = ${emulator.endpoint}\n`)
    expect(await mturk('balance', {env})).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('~/.aws/config [default]'),
    })
  })
})
