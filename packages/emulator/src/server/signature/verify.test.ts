import {describe, expect, it} from 'vitest'
import type {HeaderList} from '../http/answer.js'
import type {Dialect} from '../protocols/front-end-errors.js'
import {signed, type Signing} from '../testing/signed-client.js'
import {verifySignature} from './verify.js'

const NOW = Date.parse('2018-07-10T07:17:14Z')
const key = {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'}
const request = {
  method: 'POST',
  target: '/',
  body: 'Action=ListUsers',
  headers: [['Host', '127.0.0.1:1']] as HeaderList,
}
const WRONG_SECRET =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

interface Circumstances {
  readonly dialect?: Dialect
  /** What is other than when it was signed. */
  readonly change?: object
  /** Of the key. */
  readonly expiresAt?: number
}

function check(signing: Partial<Signing>, {dialect = 'query', change = {}, expiresAt}: Circumstances = {}) {
  const headers = signed(request, {key, service: 'iam', at: NOW, ...signing})
  const expected = {service: 'iam', region: 'us-east-1', dialect, now: NOW}
  const known = expiresAt === undefined ? key : {...key, expiresAt}
  return verifySignature({...request, headers, ...change}, expected, (id) =>
    id === key.accessKeyId ? known : undefined,
  )
}

const minutes = (count: number) => NOW + count * 60_000

describe('a signed request', () => {
  it('is known by its key and its region', () => {
    expect(check({})).toEqual({key, region: 'us-east-1'})
  })

  it('passes up to five minutes early or late', () => {
    expect(check({at: minutes(-5)}).key).toBe(key)
    expect(check({at: minutes(5)}).key).toBe(key)
  })

  it.each([
    ['query', 'InvalidClientTokenId', 403],
    ['json', 'UnrecognizedClientException', 400],
  ] as const)('by an unknown key is refused in the words of a %s service', (dialect, code, status) => {
    const stranger = {...key, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA'}
    const message = 'The security token included in the request is invalid.'
    expect(() => check({key: stranger}, {dialect})).toThrow(expect.objectContaining({code, status, message}))
  })

  it.each([
    ['query', 'SignatureDoesNotMatch', 403],
    ['json', 'InvalidSignatureException', 400],
  ] as const)('with a wrong secret is refused in the words of a %s service', (dialect, code, status) => {
    const wrong = {...key, secretAccessKey: key.secretAccessKey.toLowerCase()}
    expect(() => check({key: wrong}, {dialect})).toThrow(expect.objectContaining({code, status, message: WRONG_SECRET}))
  })

  it.each([
    ['body', {body: 'Action=DeleteUser'}],
    ['method', {method: 'PUT'}],
    ['path', {target: '/other'}],
    ['query', {target: '/?Action=DeleteUser'}],
  ])('whose %s was changed on the way is refused', (_what, change) => {
    expect(() => check({}, {change})).toThrow(WRONG_SECRET)
  })

  it('whose clock is behind is told both times', () => {
    expect(() => check({at: Date.parse('2018-07-07T23:30:21Z')}, {dialect: 'json'})).toThrow(
      expect.objectContaining({
        code: 'InvalidSignatureException',
        message: 'Signature expired: 20180707T233021Z is now earlier than 20180710T071214Z (20180710T071714Z - 5 min.)',
      }),
    )
  })

  it('whose clock is ahead is told both times', () => {
    expect(() => check({at: minutes(6)})).toThrow(
      'Signature not yet current: 20180710T072314Z is still later than 20180710T072214Z (20180710T071714Z + 5 min.)',
    )
  })

  it('for another region is told so', () => {
    expect(() => check({region: 'us-west-1'})).toThrow(
      "Credential should be scoped to a valid region, not 'us-west-1'.",
    )
  })

  it('for another service is told so', () => {
    expect(() => check({service: 'sts'})).toThrow("Credential should be scoped to correct service: 'iam'.")
  })

  it('has its key looked up with its session token, or without one', () => {
    const asked: unknown[] = []
    const look = (id: string, token: string | undefined) => {
      asked.push([id, token])
      return key
    }
    const expected = {service: 'iam', region: 'us-east-1', dialect: 'query' as const, now: NOW}
    for (const signing of [{key}, {key: {...key, sessionToken: 'abc'}}]) {
      const headers = signed(request, {...signing, service: 'iam', at: NOW})
      expect(verifySignature({...request, headers}, expected, look).key).toBe(key)
    }
    expect(asked).toEqual([
      [key.accessKeyId, undefined],
      [key.accessKeyId, 'abc'],
    ])
  })

  it('with a session token that was changed on the way is refused', () => {
    const headers = signed(request, {key: {...key, sessionToken: 'abc'}, service: 'iam', at: NOW})
    const changed = headers.map(([name, value]) => [name, value === 'abc' ? 'abd' : value] as const)
    expect(() => check({}, {change: {headers: changed}})).toThrow(WRONG_SECRET)
  })

  it.each([
    ['query', 'ExpiredToken', 403],
    ['json', 'ExpiredTokenException', 400],
  ] as const)('by a key that has expired is refused in the words of a %s service', (dialect, code, status) => {
    const message = 'The security token included in the request is expired'
    expect(() => check({}, {dialect, expiresAt: NOW})).toThrow(expect.objectContaining({code, status, message}))
    expect(check({}, {dialect, expiresAt: NOW + 1}).region).toBe('us-east-1')
  })

  it.each([
    ['no Authorization', [], 'MissingAuthenticationToken'],
    ['another algorithm', [['Authorization', 'Basic eDp5']], 'IncompleteSignature'],
    ['half an Authorization', [['Authorization', 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e']], 'IncompleteSignature'],
    ['a short scope', authorization('a/b/iam/aws4_request', 'host'), 'IncompleteSignature'],
    ['an unsigned Host', authorization('a/20180710/us-east-1/iam/aws4_request', 'x-amz-date'), 'IncompleteSignature'],
    ['no date', authorization('a/20180710/us-east-1/iam/aws4_request', 'host').slice(0, 1), 'IncompleteSignature'],
  ] as const)('with %s is refused before its key is looked up', (_what, headers, code) => {
    expect(() => check({}, {change: {headers: headers as HeaderList}})).toThrow(expect.objectContaining({code}))
  })
})

function authorization(credential: string, signedHeaders: string): HeaderList {
  const text = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=00`
  return [
    ['Authorization', text],
    ['X-Amz-Date', '20180710T071714Z'],
  ]
}
