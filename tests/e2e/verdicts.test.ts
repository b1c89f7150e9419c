import type {Emulator, FaultEffect} from '@mturk-cli/emulator'
import {verdicts, type VerdictName} from '@mturk-cli/core/mturk'
import {describe, expect} from 'vitest'
import {complaintsAbout} from '../reference/schemas.js'
import type {Home} from '../support/home.js'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'

/** What Mechanical Turk answers, word for word, and what that is. Sources: `packages/core/src/mturk/classify.test.ts`. */
interface Row {
  /** What is the matter, and where somebody met it. */
  readonly when: string
  readonly effect: FaultEffect
  readonly verdict: VerdictName
  /** What the message or the remedy must say besides. */
  readonly says?: readonly string[]
}

const answer = (code: string, message: string, turkErrorCode?: string): FaultEffect => ({
  kind: 'error',
  status: 400,
  code,
  message,
  ...(turkErrorCode === undefined ? {} : {turkErrorCode}),
})
const xml = (status: number, body: string): FaultEffect => ({kind: 'raw', status, body})
const NOT_LINKED =
  'To use the MTurk API, you will need an Amazon Web Services (AWS) Account. Your AWS account must be linked to your Amazon Mechanical Turk Account. Visit https://requestersandbox.mturk.com/developer to get started. (1631094715163)'
const USER = 'User: arn:aws:iam::123456789012:user/x is not authorized to perform: mechanicalturk:GetAccountBalance'
const OLD_REFUSAL =
  'The identity contained in the request is not authorized to use this AWSAccessKeyId (5934433916915 s)'
const CLAIMS =
  'The specified claims are invalid. Based on your request, your signature should be generated using the following string: x. Check to make sure your system clock and timezone is not incorrect. Our current system time: 2014-01-30T22:01:26Z. (1391119286407)'
const NO_FUNDS =
  'This Requester has insufficient funds in their account to complete this transaction. Please visit https://requester.mturk.com/prepayments/new to purchase Prepaid HITs.'
const OLD_API =
  'This Requester API is no longer supported. Please use the latest API using the official AWS SDK. https://aws.amazon.com/getting-started/tools-sdks'

const ROWS: readonly Row[] = [
  {
    when: 'the account is not linked, and the keys are fine (pain 1, psiTurk#370)',
    effect: answer('RequestError', NOT_LINKED, 'AWS.AccountNotLinked'),
    verdict: 'not_linked',
    says: ['Your keys are fine.', 'Link your AWS Account'],
  },
  {
    when: 'the account is not linked, in a code with another beginning',
    effect: answer('RequestError', NOT_LINKED, 'AWS.MechanicalTurk.AccountNotLinked'),
    verdict: 'not_linked',
  },
  {
    when: 'the account is not linked, in words alone',
    effect: answer('RequestError', NOT_LINKED),
    verdict: 'not_linked',
  },
  {
    when: 'the account of a person who changed accounts is not linked: it is named (pains 11 and 12, ParlAI#1442)',
    effect: answer('RequestError', NOT_LINKED, 'AWS.AccountNotLinked'),
    verdict: 'not_linked',
    says: ['1234-5678-9012', '--wait 10'],
  },
  {
    when: 'there is no money',
    effect: answer('RequestError', NO_FUNDS),
    verdict: 'insufficient_funds',
    says: ['https://requester.mturk.com/prepayments/new'],
  },
  {
    when: 'there is no money, in the old code (resourcecontracts#538)',
    effect: answer('RequestError', 'No.', 'AWS.MechanicalTurk.InsufficientFunds'),
    verdict: 'insufficient_funds',
  },
  {
    when: 'the requester account may not, whatever its policies (pain 5, psiTurk#565)',
    effect: answer('RequestError', 'This user is not authorized to perform the requested operation.'),
    verdict: 'not_authorized',
    says: ['no IAM policy changes it'],
  },
  {
    when: 'the requester account may not, in the old code (rturk#33)',
    effect: answer('RequestError', 'No.', 'AWS.MechanicalTurk.PermissionDenied'),
    verdict: 'not_authorized',
  },
  {
    when: 'nobody knows the key id (pains 4 and 22, psiTurk#355)',
    effect: answer('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    verdict: 'bad_key_id',
  },
  {
    when: 'the secret is wrong',
    effect: answer(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    verdict: 'bad_secret',
  },
  {
    when: 'an organization forbids it (pain 16, Mephisto#759)',
    effect: answer(
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:root is not authorized to perform: mechanicalturk:ListQualificationTypes with an explicit deny in a service control policy',
    ),
    verdict: 'denied_by_scp',
    says: ['AWS Organization'],
  },
  {
    when: 'the user has no policy (pain 22, daemo#817)',
    effect: answer(
      'AccessDeniedException',
      `${USER} because no identity-based policy allows the mechanicalturk:GetAccountBalance action`,
    ),
    verdict: 'no_policy',
    says: ['AmazonMechanicalTurkFullAccess', 'mturk iam create-user NAME --profile NEW --admin-profile PROFILE'],
  },
  {
    when: 'a policy of the user denies it',
    effect: answer('AccessDeniedException', `${USER} with an explicit deny in an identity-based policy`),
    verdict: 'no_policy',
    says: ['remove the policy that denies'],
  },
  {
    when: 'another region was signed for (pain 19, simple-amt#29)',
    effect: answer('InvalidSignatureException', "Credential should be scoped to a valid region, not 'us-west-1'."),
    verdict: 'wrong_region',
    says: ['us-east-1'],
  },
  {
    when: 'the clock is behind (pain 24, AWS.jl#206)',
    effect: answer(
      'InvalidSignatureException',
      'Signature expired: 20180707T233021Z is now earlier than 20180710T071214Z (20180710T071714Z - 5 min.)',
    ),
    verdict: 'clock_skew',
    says: ['timedatectl'],
  },
  {
    when: 'the clock is ahead',
    effect: answer(
      'InvalidSignatureException',
      'Signature not yet current: 20180710T071714Z is still later than 20180707T233021Z (20180707T232521Z + 5 min.)',
    ),
    verdict: 'clock_skew',
  },
  {
    when: 'the clock is wrong for the old API (pain 24, MTurkR#35)',
    effect: answer('RequestError', CLAIMS, 'AWS.BadClaimsSupplied'),
    verdict: 'clock_skew',
  },
  {
    when: 'the clock is wrong for the old API, in another code',
    effect: answer('RequestExpired', 'Request has expired.'),
    verdict: 'clock_skew',
  },
  {
    when: 'it is throttled (pain 25, amti#12)',
    effect: answer('ThrottlingException', 'Rate exceeded'),
    verdict: 'throttled',
    says: ['says nothing about your keys'],
  },
  {
    when: 'the service is at fault (pain 13, ParlAI#1686)',
    effect: {kind: 'error', status: 500, code: 'ServiceFault', message: 'Sorry.'},
    verdict: 'service_fault',
    says: ['https://health.aws.amazon.com'],
  },
  {when: 'HTTP is too new (boto3#1041)', effect: xml(505, 'HTTP Version Not Supported'), verdict: 'service_fault'},
  {
    when: 'there is a status and not a word',
    effect: xml(503, ''),
    verdict: 'service_fault',
    says: ['HTTP 503 (Service Unavailable).'],
  },
  {
    when: 'the old API is gone (pain 6, psiTurk#348)',
    effect: xml(403, `<Error><Code>Forbidden</Code><Message>${OLD_API}</Message></Error>`),
    verdict: 'service_closed',
    says: ['no longer supported'],
  },
  {when: 'the service is gone', effect: xml(410, ''), verdict: 'service_closed', says: ['HTTP 410']},
  {
    when: 'the old API refuses, and does not say what (pain 2, psiTurk#217)',
    effect: answer('AWS.NotAuthorized', OLD_REFUSAL),
    verdict: 'not_authorized',
    says: ['an account that is not linked', 'a user without the policy'],
  },
  {
    when: 'the connection is cut',
    effect: {kind: 'drop-before'},
    verdict: 'unreachable',
    says: ['closed the connection without an answer', 'says nothing about your keys'],
  },
  {
    when: 'nobody has seen the answer before: it is shown as it came (pain 9, psiTurk#275)',
    effect: answer('RequestError', 'As it came. (1631094715163)', 'AWS.MechanicalTurk.SomethingNew'),
    verdict: 'unknown',
    says: ['HTTP 400', 'RequestError', 'AWS.MechanicalTurk.SomethingNew', '"As it came."', 'not about your keys'],
  },
  {
    when: 'somebody else answers',
    effect: xml(403, '<html><title>Sign in to WiFi</title></html>'),
    verdict: 'unknown',
    says: ['Sign in to WiFi', 'A proxy or a sign-in page'],
  },
]

/** Where no request is made: the key is not one to ask with. */
const KEYLESS: readonly {
  readonly when: string
  readonly verdict: VerdictName
  readonly prepare: (home: Home, emulator: Emulator) => Record<string, string> | void
}[] = [
  {when: 'there is none', verdict: 'no_credentials', prepare: () => {}},
  {
    when: 'one half of it is missing',
    verdict: 'partial_credentials',
    prepare: (home) => void home.write('.aws/credentials', '[default]\naws_access_key_id = AKIAABCDEFGHIJKLMNOP\n'),
  },
  {
    when: 'it is a temporary one (pain 15, Mephisto#808)',
    verdict: 'temporary_credentials',
    prepare: () => ({AWS_ACCESS_KEY_ID: 'ASIAABCDEFGHIJKLMNOP', AWS_SECRET_ACCESS_KEY: 's'.repeat(40)}),
  },
  {
    when: 'a session token stands beside it (pain 38)',
    verdict: 'temporary_credentials',
    prepare: (home, emulator) => {
      writeProfile(home, userKeyOf(emulator))
      home.write('.aws/credentials', `${home.read('.aws/credentials')}aws_session_token = ${'t'.repeat(40)}\n`)
    },
  },
  {
    when: 'a role is assumed for it',
    verdict: 'temporary_credentials',
    prepare: (home) =>
      void home.write(
        '.aws/config',
        '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Environment\n',
      ),
  },
  {
    when: 'its id has another shape',
    verdict: 'malformed_credentials',
    prepare: () => ({AWS_ACCESS_KEY_ID: 'my-key', AWS_SECRET_ACCESS_KEY: 's'.repeat(40)}),
  },
  {
    when: 'a directory stands where its file should be',
    verdict: 'unreadable_file',
    prepare: (home) => void home.write('.aws/credentials/file', ''),
  },
  {
    when: 'Boto cannot parse its file',
    verdict: 'unreadable_file',
    prepare: (home) => void home.write('.aws/config', 'rubbish\n'),
  },
]

/** A page to open or a command to type. */
const NEXT_STEP = /Open https:\/\/\S|`mturk [a-z]/

describe.concurrent('the verdict', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is tried for everything that can be the matter', () => {
    const tried = new Set<string>(['ok', ...ROWS.map(({verdict}) => verdict), ...KEYLESS.map(({verdict}) => verdict)])
    expect(Object.keys(verdicts).filter((name) => !tried.has(name))).toEqual([])
  })

  for (const {when, effect, verdict, says = []} of ROWS) {
    it(`is ${verdict} when ${when}`, async ({home, emulator, mturk}) => {
      writeProfile(home, userKeyOf(emulator))
      emulator.addFault({match: {service: 'mturk'}, effect})
      const {exit, json} = await mturk('link-check', '--json')
      expect({exit, account: json.identity?.account}).toEqual({exit: verdicts[verdict].exit, account: '123456789012'})
      expect(complaintsAbout('link-check', json)).toEqual([])
      for (const [index, name] of (['production', 'sandbox'] as const).entries()) {
        const found = json.environments[index]
        expect(found).toMatchObject({environment: name, verdict, availableBalance: null})
        expect(found.message).toContain(`Mechanical Turk (${name}) at 127.0.0.1:`)
        expect(found.remedy).toMatch(NEXT_STEP)
        for (const words of says) expect(`${found.message}\n${found.remedy}`).toContain(words)
        // AWS's trailing time is nobody's business, and nobody's keys are called invalid.
        expect(found.message).not.toMatch(/\(\d{9,} ?s?\)|invalid (keys|credentials)/i)
      }
      // A refusal is asked for once; only what may pass is asked for again, and not for ever.
      const tries = emulator.requests.filter(({service}) => service === 'mturk').length
      const mayPass = verdicts[verdict].exit === verdicts.throttled.exit
      const [least, most] = mayPass ? [6, 8] : [2, 2]
      expect(tries).toBeGreaterThanOrEqual(least)
      expect(tries).toBeLessThanOrEqual(most)
    })
  }

  for (const {when, verdict, prepare} of KEYLESS) {
    it(`on a key is ${verdict} when ${when}`, async ({home, emulator, mturk}) => {
      const env = prepare(home, emulator) ?? {}
      for (const command of ['link-check', 'balance']) {
        const {exit, json} = await mturk(command, '--json', {env})
        expect({exit, json}).toEqual({exit: 3, json: envelope(verdict, 3)})
        expect(json.error.remedy).toMatch(NEXT_STEP)
      }
      expect(emulator.requests).toEqual([])
    })
  }

  it('is unreachable for a host name that there is not, and says what STS tells about the network (pain 20)', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    // RFC 2606 keeps this name free.
    const env = {AWS_ENDPOINT_URL_MTURK: 'https://mturk.invalid', MTURK_SANDBOX_ENDPOINT_URL: 'https://mturk.invalid'}
    const {exit, json} = await mturk('link-check', '--json', {env})
    expect({exit, verdict: json.environments[0].verdict}).toEqual({exit: 7, verdict: 'unreachable'})
    expect(json.environments[0].message).toMatch(/mturk\.invalid (was not found|could not be looked up)/)
    expect(json.environments[0].message).toContain('says nothing about your keys')
    expect(json.identity).toMatchObject({kind: 'user'})
  })

  for (const secretAccessKey of ['a', 'is', 'Exception', 'link']) {
    it(`is no other for a secret that is a piece of the answer: ${secretAccessKey}`, async ({
      home,
      emulator,
      mturk,
    }) => {
      writeProfile(home, {...userKeyOf(emulator), secretAccessKey})
      const {exit, json} = await mturk('link-check', '--json')
      expect({exit, verdict: json.environments[0].verdict}).toEqual({exit: 4, verdict: 'bad_secret'})
      expect(json.environments[0].message).toContain('The request signature we calculated does not match the signature')
    })
  }
})

describe.concurrent('who waits', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('sees each retry, with what came back, and gets through what passes (pain 13)', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.addFault({match: {service: 'mturk'}, times: 1, effect: {kind: 'raw', status: 503, body: ''}})
    emulator.addFault({match: {service: 'mturk'}, times: 1, effect: {kind: 'throttle'}})
    const {exit, stdout, stderr} = await mturk('balance')
    expect({exit, stdout}).toEqual({exit: 0, stdout: expect.stringContaining('$182.50 available')})
    const lines = stderr.split('\n').filter((line) => line.includes('Trying again in'))
    expect(lines).toEqual([
      expect.stringMatching(
        /^Mechanical Turk \(production\) at \S+ .* HTTP 503 \(Service Unavailable\)\. Trying again in 0\.\d s\.$/,
      ),
      expect.stringMatching(/HTTP 400 ThrottlingException: "Rate exceeded" Trying again in 0\.\d s\.$/),
    ])
  })

  it('is told after a second for whom', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    emulator.addFault({match: {environment: 'sandbox'}, effect: {kind: 'delay', ms: 1500}})
    const {exit, stderr} = await mturk('link-check')
    expect(exit).toBe(0)
    expect(stderr).toContain('Waiting for an answer from Mechanical Turk (sandbox) at 127.0.0.1:')
  })
})

describe.concurrent('beside good news', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const [seconds, direction] of [
    [280, 'behind'],
    [-280, 'ahead'],
  ] as const) {
    it(`a clock that is nearly five minutes ${direction} is a warning, in words (pain 24)`, async ({
      home,
      emulator,
      mturk,
    }) => {
      writeProfile(home, userKeyOf(emulator))
      emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds}})
      const warning = expect.stringMatching(
        new RegExp(`^This computer's clock is 5 minutes ${direction}\\. AWS refuses a signature`),
      )
      for (const command of [['balance'], ['link-check'], ['balance', '--all-profiles']]) {
        const {exit, json} = await mturk(...command, '--json')
        expect({exit, warnings: json.warnings}).toEqual({exit: 0, warnings: expect.arrayContaining([warning])})
        expect(json.warnings.filter((each: string) => each.includes('clock'))).toHaveLength(1)
      }
    })
  }

  it('a region where Mechanical Turk is not is a warning, and us-east-1 is signed for (pain 19)', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.aws/config', '[default]\nregion = eu-west-1\n')
    for (const command of ['balance', 'link-check']) {
      const {exit, json} = await mturk(command, '--json', {env: {AWS_REGION: 'eu-central-1'}})
      expect(exit).toBe(0)
      expect(json.warnings).toContainEqual(expect.stringMatching(/^~\/\.aws\/config says eu-west-1, .*us-east-1/))
    }
  })
})

describe.concurrent('what AWS says', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('cannot move the cursor, hide text or retitle the window', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const nasty = 'Some\u001B]0;owned\u0007\u001B[2J\u001B[8m\u009B31mthing\u202E new\r\b\u0000'
    for (const effect of [
      {kind: 'error', status: 400, code: nasty, turkErrorCode: nasty, message: nasty} as const,
      {kind: 'raw', status: 400, body: `<title>${nasty}</title>`} as const,
      {
        kind: 'raw',
        status: 400,
        body: '<Error><Code>x&#27;[8m</Code><Message>Some&#x1b;[2Jthing new&#8238;</Message></Error>',
      } as const,
    ]) {
      const away = emulator.addFault({match: {}, effect})
      for (const command of [['balance'], ['link-check'], ['balance', '--all-profiles'], ['link-check', '--json']]) {
        const {exit, stdout, stderr} = await mturk(...command)
        expect(exit).toBe(1)
        expect(stdout + stderr).toMatch(/Something new|Some.*thing new/)
        // oxlint-disable-next-line no-control-regex -- control characters are what this is about
        expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
      }
      away()
    }
  })
})
