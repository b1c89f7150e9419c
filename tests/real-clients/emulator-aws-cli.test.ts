import type {EmulatorKey} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

/** One attempt, so that a test sees what the emulator said and not what the CLI made of it in the end. */
const withKey = ({accessKeyId, secretAccessKey}: EmulatorKey) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_MAX_ATTEMPTS: '1',
})

/** What the CLI writes for an error, without the lines around it. */
const said = ({stderr}: {stderr: string}) =>
  // Some errors come with the number of retries, Debian's version adds it to all of them.
  /An error occurred .*/.exec(stderr)?.[0].replace(' (reached max retries: 0)', '') ?? stderr

const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'

describe('the AWS CLI', () => {
  it('makes a user with a key that opens Mechanical Turk, and takes it apart', async ({aws, emulator}) => {
    emulator.link('production')
    const root = {env: withKey(emulator.rootKey)}
    const ana = ['--user-name', 'ana'] as const
    expect(await aws('iam', 'create-user', ...ana, '--path', '/lab/', '--tags', 'Key=a,Value=ä b', root)).toMatchObject(
      {
        exit: 0,
        json: {
          User: {UserName: 'ana', Arn: 'arn:aws:iam::123456789012:user/lab/ana', Tags: [{Key: 'a', Value: 'ä b'}]},
        },
      },
    )
    expect(await aws('iam', 'attach-user-policy', ...ana, '--policy-arn', FULL_ACCESS, root)).toMatchObject({exit: 0})
    const {json} = await aws('iam', 'create-access-key', ...ana, root)
    const key = {accessKeyId: json.AccessKey.AccessKeyId, secretAccessKey: json.AccessKey.SecretAccessKey}

    const [identity, production, sandbox, denied] = await Promise.all([
      aws('sts', 'get-caller-identity', {env: withKey(key)}),
      aws('mturk', 'get-account-balance', {env: withKey(key)}),
      aws('mturk', 'get-account-balance', {env: withKey(key), endpoint: emulator.sandboxEndpoint}),
      aws('iam', 'delete-user', ...ana, {env: withKey(key)}),
    ])
    expect(identity.json).toMatchObject({Arn: 'arn:aws:iam::123456789012:user/lab/ana', Account: '123456789012'})
    expect(production.json).toEqual({AvailableBalance: '0.00'})
    expect(said(sandbox)).toMatch(
      /^An error occurred \(RequestError\) when calling the GetAccountBalance operation: To use the MTurk API, .*https:\/\/requestersandbox\.mturk\.com\/developer to get started\. \(\d{13}\)$/,
    )
    expect(said(denied)).toBe(
      'An error occurred (AccessDenied) when calling the DeleteUser operation: User: arn:aws:iam::123456789012:user/lab/ana is not authorized to perform: iam:DeleteUser on resource: user ana because no identity-based policy allows the iam:DeleteUser action',
    )

    expect(said(await aws('iam', 'delete-user', ...ana, root))).toBe(
      'An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must delete access keys first.',
    )
    const removals = [
      ['delete-access-key', '--access-key-id', key.accessKeyId],
      ['detach-user-policy', '--policy-arn', FULL_ACCESS],
      ['delete-user'],
    ]
    for (const removal of removals) expect(await aws('iam', ...removal, ...ana, root)).toMatchObject({exit: 0})
    expect(emulator.state().users).toEqual([])
    expect(said(await aws('sts', 'get-caller-identity', {env: withKey(key)}))).toBe(
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
    )
  })

  it('walks a list page by page', async ({aws, emulator}) => {
    for (const name of ['ana', 'bob', 'cem', 'dan', 'eva']) emulator.createUser(name)
    const {json} = await aws('iam', 'list-users', '--page-size', '2', {env: withKey(emulator.rootKey)})
    expect(json.Users.map((user: {UserName: string}) => user.UserName)).toEqual(['ana', 'bob', 'cem', 'dan', 'eva'])
    expect(emulator.requests.filter(({operation}) => operation === 'ListUsers')).toHaveLength(3)
  })

  it('sees a wrong secret, another region and a throttled request as at AWS', async ({aws, emulator}) => {
    emulator.link('production')
    emulator.addFault({match: {service: 'sts'}, effect: {kind: 'throttle'}})
    const {rootKey} = emulator
    const wrong = {env: withKey({...rootKey, secretAccessKey: rootKey.secretAccessKey.toLowerCase()})}
    const [secretAtMturk, secretAtIam, region, throttled] = await Promise.all([
      aws('mturk', 'get-account-balance', wrong),
      aws('iam', 'list-users', wrong),
      aws('mturk', 'get-account-balance', '--region', 'us-west-1', {env: withKey(rootKey)}),
      aws('sts', 'get-caller-identity', {env: withKey(rootKey)}),
    ])
    expect(said(secretAtMturk)).toContain('(InvalidSignatureException)')
    expect(said(secretAtIam)).toContain('(SignatureDoesNotMatch)')
    expect(said(region)).toContain("Credential should be scoped to a valid region, not 'us-west-1'.")
    expect(said(throttled)).toBe(
      'An error occurred (Throttling) when calling the GetCallerIdentity operation: Rate exceeded',
    )
  })
})
