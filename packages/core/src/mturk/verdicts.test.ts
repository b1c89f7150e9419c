import {describe, expect, it} from 'vitest'
import {AwsFailure, type AwsFailureInit} from '../aws/index.js'
import {isMturkError, MturkError} from '../errors.js'
import {describeRemedy} from '../remedy.js'
import type {Circumstances} from './circumstances.js'
import {PRODUCTION, SANDBOX} from './environments.js'
import {verdictError, verdictOf} from './report.js'
import {verdicts, type VerdictEntry, type VerdictName} from './verdicts.js'

const all = Object.entries(verdicts) as [VerdictName, VerdictEntry][]

function failure(init: Partial<AwsFailureInit> = {}): AwsFailure {
  return new AwsFailure({
    kind: 'answer',
    service: 'mturk',
    operation: 'GetAccountBalance',
    host: 'mturk-requester.us-east-1.amazonaws.com',
    httpStatus: 400,
    code: 'RequestError',
    message: 'AWS said this.',
    ...init,
  })
}

const KNOWN: Circumstances = {
  environment: SANDBOX,
  profile: 'lab',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  account: '123456789012',
  userName: 'ann',
  host: '127.0.0.1:4566',
  overriddenBy: 'AWS_ENDPOINT_URL',
  stsAnswered: true,
  place: '~/.aws/credentials [lab]',
  problem: {
    code: 'partial_credentials',
    message: 'The secret is missing.',
    remedy: 'Add it.',
    severity: 'error',
    stops: 'backend',
  },
  failure: failure({clockOffsetSeconds: -360}),
}

describe('the table of verdicts', () => {
  it('has the exit codes that scripts rely on', () => {
    expect(Object.fromEntries(all.map(([name, {exit}]) => [name, exit]))).toEqual({
      ok: 0,
      unknown: 1,
      no_credentials: 3,
      partial_credentials: 3,
      temporary_credentials: 3,
      malformed_credentials: 3,
      unreadable_file: 3,
      bad_key_id: 4,
      bad_secret: 4,
      clock_skew: 4,
      wrong_region: 4,
      no_policy: 5,
      denied_by_scp: 5,
      not_authorized: 5,
      not_linked: 6,
      throttled: 7,
      service_fault: 7,
      unreachable: 7,
      service_closed: 8,
      insufficient_funds: 11,
    })
  })

  it.each(all)('%s says what it means, knowing everything or nothing', (_, {means}) => {
    for (const at of [{}, {failure: failure()}, {failure: failure({service: 'iam'})}, KNOWN]) {
      expect(means(at)).toMatch(/^\S.*\S[.?]$/)
      expect(means(at)).not.toMatch(/undefined|null|\[object/)
    }
  })

  it.each(all.filter(([name]) => name !== 'ok'))('%s names a page or a command', (_, {remedy}) => {
    for (const at of [{}, {failure: failure()}, {failure: failure({service: 'iam'})}, KNOWN]) {
      const kinds = remedy(at).map(({kind}) => kind)
      expect(kinds.includes('open') || kinds.includes('run')).toBe(true)
      expect(describeRemedy(remedy(at))).not.toMatch(/undefined|null|\[object/)
    }
  })

  it('names only commands that there are', () => {
    const commands = all.flatMap(([, {remedy}]) =>
      [{}, {failure: failure({service: 'iam'})}, KNOWN].flatMap((at) =>
        remedy(at).flatMap((step) => (step.kind === 'run' ? [step.command] : [])),
      ),
    )
    expect(commands.length).toBeGreaterThan(20)
    for (const command of commands) {
      expect(command).toMatch(
        /^mturk (init|link-check|balance|iam create-user|keys import|credentials (list|backends))\b/,
      )
    }
  })

  it('opens only pages with https', () => {
    const pages = all.flatMap(([, {remedy}]) =>
      remedy(KNOWN).flatMap((step) => (step.kind === 'open' ? [step.url] : [])),
    )
    expect(pages.length).toBeGreaterThan(8)
    for (const page of pages) expect(new URL(page).protocol).toBe('https:')
  })
})

describe('a failure in words', () => {
  it('says what was tried, what came back, what it means and what to do', () => {
    const error = failure({
      service: 'mturk-sandbox',
      turkErrorCode: 'AWS.AccountNotLinked',
      message: 'Your AWS account must be linked.',
    })
    const {verdict, exit, message, remedy} = verdictOf('not_linked', {
      error,
      environment: SANDBOX,
      account: '123456789012',
    })
    expect({verdict, exit}).toEqual({verdict: 'not_linked', exit: 6})
    expect(message).toBe(
      'Mechanical Turk (sandbox) answered GetAccountBalance with HTTP 400 RequestError AWS.AccountNotLinked: "Your AWS account must be linked."\nYour keys are fine. This AWS account (1234-5678-9012) is not linked to a requester in the sandbox.',
    )
    expect(describeRemedy(remedy)).toBe(
      [
        'Open https://requestersandbox.mturk.com/developer',
        'Sign in there as the AWS root user (an IAM user cannot link), accept the terms if asked, and choose "Link your AWS Account". Production and the sandbox are linked separately.',
        '`mturk link-check --sandbox --wait 10`',
      ].join('\n'),
    )
  })

  it('shows an unknown answer with code and message', () => {
    const error = failure({turkErrorCode: 'AWS.MechanicalTurk.SomethingNew', message: 'The message.'})
    expect(verdictOf('unknown', {error, environment: PRODUCTION}).message).toBe(
      'Mechanical Turk (production) answered GetAccountBalance with HTTP 400 RequestError AWS.MechanicalTurk.SomethingNew: "The message."\nmturk does not know this answer. It is not about your keys as far as it can tell.',
    )
  })

  it('names an overridden endpoint', () => {
    const error = failure({
      kind: 'network',
      code: 'ECONNREFUSED',
      host: '127.0.0.1:4566',
      message: '127.0.0.1:4566 refused the connection.',
      overriddenBy: 'AWS_ENDPOINT_URL',
    })
    const {message, remedy} = verdictOf('unreachable', {error})
    expect(message).toMatch(
      /^Mechanical Turk \(production\) at 127\.0\.0\.1:4566 \(from AWS_ENDPOINT_URL\) was asked for GetAccountBalance\. /,
    )
    expect(describeRemedy(remedy)).toContain('AWS_ENDPOINT_URL')
  })

  it('names an overridden endpoint of IAM and STS too, and beside good news', () => {
    const error = failure({
      service: 'iam',
      operation: 'CreateUser',
      host: '127.0.0.1:1',
      overriddenBy: 'AWS_ENDPOINT_URL',
    })
    expect(verdictOf('no_policy', {error}).message).toMatch(/^IAM at 127\.0\.0\.1:1 \(from AWS_ENDPOINT_URL\) answered/)
    const {message} = verdictOf('ok', {environment: SANDBOX, host: '127.0.0.1:2', overriddenBy: 'AWS_ENDPOINT_URL'})
    expect(message).toContain('127.0.0.1:2 (from AWS_ENDPOINT_URL)')
    expect(verdictOf('ok', {environment: SANDBOX, host: 'mturk', overriddenBy: null}).message).not.toContain('from')
  })

  it('says that a host name no longer exists only while STS answers', () => {
    const error = failure({kind: 'network', code: 'ENOTFOUND', message: 'The host name x was not found.'})
    expect(verdictOf('unreachable', {error, stsAnswered: true}).message).toContain(
      'A host name that no longer exists while STS answers',
    )
    expect(verdictOf('unreachable', {error, stsAnswered: false}).message).not.toContain('no longer exists')
    const refused = failure({kind: 'network', code: 'ECONNREFUSED'})
    expect(verdictOf('unreachable', {error: refused, stsAnswered: true}).message).not.toContain('no longer exists')
  })

  it('says how wrong the clock is', () => {
    const error = failure({clockOffsetSeconds: -360})
    expect(verdictOf('clock_skew', {error}).message).toContain("this computer's clock is 6 minutes behind")
  })

  it('tells a policy that denies from one that is missing, and IAM from Mechanical Turk', () => {
    const missing = verdictOf('no_policy', {
      error: failure({message: 'because no identity-based policy allows it'}),
      userName: 'ann',
    })
    expect(describeRemedy(missing.remedy)).toContain('arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess')
    // The profile holds a key already, and its owner administers nothing: neither default could work.
    expect(describeRemedy(missing.remedy)).toContain(
      '`mturk iam create-user NAME --profile NEW --admin-profile PROFILE`',
    )
    const denied = verdictOf('no_policy', {
      error: failure({message: 'with an explicit deny in an identity-based policy'}),
    })
    expect(describeRemedy(denied.remedy)).not.toMatch(/FullAccess|create-user/)
    const iam = verdictOf('no_policy', {error: failure({service: 'iam', operation: 'CreateUser'})})
    expect(iam.message).toContain('administrator')
    expect(describeRemedy(iam.remedy)).toContain('--admin-profile')
  })

  it('names the profile of the key in every command to type next', () => {
    const names = ['no_credentials', 'partial_credentials', 'malformed_credentials', 'unreadable_file'] as const
    for (const name of [...names, 'bad_key_id', 'bad_secret', 'insufficient_funds', 'unknown'] as const) {
      const commands = verdictOf(name, {profile: 'lab'}).remedy.filter(({kind}) => kind === 'run')
      expect(commands.length).toBeGreaterThan(0)
      for (const step of commands) expect(step).toMatchObject({command: expect.stringMatching(/ --profile lab$/)})
    }
  })

  it('names the profile in an error, which nothing around it does', () => {
    const error = failure({service: 'mturk-sandbox'})
    expect(verdictError(error, {profile: 'lab'}).message).toMatch(
      /^Mechanical Turk \(sandbox\) answered GetAccountBalance for the profile lab with HTTP 400/,
    )
    expect(verdictOf('unknown', {error, profile: 'lab'}).message).not.toContain('lab')
  })

  it('quotes a profile name that a shell would take apart', () => {
    const command = (profile: string) =>
      describeRemedy(verdictOf('throttled', {profile, environment: PRODUCTION}).remedy)
    expect(command('lab')).toContain('`mturk link-check --production --profile lab`')
    expect(command('x; rm -rf ~')).toContain("`mturk link-check --production --profile 'x; rm -rf ~'`")
  })

  it('says of a sign-in page that it is not AWS', () => {
    const error = new AwsFailure({
      kind: 'answer',
      service: 'mturk',
      operation: 'GetAccountBalance',
      host: 'h',
      httpStatus: 200,
      message: '',
    })
    expect(verdictOf('unknown', {error}).message).toContain('A proxy or a sign-in page')
  })
})

describe('what is thrown', () => {
  it('is the verdict, with the failure as its cause', () => {
    const error = failure({code: 'UnrecognizedClientException'})
    const thrown = verdictError(error)
    expect(isMturkError(thrown)).toBe(true)
    expect(thrown).toMatchObject({code: 'bad_key_id', exit: 4, cause: error})
  })

  it('stays what it was if it is no failure of AWS', () => {
    const ours = new MturkError({code: 'usage', exit: 2, message: 'two flags exclude each other'})
    const bug = new TypeError('a fault of ours')
    expect(verdictError(ours)).toBe(ours)
    expect(verdictError(bug)).toBe(bug)
  })
})
