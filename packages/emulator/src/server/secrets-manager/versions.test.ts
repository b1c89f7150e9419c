import {describe, expect, it} from 'vitest'
import {failure, FIRST, frontEnd, SECOND, tokenOf, withSecret} from '../testing/secrets.js'

describe('a token', () => {
  it('must be there, and have 32 to 64 characters', async () => {
    const {ask} = await withSecret()
    const missing = failure(
      'InvalidRequestException',
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    )
    expect(await ask('CreateSecret', {Name: 'other'})).toEqual(missing)
    expect(await ask('PutSecretValue', {SecretId: 'mturk/lab', SecretString: 'two'})).toEqual(missing)
    expect(await ask('UpdateSecret', {SecretId: 'mturk/lab'})).toEqual(missing)
    for (const length of [31, 65]) {
      expect(await ask('CreateSecret', {Name: 'other', ClientRequestToken: 'x'.repeat(length)})).toEqual(
        failure('InvalidParameterException', 'ClientRequestToken must be 32-64 characters long.'),
      )
    }
  })

  it('does the same thing once', async () => {
    const {emulator, ask, arn} = await withSecret()
    const again = {Name: 'mturk/lab', ClientRequestToken: FIRST, SecretString: 'one'}
    expect(await ask('CreateSecret', again)).toEqual({
      status: 200,
      body: {ARN: arn, Name: 'mturk/lab', VersionId: FIRST},
    })
    const put = {
      SecretId: 'mturk/lab',
      ClientRequestToken: SECOND,
      SecretString: 'two',
      VersionStages: ['AWSPENDING'],
    }
    const answers = [await ask('PutSecretValue', put), await ask('PutSecretValue', put)]
    expect(answers[1]).toEqual(answers[0])
    expect(emulator.state().secrets).toMatchObject([{versions: {[FIRST]: ['AWSCURRENT'], [SECOND]: ['AWSPENDING']}}])
  })

  it('stands for one value only', async () => {
    const {ask, arn} = await withSecret()
    const inUse = failure(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${FIRST} because that value is already in use for a version of secret ${arn}.`,
    )
    const other = {SecretId: 'mturk/lab', ClientRequestToken: FIRST, SecretString: 'two'}
    expect(await ask('PutSecretValue', other)).toEqual(inUse)
    expect(await ask('CreateSecret', {Name: 'mturk/lab', ...other})).toEqual(inUse)
    expect(await ask('PutSecretValue', {...other, SecretString: undefined, SecretBinary: 'b25l'})).toEqual(inUse)
    expect(await ask('UpdateSecret', {...other, SecretString: 'one'})).toEqual(inUse)
    expect(await ask('CreateSecret', {Name: 'mturk/lab', ClientRequestToken: SECOND, SecretString: 'one'})).toEqual(
      failure('ResourceExistsException', 'The operation failed because the secret mturk/lab already exists.'),
    )
  })
})

describe('a value', () => {
  it('has at most 65,536 bytes, and is not shown in the refusal', async () => {
    const {ask} = await withSecret()
    const put = (value: object) => ask('PutSecretValue', {SecretId: 'mturk/lab', ClientRequestToken: SECOND, ...value})
    const tooLong = (name: string) =>
      frontEnd(
        'ValidationException',
        `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to 65536`,
      )
    expect(await put({SecretString: 'ä'.repeat(32_769)})).toEqual(tooLong('secretString'))
    expect(await put({SecretBinary: Buffer.alloc(65_537).toString('base64')})).toEqual(tooLong('secretBinary'))
    expect(await put({SecretString: 'ä'.repeat(32_768)})).toMatchObject({status: 200})
  })

  it('is a text or bytes: one of them, not both', async () => {
    const {ask} = await withSecret()
    const put = (value: object) => ask('PutSecretValue', {SecretId: 'mturk/lab', ClientRequestToken: SECOND, ...value})
    const none = failure('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
    expect(await put({})).toEqual(none)
    expect(await put({SecretString: ''})).toEqual(none)
    expect(await put({SecretString: 'a', SecretBinary: 'YQ=='})).toEqual(
      failure(
        'InvalidParameterException',
        "You can't specify both a binary secret value and a string secret value in the same secret.",
      ),
    )
    expect(await put({SecretBinary: 'YQ=='})).toMatchObject({status: 200})
    expect((await ask('GetSecretValue', {SecretId: 'mturk/lab'})).body).toMatchObject({SecretBinary: 'YQ=='})
    expect(await put({SecretString: 5})).toMatchObject({status: 400, body: {__type: 'SerializationException'}})
  })

  it('may come later, and is then AWSCURRENT whatever was asked for', async () => {
    const {ask} = await withSecret()
    const {body} = await ask('CreateSecret', {Name: 'empty', ClientRequestToken: FIRST})
    expect(body).toEqual({ARN: expect.any(String), Name: 'empty'})
    expect((await ask('DescribeSecret', {SecretId: 'empty'})).body).not.toHaveProperty('VersionIdsToStages')
    expect(await ask('GetSecretValue', {SecretId: 'empty'})).toEqual(
      failure(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      ),
    )
    const put = {SecretId: 'empty', ClientRequestToken: SECOND, SecretString: 'a', VersionStages: ['AWSPENDING']}
    expect((await ask('PutSecretValue', put)).body).toMatchObject({VersionStages: ['AWSCURRENT', 'AWSPENDING']})
  })

  it('is found by version, by label, or by both where they agree', async () => {
    const {ask} = await withSecret()
    await ask('PutSecretValue', {SecretId: 'mturk/lab', ClientRequestToken: SECOND, SecretString: 'two'})
    const get = (what: object) => ask('GetSecretValue', {SecretId: 'mturk/lab', ...what})
    expect((await get({})).body).toMatchObject({SecretString: 'two', VersionId: SECOND, VersionStages: ['AWSCURRENT']})
    expect((await get({VersionStage: 'AWSPREVIOUS'})).body).toMatchObject({SecretString: 'one'})
    expect((await get({VersionId: FIRST})).body).toMatchObject({SecretString: 'one'})
    expect(await get({VersionId: FIRST, VersionStage: 'AWSCURRENT'})).toEqual(
      failure(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      ),
    )
    const third = tokenOf('third')
    expect((await get({VersionId: third})).body.Message).toBe(
      `Secrets Manager can't find the specified secret value for VersionId: ${third}`,
    )
  })
})
