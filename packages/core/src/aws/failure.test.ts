import {inspect} from 'node:util'
import {describe, expect, it} from 'vitest'
import {readErrorAnswer} from './answer.js'
import {AwsFailure, cleanMessage} from './failure.js'

describe('what AWS says, cleaned', () => {
  it.each([
    [
      'You requested a Qualification that does not exist. (1631094715163)',
      'You requested a Qualification that does not exist.',
    ],
    ['not authorized to use this AWSAccessKeyId (5934433916915 s)', 'not authorized to use this AWSAccessKeyId'],
    [
      'Our current system time: 2014-01-30T22:01:26Z. (1391119286407)',
      'Our current system time: 2014-01-30T22:01:26Z.',
    ],
    [
      'Signature expired: a is now earlier than b (20180710T071714Z - 5 min.)',
      'Signature expired: a is now earlier than b (20180710T071714Z - 5 min.)',
    ],
    ['a limit of (2)', 'a limit of (2)'],
    ['two\nlines\r\n\tand a tab', 'two lines and a tab'],
    ['\u001B[31mred\u001B[0m and \u001B]0;title\u0007 a bell', 'red and a bell'],
    ['left\u202Etfel\u2066 zero\u200Bwidth', 'lefttfel zerowidth'],
    ['  blanks   within  ', 'blanks within'],
  ])('%j', (said, clean) => {
    expect(cleanMessage(said)).toBe(clean)
  })

  it('leaves out the canonical request, which quotes the session token', () => {
    const said =
      "does not match.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:FwoG'"
    expect(cleanMessage(said)).toBe('does not match.')
  })

  it('replaces a secret that somebody sends back', () => {
    expect(cleanMessage('you sent s3cr3t/+ and s3cr3t/+', ['s3cr3t/+'])).toBe('you sent [secret] and [secret]')
  })

  it.each([
    ['a', 'AccessDenied: a key may not do a thing', 'AccessDenied: a key may not do a thing'],
    [' ', 'words with blanks', 'words with blanks'],
    ['', 'words', 'words'],
    ['abc123', 'your secret is "abc123", not xabc123y', 'your secret is "[secret]", not xabc123y'],
    ['sign', 'The signature is no sign: sign', 'The signature is no [secret]: [secret]'],
    ['wJalrXUtnFEMI/K7MDENG', 'xwJalrXUtnFEMI/K7MDENGx', 'x[secret]x'],
  ])('is legible, whatever the secret: %j', (secret, said, shown) => {
    expect(cleanMessage(said, [secret])).toBe(shown)
  })

  it.each([
    'wJalrXUt\u200BnFEMI/K7MDENG',
    'wJalrXUt\u001B[31mnFEMI/K7MDENG',
    ' wJalrXUtnFEMI/K7MDENG\n',
    'wJalrXUt\nnFEMI/K7MDENG',
    'wJalrXUt \t\r\n nFEMI/ K7MD\u00A0ENG',
    'w\u2028JalrXUt\uFE0FnFEMI/K7M\u00ADDENG',
  ])('hides a secret with marks inside it: %j', (said) => {
    expect(cleanMessage(said, ['wJalrXUtnFEMI/K7MDENG'])).toBe('[secret]')
  })

  it('is never endless', () => {
    expect(cleanMessage('x'.repeat(10_000)).length).toBeLessThan(700)
  })
})

describe('an error answer', () => {
  const answer = (body: string, status = 400, headers: Record<string, string> = {}) =>
    readErrorAnswer({status, headers, body})

  it('of Mechanical Turk is read with its own code', () => {
    expect(
      answer(
        '{"__type":"RequestError","Message":"No such thing. (1631094715163)","TurkErrorCode":"AWS.MechanicalTurk.X"}',
        400,
        {
          'x-amzn-requestid': 'abc',
        },
      ),
    ).toEqual({
      code: 'RequestError',
      turkErrorCode: 'AWS.MechanicalTurk.X',
      message: 'No such thing. (1631094715163)',
      requestId: 'abc',
    })
  })

  it('of the front end is read with a small message', () => {
    expect(answer('{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"invalid."}')).toEqual({
      code: 'UnrecognizedClientException',
      message: 'invalid.',
    })
    expect(answer('{}', 400, {'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/'}).code).toBe(
      'ThrottlingException',
    )
  })

  it('of IAM is read from its XML', () => {
    expect(
      answer(
        '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The user &quot;x&quot; &#38; y</Message></Error><RequestId>r-1</RequestId></ErrorResponse>',
        404,
      ),
    ).toEqual({code: 'NoSuchEntity', message: 'The user "x" & y', requestId: 'r-1'})
  })

  it('of somebody else gives the title of the page', () => {
    expect(answer('<!doctype html><html><title>Sign in\n to WiFi</title><body>…', 403).message).toBe('Sign in to WiFi')
    expect(answer('<h1>502 Bad Gateway</h1>', 502).message).toBe('502 Bad Gateway')
    expect(answer('', 500).message).toBe('')
  })

  it.each([
    'null',
    '[]',
    '"text"',
    '{"__type":42,"message":{}}',
    '<Error><Code></Code></Error>',
    '\u0000\u0001',
    '&#x110000;',
  ])('never throws on %j', (body) => {
    expect(typeof answer(body).message).toBe('string')
  })
})

describe('AwsFailure', () => {
  it('shows what it may show, and knows what was said', () => {
    const failure = new AwsFailure({
      kind: 'answer',
      service: 'mturk',
      operation: 'GetAccountBalance',
      host: 'h',
      code: '[secret]',
      message: 'your secret is [secret]',
      said: {code: 'Throttling', message: 'your secret is Throttling'},
    })
    expect(failure.said.code).toBe('Throttling')
    expect(inspect(failure, {depth: Infinity, showHidden: true}) + JSON.stringify(failure)).not.toContain('Throttling')
  })

  it('has no members without a value, so that nothing shows as undefined', () => {
    const failure = new AwsFailure({
      kind: 'network',
      service: 'sts',
      operation: 'GetCallerIdentity',
      host: 'h',
      message: 'm',
    })
    expect('httpStatus' in failure).toBe(false)
    expect(inspect(failure)).not.toContain('undefined')
  })
})
