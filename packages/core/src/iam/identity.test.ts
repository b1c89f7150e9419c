import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {describe, expect, it} from 'vitest'
import {createAws, endpointResolver} from '../aws/index.js'
import {wrapKey} from '../credentials/index.js'
import {getIdentity, identityText, parseArn, userPath} from './identity.js'

describe('whose key it is', () => {
  it.each([
    ['arn:aws:iam::123456789012:root', 'root', null, 'root user, account 1234-5678-9012'],
    ['arn:aws:iam::123456789012:user/ann', 'user', 'ann', 'user/ann, account 1234-5678-9012'],
    ['arn:aws:iam::123456789012:user/lab/vision/ann', 'user', 'ann', 'user/ann, account 1234-5678-9012'],
    [
      'arn:aws:sts::123456789012:assumed-role/Admin/ann',
      'role',
      null,
      'assumed-role/Admin/ann, account 1234-5678-9012',
    ],
    ['arn:aws:sts::123456789012:federated-user/ann', 'federated', null, 'federated-user/ann, account 1234-5678-9012'],
    ['arn:aws-us-gov:iam::123456789012:user/ann', 'user', 'ann', 'user/ann, account 1234-5678-9012'],
  ] as const)('%s is %s', (arn, kind, userName, text) => {
    const identity = parseArn(arn)
    expect(identity).toEqual({account: '123456789012', arn, kind, userName})
    expect(identity && identityText(identity)).toBe(text)
  })

  it.each([
    ['arn:aws:iam::123456789012:user/ann', '/'],
    ['arn:aws:iam::123456789012:user/lab/vision/ann', '/lab/vision/'],
  ])('%s has the path %s', (arn, path) => {
    expect(userPath(arn)).toBe(path)
  })

  it.each(['', 'ann', 'arn:aws:s3:::bucket', 'arn:aws:iam::12:root', 'arn:aws:iam::123456789012:group/x'])(
    '"%s" is nobody',
    (arn) => {
      expect(parseArn(arn)).toBeNull()
    },
  )

  it.each(['<Arn>arn:aws:s3:::bucket</Arn>', ''])('an answer with %j is an error and not undefined', async (arn) => {
    const server = createServer((_, response) =>
      response.end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${arn}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      ),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const aws = createAws({endpoints: endpointResolver({env: {AWS_ENDPOINT_URL: url}})})
    const key = wrapKey({accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'})
    await expect(getIdentity(aws, key)).rejects.toMatchObject({
      name: 'AwsFailure',
      kind: 'answer',
      operation: 'GetCallerIdentity',
    })
    await new Promise((resolve) => server.close(resolve))
  })
})
