import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  paginateListUsers,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {GetAccountBalanceCommand, MTurkClient} from '@aws-sdk/client-mturk'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

const FULL_ACCESS = 'AmazonMechanicalTurkFullAccess'

function clientsOf({endpoint, sandboxEndpoint}: Emulator, credentials: EmulatorKey, maxAttempts = 1) {
  const common = {endpoint, credentials, maxAttempts, region: 'us-east-1'}
  return {
    iam: new IAMClient(common),
    sts: new STSClient(common),
    mturk: new MTurkClient(common),
    sandbox: new MTurkClient({...common, endpoint: sandboxEndpoint}),
  }
}

describe('the JavaScript SDK', () => {
  it('makes a user with a key, and reads it all back', async ({emulator}) => {
    const {iam} = clientsOf(emulator, emulator.rootKey)
    const UserName = 'ana'
    const {User} = await iam.send(new CreateUserCommand({UserName, Tags: [{Key: 'team', Value: 'vision'}]}))
    expect(User).toMatchObject({
      UserName,
      Path: '/',
      CreateDate: expect.any(Date),
      Tags: [{Key: 'team', Value: 'vision'}],
    })
    const document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}}'
    await iam.send(new PutUserPolicyCommand({UserName, PolicyName: 'own', PolicyDocument: document}))
    const {PolicyDocument = ''} = await iam.send(new GetUserPolicyCommand({UserName, PolicyName: 'own'}))
    expect(decodeURIComponent(PolicyDocument)).toBe(document)

    const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
    const {AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = ''} = AccessKey ?? {}
    const {AccessKeyMetadata, IsTruncated} = await iam.send(new ListAccessKeysCommand({UserName}))
    expect({AccessKeyMetadata, IsTruncated}).toMatchObject({
      AccessKeyMetadata: [{UserName, AccessKeyId: accessKeyId, Status: 'Active', CreateDate: expect.any(Date)}],
      IsTruncated: false,
    })
    const identity = await clientsOf(emulator, {accessKeyId, secretAccessKey}).sts.send(
      new GetCallerIdentityCommand({}),
    )
    expect(identity).toMatchObject({Arn: User?.Arn, UserId: User?.UserId, Account: emulator.accountId})
    for (let number = 0; number < 4; number++) emulator.createUser(`user-${number}`)
    const names: (string | undefined)[] = []
    for await (const page of paginateListUsers({client: iam, pageSize: 2}, {})) {
      names.push(...(page.Users ?? []).map((user) => user.UserName))
    }
    expect(names).toEqual(['ana', 'user-0', 'user-1', 'user-2', 'user-3'])
  })

  it('gets errors that it knows by name, with their texts', async ({emulator}) => {
    emulator.link('production')
    emulator.createUser('ana')
    emulator.createUser('bob', {policies: [FULL_ACCESS]})
    const ana = clientsOf(emulator, emulator.createAccessKey('ana'))
    const bob = clientsOf(emulator, emulator.createAccessKey('bob'))
    const nobody = clientsOf(emulator, {...emulator.rootKey, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA'})
    const balance = new GetAccountBalanceCommand({})

    expect(await bob.mturk.send(balance)).toMatchObject({AvailableBalance: '0.00'})
    await expect(bob.sandbox.send(balance)).rejects.toMatchObject({
      name: 'RequestError',
      TurkErrorCode: 'AWS.AccountNotLinked',
      message: expect.stringMatching(/requestersandbox\.mturk\.com\/developer to get started\. \(\d+\)$/),
      $metadata: {httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)},
    })
    await expect(ana.mturk.send(balance)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'because no identity-based policy allows the mechanicalturk:GetAccountBalance action',
      ),
    })
    await expect(ana.iam.send(new GetUserCommand({UserName: 'bob'}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('iam:GetUser on resource: user bob'),
      $metadata: {httpStatusCode: 403},
    })
    await expect(nobody.mturk.send(balance)).rejects.toMatchObject({name: 'UnrecognizedClientException'})
    await expect(nobody.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
    const {iam} = clientsOf(emulator, emulator.rootKey)
    await expect(iam.send(new CreateUserCommand({UserName: 'ana'}))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'User with name ana already exists.',
    })
  })

  it('makes a second key when the answer to the first is lost, as at AWS', async ({emulator}) => {
    emulator.createUser('ana')
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'drop-after'}})
    const {iam} = clientsOf(emulator, emulator.rootKey, 3)
    await iam.send(new CreateAccessKeyCommand({UserName: 'ana'}))
    expect(emulator.state().users[0]?.accessKeys).toHaveLength(2)
    expect(emulator.requests.map(({operation, status}) => [operation, status])).toEqual([
      ['CreateAccessKey', null],
      ['CreateAccessKey', 200],
    ])
  })

  it('corrects its own clock from the Date of an answer, and so gets through', async ({emulator}) => {
    emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds: 6 * 3600}})
    const {sts} = clientsOf(emulator, emulator.rootKey, 3)
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({Account: emulator.accountId})
    expect(emulator.requests.map(({status}) => status)).toEqual([403, 200])
  })
})
