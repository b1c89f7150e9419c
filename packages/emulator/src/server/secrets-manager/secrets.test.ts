import {describe, expect, it} from 'vitest'
import type {Emulator} from '../emulator.js'
import {askAs, FIRST, frontEnd, notFound, SECOND, withSecret, type Ask} from '../testing/secrets.js'

describe('a name', () => {
  it('is one of letters, digits and seven signs', async () => {
    const {ask} = await withSecret()
    const invalid = frontEnd(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
    for (const name of ['a b', 'ä', 'a:b', 'a*']) {
      expect(await ask('CreateSecret', {Name: name, ClientRequestToken: FIRST})).toEqual(invalid)
      expect(await ask('GetSecretValue', {SecretId: name})).toEqual(invalid)
    }
    expect(await ask('CreateSecret', {Name: 'aZ0-/_+=.@!', ClientRequestToken: FIRST})).toMatchObject({status: 200})
    expect(await ask('CreateSecret', {Name: 'a'.repeat(513), ClientRequestToken: FIRST})).toMatchObject({status: 400})
    expect(await ask('CreateSecret', {ClientRequestToken: FIRST})).toEqual(
      frontEnd(
        'ValidationException',
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
      ),
    )
  })

  it('stands for a secret in one region only', async () => {
    const {emulator, ask, arn} = await withSecret()
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:mturk\/lab-[A-Za-z0-9]{6}$/)
    const elsewhere = askAs(emulator, emulator.rootKey, {region: 'us-east-1'})
    for (const SecretId of ['mturk/lab', arn]) expect(await elsewhere('GetSecretValue', {SecretId})).toEqual(notFound)
    expect((await elsewhere('ListSecrets')).body).toEqual({SecretList: []})
    const there = {Name: 'mturk/lab', ClientRequestToken: FIRST, SecretString: 'there'}
    expect(await elsewhere('CreateSecret', there)).toMatchObject({status: 200})
    expect((await ask('GetSecretValue', {SecretId: arn})).body).toMatchObject({SecretString: 'one'})
  })

  it('may be an ARN without its six characters, unless it looks as if it had them', async () => {
    const {ask, arn} = await withSecret()
    expect(await ask('DescribeSecret', {SecretId: arn.slice(0, -7)})).toMatchObject({status: 200})
    const {body} = await ask('CreateSecret', {Name: 'mturk/lab-a1b2c3', ClientRequestToken: FIRST})
    expect(await ask('DescribeSecret', {SecretId: body.ARN.slice(0, -7)})).toEqual(notFound)
    expect(await ask('DescribeSecret', {SecretId: 'mturk/lab-a1b2c3'})).toMatchObject({status: 200})
  })
})

describe('what a person may do', () => {
  const allow = (Action: string[], Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Action, Resource}],
  })
  const LAB = 'arn:aws:secretsmanager:*:*:secret:mturk/*'
  const KEY = '1b2c3d4e-0000-4000-8000-000000000000'

  function asUser(emulator: Emulator, ...documents: object[]): Ask {
    const inlinePolicies = Object.fromEntries(documents.map((document, index) => [`own-${index}`, document]))
    emulator.createUser('ana', {inlinePolicies})
    return askAs(emulator, emulator.createAccessKey('ana'))
  }

  it('depends on the action and on the ARN', async () => {
    const {emulator, ask, arn} = await withSecret()
    const asAna = asUser(emulator, allow(['secretsmanager:GetSecretValue', 'secretsmanager:CreateSecret'], LAB))
    expect(await asAna('GetSecretValue', {SecretId: 'mturk/lab'})).toMatchObject({status: 200})
    expect(await asAna('GetSecretValue', {SecretId: 'mturk/none'})).toEqual(notFound)
    const refusal = (operation: string, on: string) =>
      frontEnd(
        'AccessDeniedException',
        `User: arn:aws:iam::123456789012:user/ana is not authorized to perform: secretsmanager:${operation}${on} because no identity-based policy allows the secretsmanager:${operation} action`,
      )
    expect(await asAna('DescribeSecret', {SecretId: arn})).toEqual(refusal('DescribeSecret', ` on resource: ${arn}`))
    expect(await asAna('GetSecretValue', {SecretId: 'other'})).toEqual(refusal('GetSecretValue', ' on resource: other'))
    expect(await asAna('ListSecrets')).toEqual(refusal('ListSecrets', ''))
    const create = {Name: 'mturk/new', ClientRequestToken: FIRST, SecretString: 'x'}
    expect(await asAna('CreateSecret', {...create, Tags: [{Key: 'a', Value: 'b'}]})).toEqual(
      refusal('TagResource', ' on resource: mturk/new'),
    )
    expect(await ask('DescribeSecret', {SecretId: 'mturk/new'})).toEqual(notFound)
    expect(await asAna('CreateSecret', create)).toMatchObject({status: 200})
  })

  it('needs rights to a KMS key of one’s own, and none to AWS’s', async () => {
    const {emulator, ask} = await withSecret()
    const asAna = asUser(emulator, allow(['secretsmanager:*'], LAB))
    const refused = frontEnd('AccessDeniedException', 'Access to KMS is not allowed')
    const create = (KmsKeyId: string) => ({Name: 'mturk/own', ClientRequestToken: FIRST, SecretString: 'x', KmsKeyId})
    expect(await asAna('CreateSecret', create('alias/lab'))).toEqual(refused)
    await ask('CreateSecret', create(KEY))
    expect(await asAna('GetSecretValue', {SecretId: 'mturk/own'})).toEqual(refused)
    expect(
      await asAna('PutSecretValue', {SecretId: 'mturk/own', ClientRequestToken: SECOND, SecretString: 'y'}),
    ).toEqual(refused)
    expect((await asAna('DescribeSecret', {SecretId: 'mturk/own'})).body).toMatchObject({KmsKeyId: KEY})
    expect((await asAna('ListSecretVersionIds', {SecretId: 'mturk/own'})).body.Versions[0].KmsKeyIds).toEqual([KEY])
    await asAna('CreateSecret', {...create('alias/aws/secretsmanager'), Name: 'mturk/plain'})
    expect((await asAna('DescribeSecret', {SecretId: 'mturk/plain'})).body).not.toHaveProperty('KmsKeyId')
    expect((await asAna('ListSecretVersionIds', {SecretId: 'mturk/plain'})).body.Versions[0].KmsKeyIds).toEqual([
      'DefaultEncryptionKey',
    ])
  })

  it('with KMS depends on the key', async () => {
    const {emulator, ask} = await withSecret()
    const kms = allow(['kms:Decrypt'], `arn:aws:kms:eu-central-1:123456789012:key/${KEY}`)
    const asAna = asUser(emulator, allow(['secretsmanager:*'], '*'), kms)
    for (const [Name, KmsKeyId] of Object.entries({own: KEY, other: `${KEY}1`, alias: 'alias/lab'})) {
      await ask('CreateSecret', {Name, ClientRequestToken: FIRST, SecretString: 'x', KmsKeyId})
    }
    const statuses = ['own', 'other', 'alias'].map((SecretId) => asAna('GetSecretValue', {SecretId}))
    expect((await Promise.all(statuses)).map(({status}) => status)).toEqual([200, 400, 400])
  })

  it('ends for everybody where the organisation denies KMS', async () => {
    const {emulator, ask} = await withSecret()
    const Statement = [{Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*'}]
    emulator.addServiceControlPolicy({Version: '2012-10-17', Statement})
    expect(await ask('GetSecretValue', {SecretId: 'mturk/lab'})).toEqual(
      frontEnd('AccessDeniedException', 'Access to KMS is not allowed'),
    )
  })
})
