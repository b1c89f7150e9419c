import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  paginateListSecrets,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

const SecretId = 'mturk/lab'
const FIRST = 'first'.padEnd(32, '0')
const SECOND = 'second'.padEnd(32, '0')

function clientOf({endpoint}: Emulator, credentials: EmulatorKey, {maxAttempts = 1, region = 'eu-central-1'} = {}) {
  return new SecretsManagerClient({endpoint, credentials, maxAttempts, region})
}

const create = (Name = SecretId, ClientRequestToken = FIRST) =>
  new CreateSecretCommand({Name, ClientRequestToken, SecretString: 'one'})
const get = (more: {VersionStage?: string} = {}) => new GetSecretValueCommand({SecretId, ...more})

describe('the JavaScript SDK at Secrets Manager', () => {
  it('makes a secret, puts a new value beside it, and moves the labels', async ({emulator}) => {
    const secrets = clientOf(emulator, emulator.rootKey)
    expect(await secrets.send(create())).toMatchObject({Name: SecretId, VersionId: FIRST})
    const pending = {ClientRequestToken: SECOND, SecretString: 'two', VersionStages: ['AWSPENDING']}
    await secrets.send(new PutSecretValueCommand({SecretId, ...pending}))
    expect(await secrets.send(get())).toMatchObject({
      SecretString: 'one',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Date),
    })
    const move = {VersionStage: 'AWSCURRENT', MoveToVersionId: SECOND, RemoveFromVersionId: FIRST}
    await secrets.send(new UpdateSecretVersionStageCommand({SecretId, ...move}))
    expect(await secrets.send(get())).toMatchObject({SecretString: 'two'})
    expect(await secrets.send(get({VersionStage: 'AWSPREVIOUS'}))).toMatchObject({SecretString: 'one'})
    const bytes = new Uint8Array([0, 255])
    const {VersionId} = await secrets.send(new PutSecretValueCommand({SecretId, SecretBinary: bytes}))
    expect(VersionId).toMatch(/^[0-9a-f-]{36}$/)
    expect((await secrets.send(get())).SecretBinary).toEqual(bytes)
  })

  it('gets errors that it knows by class, with their texts', async ({emulator}) => {
    const secrets = clientOf(emulator, emulator.rootKey)
    const missing = await secrets.send(get()).catch((error: unknown) => error)
    expect(missing).toBeInstanceOf(ResourceNotFoundException)
    expect(missing).toMatchObject({
      message: "Secrets Manager can't find the specified secret.",
      $metadata: {httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)},
    })
    await secrets.send(create())
    await expect(secrets.send(create(SecretId, SECOND))).rejects.toBeInstanceOf(ResourceExistsException)
    const {DeletionDate} = await secrets.send(new DeleteSecretCommand({SecretId, RecoveryWindowInDays: 7}))
    expect((DeletionDate?.getTime() ?? 0) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
    await expect(secrets.send(get())).rejects.toBeInstanceOf(InvalidRequestException)
    expect(await secrets.send(new DescribeSecretCommand({SecretId}))).toMatchObject({DeletedDate: expect.any(Date)})
    await secrets.send(new RestoreSecretCommand({SecretId}))
    expect(await secrets.send(get())).toMatchObject({SecretString: 'one'})

    emulator.createUser('ana')
    await expect(clientOf(emulator, emulator.createAccessKey('ana')).send(get())).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('secretsmanager:GetSecretValue on resource: mturk/lab'),
    })
    const {rootKey} = emulator
    const wrong = {...rootKey, secretAccessKey: rootKey.secretAccessKey.toLowerCase()}
    await expect(clientOf(emulator, wrong).send(get())).rejects.toMatchObject({name: 'InvalidSignatureException'})
    const nobody = {...rootKey, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA'}
    await expect(clientOf(emulator, nobody).send(get())).rejects.toMatchObject({name: 'UnrecognizedClientException'})
  })

  it('puts a value once, though its answer was lost and it asked again', async ({emulator}) => {
    const secrets = clientOf(emulator, emulator.rootKey, {maxAttempts: 3})
    await secrets.send(create())
    emulator.addFault({match: {operation: 'PutSecretValue'}, times: 1, effect: {kind: 'drop-after'}})
    await secrets.send(new PutSecretValueCommand({SecretId, SecretString: 'two'}))
    expect(emulator.requests.filter(({operation}) => operation === 'PutSecretValue')).toHaveLength(2)
    expect(Object.values(emulator.state().secrets[0]?.versions ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']])
  })

  it('walks a list page by page, in its own region', async ({emulator}) => {
    const client = clientOf(emulator, emulator.rootKey)
    for (const name of ['a', 'b', 'c']) await client.send(create(name))
    await clientOf(emulator, emulator.rootKey, {region: 'us-west-2'}).send(create('d'))
    const pages: (string | undefined)[][] = []
    for await (const {SecretList = []} of paginateListSecrets({client, pageSize: 2}, {})) {
      pages.push(SecretList.map(({Name}) => Name))
    }
    expect(pages).toEqual([['a', 'b'], ['c']])
  })
})
