import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'

/** A home in which the scenario's user has a key in the profile `default`. */
const withKey = it.extend('key', {auto: true}, ({home, emulator}) => {
  writeProfile(home, userKeyOf(emulator))
  return userKeyOf(emulator)
})

describe.concurrent('balance', () => {
  withKey.override('emulatorOptions', {scenario: 'linked'})

  withKey('answers to the letter', async ({mturk}) => {
    const {exit, json, stderr} = await mturk('balance', '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(json).toEqual({
      profile: 'default',
      environment: 'production',
      availableBalance: '182.50',
      onHoldBalance: null,
      currency: 'USD',
    })
    expect(Object.keys(json)).toEqual(['profile', 'environment', 'availableBalance', 'onHoldBalance', 'currency'])
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

  withKey('names environment, profile and the overridden endpoint to a person', async ({emulator, mturk}) => {
    const production = await mturk('balance')
    expect(production.stdout).toContain('production · profile default')
    expect(production.stdout).toContain(`${emulator.endpoint} (AWS_ENDPOINT_URL)`)
    const sandbox = await mturk('balance', '--sandbox')
    expect(sandbox.stdout).toContain('sandbox · profile default')
    expect(sandbox.stdout).toContain(`${emulator.sandboxEndpoint} (MTURK_SANDBOX_ENDPOINT_URL)`)
    expect(sandbox.stdout).toContain('$10,000.00 available')
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
    })
  }

  for (const floor of ['ten', '1,000', '1e3', '']) {
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
    expect({exit, json}).toEqual({exit: 6, json: envelope('not_linked', 6, /AWS\.AccountNotLinked/)})
    const people = await mturk('balance', '--sandbox')
    expect(people).toMatchObject({exit: 6, stdout: ''})
    expect(people.stderr).toContain('https://requestersandbox.mturk.com/developer')
  })

  withKey('warns of two settings that other tools read otherwise', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.createAccessKey('mturk-requester'), 'lab')
    const {exit, json} = await mturk('balance', '--json', {env: {AWS_DEFAULT_PROFILE: 'default', AWS_PROFILE: 'lab'}})
    expect(exit).toBe(0)
    expect(json).toMatchObject({profile: 'default', warnings: [expect.stringContaining('AWS_DEFAULT_PROFILE')]})
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
