import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {complaintsAbout} from '../reference/schemas.js'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {envelope, stringOrNull} from './support/expected.js'

/** A person whose one profile holds the key of the scenario's user. */
const withKey = it.extend('check', ({home, emulator, mturk}) => {
  writeProfile(home, userKeyOf(emulator))
  return (...args: string[]) => mturk('link-check', '--json', ...args)
})

const NAMES = ['production', 'sandbox'] as const

/** Changes the account so that exactly these environments are linked. */
function linkOnly(emulator: Emulator, linked: readonly string[]): void {
  for (const name of NAMES) emulator[linked.includes(name) ? 'link' : 'unlink'](name)
}

function verdictsOf(json: {environments: {environment: string; verdict: string}[]}): Record<string, string> {
  return Object.fromEntries(json.environments.map(({environment, verdict}) => [environment, verdict]))
}

describe.concurrent('link-check of a user with the policy', () => {
  it.override('emulatorOptions', {scenario: 'linked'})
  withKey.override('emulatorOptions', {scenario: 'linked'})

  withKey('answers to the letter where both are linked', async ({emulator, check}) => {
    const {exit, json, stderr} = await check()
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    const ok = {
      verdict: 'ok',
      message: expect.stringMatching(/linked.*127\.0\.0\.1:\d+ \(from \w+_URL\)/),
      remedy: null,
    }
    expect(json).toEqual({
      ok: true,
      profile: 'default',
      accessKeyId: userKeyOf(emulator).accessKeyId,
      identity: {account: '123456789012', arn: 'arn:aws:iam::123456789012:user/mturk-requester', kind: 'user'},
      environments: [
        {environment: 'production', ...ok, availableBalance: '182.50'},
        {environment: 'sandbox', ...ok, availableBalance: '10000.00'},
      ],
    })
    expect(Object.keys(json)).toEqual(['ok', 'profile', 'accessKeyId', 'identity', 'environments'])
    expect(Object.keys(json.environments[0])).toEqual([
      'environment',
      'verdict',
      'message',
      'remedy',
      'availableBalance',
    ])
  })

  withKey(
    'says that only the sandbox is missing when only the sandbox is missing (pain 1)',
    async ({emulator, check}) => {
      emulator.unlink('sandbox')
      const {exit, json} = await check()
      expect(exit).toBe(6)
      expect(json).toMatchObject({
        ok: false,
        environments: [
          {environment: 'production', verdict: 'ok', remedy: null, availableBalance: '182.50'},
          {
            environment: 'sandbox',
            verdict: 'not_linked',
            message: expect.stringMatching(/AWS\.AccountNotLinked.*Your keys are fine.*sandbox/s),
            remedy: expect.stringContaining('https://requestersandbox.mturk.com/developer'),
            availableBalance: null,
          },
        ],
      })
      expect(json.environments[1].remedy).toContain('`mturk link-check --sandbox --wait 10`')
    },
  )

  for (const {linked, flags, expected, code} of [
    {linked: ['production', 'sandbox'], flags: [], expected: {production: 'ok', sandbox: 'ok'}, code: 0},
    {linked: ['sandbox'], flags: [], expected: {production: 'not_linked', sandbox: 'ok'}, code: 6},
    {linked: [], flags: [], expected: {production: 'not_linked', sandbox: 'not_linked'}, code: 6},
    {linked: ['production'], flags: ['--production'], expected: {production: 'ok'}, code: 0},
    {linked: ['production'], flags: ['--sandbox'], expected: {sandbox: 'not_linked'}, code: 6},
    {linked: ['sandbox'], flags: ['--sandbox'], expected: {sandbox: 'ok'}, code: 0},
  ]) {
    const what = [`linked in ${linked.join(' and ') || 'neither'}`, ...flags].join(', ')
    withKey(`tells the state of each: ${what}`, async ({emulator, check}) => {
      linkOnly(emulator, linked)
      const {exit, json} = await check(...flags)
      expect({exit, verdicts: verdictsOf(json), ok: json.ok}).toEqual({exit: code, verdicts: expected, ok: code === 0})
      const asked = emulator.requests.filter(({operation}) => operation === 'GetAccountBalance')
      expect(new Set(asked.map(({environment}) => environment))).toEqual(new Set(Object.keys(expected)))
    })
  }

  it('shows a person both environments, what came back and what to type next', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator), 'lab')
    emulator.unlink('sandbox')
    const {exit, stdout, stderr} = await mturk('link-check', '--profile', 'lab')
    expect({exit, stderr}).toEqual({exit: 6, stderr: ''})
    expect(stdout).toContain('profile lab')
    expect(stdout).toContain(`****************${userKeyOf(emulator).accessKeyId.slice(-4)}`)
    expect(stdout).toContain('user/mturk-requester')
    expect(stdout).toContain('~/.aws/credentials [lab]')
    expect(stdout).toMatch(/production +✔ linked +\$182\.50 available/)
    expect(stdout).toMatch(/sandbox +✖ not linked/)
    expect(stdout).toContain(emulator.sandboxEndpoint)
    expect(stdout).toContain('AWS.AccountNotLinked')
    expect(stdout).toContain('mturk link-check --sandbox --profile lab --wait 10')
    // AWS puts the time behind its messages; nobody needs it.
    expect(stdout).not.toMatch(/\(\d{13}\)/)
  })

  for (const environment of NAMES) {
    withKey(
      `with --wait ends as soon as the link in ${environment} appears (pain 11, ParlAI#1062)`,
      async ({emulator, check}) => {
        emulator.unlink(environment)
        const running = check('--wait', '1')
        const asked = () =>
          emulator.requests.filter((request) => request.environment === environment && request.status === 400)
        await emulator.waitForRequest(() => asked().length >= 1)
        emulator.link(environment)
        const {exit, json} = await running
        expect({exit, verdicts: verdictsOf(json)}).toEqual({exit: 0, verdicts: {production: 'ok', sandbox: 'ok'}})
      },
    )
  }

  withKey('shows an answer that nobody knows as it came, and blames no key', async ({emulator, check}) => {
    const effect = {
      kind: 'error',
      status: 400,
      code: 'RequestError',
      turkErrorCode: 'AWS.MechanicalTurk.SomethingNew',
      message: 'The message, exactly as it came. (1764000000000)',
    } as const
    emulator.addFault({match: {operation: 'GetAccountBalance', environment: 'production'}, effect})
    const {exit, json} = await check()
    expect(exit).toBe(1)
    expect(verdictsOf(json)).toEqual({production: 'unknown', sandbox: 'ok'})
    const {message} = json.environments[0]
    for (const part of [
      'HTTP 400',
      'RequestError',
      'AWS.MechanicalTurk.SomethingNew',
      'The message, exactly as it came.',
    ]) {
      expect(message).toContain(part)
    }
    expect(message).not.toContain('1764000000000')
    expect(message).toContain('not about your keys')
  })

  withKey(
    'says throttled with 7 when it is throttled for ever, after trying again (pain 25)',
    async ({emulator, check}) => {
      emulator.addFault({match: {operation: 'GetAccountBalance', environment: 'sandbox'}, effect: {kind: 'throttle'}})
      const {exit, json} = await check()
      expect({exit, verdicts: verdictsOf(json)}).toEqual({exit: 7, verdicts: {production: 'ok', sandbox: 'throttled'}})
      expect(emulator.requests.filter(({environment}) => environment === 'sandbox').length).toBeGreaterThanOrEqual(3)
    },
  )

  withKey('gets through a throttling that passes', async ({emulator, check}) => {
    emulator.addFault({match: {operation: 'GetAccountBalance'}, times: 2, effect: {kind: 'throttle'}})
    expect(await check()).toMatchObject({exit: 0, json: {ok: true}})
  })

  withKey('says service_fault with 7 for HTTP 500, and unreachable where nobody answers', async ({emulator, check}) => {
    const broken = {kind: 'error', status: 500, code: 'ServiceFault', message: 'Sorry.'} as const
    emulator.addFault({match: {environment: 'production'}, effect: broken})
    emulator.addFault({match: {environment: 'sandbox'}, effect: {kind: 'drop-before'}})
    const {exit, json} = await check()
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 7,
      verdicts: {production: 'service_fault', sandbox: 'unreachable'},
    })
    expect(json.environments[1].message).toContain('says nothing about your keys')
  })

  withKey('tells by how much the clock is wrong, with 4', async ({emulator, check}) => {
    emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds: 3600}})
    const {exit, json} = await check()
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 4,
      verdicts: {production: 'clock_skew', sandbox: 'clock_skew'},
    })
    expect(json.environments[0].message).toMatch(/hour|60 min|3[56]\d\d s/)
  })

  withKey('tells MTurk’s verdicts where STS does not say whose key it is', async ({emulator, check}) => {
    const effect = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    emulator.addFault({match: {service: 'sts'}, effect})
    const {exit, json} = await check()
    expect(exit).toBe(0)
    expect(json).toMatchObject({ok: true, identity: null, warnings: [expect.stringContaining('AccessDenied')]})
  })

  it('says bad_secret and bad_key_id apart, with 4 (pain 22)', async ({home, emulator, mturk}) => {
    const {accessKeyId} = userKeyOf(emulator)
    writeProfile(home, {accessKeyId, secretAccessKey: 'x'.repeat(40)}, 'mistyped')
    writeProfile(home, {accessKeyId: 'AKIANOBODYHASTHATID2', secretAccessKey: 'x'.repeat(40)}, 'unknown')
    const [mistyped, unknown] = await Promise.all(
      ['mistyped', 'unknown'].map((profile) => mturk('link-check', '--profile', profile, '--json')),
    )
    expect(mistyped).toMatchObject({exit: 4, json: {ok: false, profile: 'mistyped'}})
    expect(verdictsOf(mistyped?.json)).toEqual({production: 'bad_secret', sandbox: 'bad_secret'})
    expect(unknown).toMatchObject({exit: 4, json: {identity: null}})
    expect(verdictsOf(unknown?.json)).toEqual({production: 'bad_key_id', sandbox: 'bad_key_id'})
  })

  it('says bad_key_id of a key that was switched off', async ({home, emulator, mturk, aws}) => {
    writeProfile(home, userKeyOf(emulator))
    writeProfile(home, emulator.rootKey, 'root')
    const {accessKeyId} = userKeyOf(emulator)
    const change = ['--user-name', 'mturk-requester', '--access-key-id', accessKeyId, '--status', 'Inactive']
    const off = await aws('iam', 'update-access-key', ...change, '--profile', 'root', '--region', 'us-east-1')
    expect(off.exit).toBe(0)
    const {exit, json} = await mturk('link-check', '--json')
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 4,
      verdicts: {production: 'bad_key_id', sandbox: 'bad_key_id'},
    })
  })

  it('refuses temporary and malformed keys with 3, before anything is sent (pain 15)', async ({emulator, mturk}) => {
    const secret = {AWS_SECRET_ACCESS_KEY: 's'.repeat(40)}
    const temporary = await mturk('link-check', '--json', {env: {AWS_ACCESS_KEY_ID: 'ASIAABCDEFGHIJKLMNOP', ...secret}})
    expect(temporary).toMatchObject({exit: 3, json: envelope('temporary_credentials', 3)})
    const malformed = await mturk('link-check', '--json', {env: {AWS_ACCESS_KEY_ID: 'my-key', ...secret}})
    expect(malformed).toMatchObject({exit: 3, json: envelope('malformed_credentials', 3)})
    const none = await mturk('link-check', '--json')
    expect(none).toMatchObject({exit: 3, json: envelope('no_credentials', 3)})
    expect(emulator.requests).toEqual([])
  })

  it('refuses --sandbox and --production together with 2', async ({mturk}) => {
    expect(await mturk('link-check', '--sandbox', '--production', '--json')).toMatchObject({
      exit: 2,
      json: envelope('usage', 2),
    })
  })
})

describe.concurrent('link-check of all profiles', () => {
  it.override('emulatorOptions', {scenario: 'linked-production-only'})

  it('has the object of one profile for each, and ends with the highest code', async ({home, emulator, mturk}) => {
    const good = userKeyOf(emulator)
    writeProfile(home, good, 'ann')
    home.write('.aws/credentials', `${home.read('.aws/credentials')}[half]\naws_access_key_id = ${good.accessKeyId}\n`)
    writeProfile(home, {...good, secretAccessKey: 'x'.repeat(40)}, 'zoe')
    const [all, ann] = await Promise.all([
      mturk('link-check', '--all-profiles', '--json'),
      mturk('link-check', '--profile', 'ann', '--json'),
    ])
    expect(all.exit).toBe(6)
    expect(ann.exit).toBe(6)
    expect(Object.keys(all.json)).toEqual(['profiles'])
    const [first, half, last] = all.json.profiles
    // But for the flag that was given, the very same.
    expect(first).toEqual(ann.json)
    expect(Object.keys(half)).toEqual(Object.keys(first))
    expect(half).toMatchObject({ok: false, profile: 'half', accessKeyId: null, identity: null})
    expect(verdictsOf(half)).toEqual({production: 'partial_credentials', sandbox: 'partial_credentials'})
    expect(half.environments[0].remedy).toContain('`mturk credentials list --profile half`')
    expect(verdictsOf(last)).toEqual({production: 'bad_secret', sandbox: 'bad_secret'})
    expect(last.environments[0].remedy).toContain('`mturk keys import FILE --profile zoe`')
    expect(complaintsAbout('link-check', all.json)).toEqual([])
  })

  it('checks only the environment that is named', async ({home, emulator, mturk}) => {
    for (const name of ['ann', 'bob']) writeProfile(home, userKeyOf(emulator), name)
    const {exit, json} = await mturk('link-check', '--all-profiles', '--production', '--json')
    expect({exit, verdicts: json.profiles.map(verdictsOf)}).toEqual({
      exit: 0,
      verdicts: [{production: 'ok'}, {production: 'ok'}],
    })
  })

  it('tells a person of each in turn', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator), 'ann')
    home.write('.aws/credentials', `${home.read('.aws/credentials')}[half]\naws_access_key_id = AKIAABCDEFGHIJKLMNOP\n`)
    const {exit, stdout, stderr} = await mturk('link-check', '--all-profiles')
    expect({exit, stderr}).toEqual({exit: 6, stderr: ''})
    expect(stdout).toMatch(
      /^profile ann · \*+\w{4} · user\/mturk-requester[^]*production +✔ linked[^]*sandbox +✖ not linked/,
    )
    expect(stdout).toContain('mturk link-check --sandbox --profile ann --wait 10')
    expect(stdout).toMatch(/^profile half · ✖ partial credentials$/m)
  })

  it('does not wait: that is for one', async ({mturk}) => {
    const {exit, json} = await mturk('link-check', '--all-profiles', '--wait', '1', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /--wait/)})
  })
})

describe.concurrent('link-check of a user without a policy', () => {
  withKey.override('emulatorOptions', {scenario: 'user-without-policy'})

  withKey('says no_policy with 5, and names the policy', async ({check}) => {
    const {exit, json} = await check()
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 5,
      verdicts: {production: 'no_policy', sandbox: 'no_policy'},
    })
    expect(json.environments[0]).toMatchObject({
      message: expect.stringContaining('Your keys are fine.'),
      remedy: expect.stringMatching(
        /arn:aws:iam::aws:policy\/AmazonMechanicalTurkFullAccess[^]*`mturk iam create-user NAME --profile NEW --admin-profile PROFILE`/,
      ),
    })
    expect(json.identity.kind).toBe('user')
  })

  withKey('says denied_by_scp with 5 where the organisation forbids it', async ({emulator, check}) => {
    const denied = {Effect: 'Deny', Action: 'mechanicalturk:*', Resource: '*'}
    emulator.addServiceControlPolicy({Version: '2012-10-17', Statement: [denied]})
    const {exit, json} = await check()
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 5,
      verdicts: {production: 'denied_by_scp', sandbox: 'denied_by_scp'},
    })
  })
})

describe.concurrent('link-check after Mechanical Turk has closed', () => {
  withKey.override('emulatorOptions', {scenario: 'closed'})

  withKey('says service_closed with 8, and blames no key', async ({check}) => {
    const {exit, json} = await check()
    expect({exit, verdicts: verdictsOf(json)}).toEqual({
      exit: 8,
      verdicts: {production: 'service_closed', sandbox: 'service_closed'},
    })
    expect(json.environments[0].message).toContain('HTTP 410')
    expect(json.environments[0].remedy).toEqual(stringOrNull)
    expect(json.identity).toMatchObject({kind: 'user'})
  })
})
