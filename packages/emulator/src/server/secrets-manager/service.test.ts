import {describe, expect, it} from 'vitest'
import {DAY, FIRST, frontEnd, SECOND, withSecret} from '../testing/secrets.js'
import {secretsManager} from '../testing/signed-client.js'

describe('Secrets Manager', () => {
  it('lists what there is, without the values', async () => {
    const {ask, clock, arn} = await withSecret()
    const SecretId = 'mturk/lab'
    const created = clock.now() / 1000
    clock.advance(5000)
    await ask('TagResource', {
      SecretId,
      Tags: [
        {Key: 'team', Value: 'a'},
        {Key: 'Team', Value: 'b'},
      ],
    })
    await ask('UntagResource', {SecretId, TagKeys: ['team', 'none']})
    await ask('UpdateSecret', {SecretId, ClientRequestToken: SECOND, Description: 'Keys'})
    await ask('GetSecretValue', {SecretId})
    const details = {
      ARN: arn,
      Name: SecretId,
      Description: 'Keys',
      CreatedDate: created,
      LastChangedDate: created + 5,
      LastAccessedDate: (Math.floor(clock.now() / DAY) * DAY) / 1000,
      Tags: [{Key: 'Team', Value: 'b'}],
    }
    const stages = {[FIRST]: ['AWSCURRENT']}
    expect((await ask('DescribeSecret', {SecretId})).body).toEqual({...details, VersionIdsToStages: stages})
    expect((await ask('ListSecrets')).body).toEqual({SecretList: [{...details, SecretVersionsToStages: stages}]})
  })

  it('shows lists in pages, in the order that was asked for', async () => {
    const {ask, clock} = await withSecret()
    for (const Name of ['c', 'a', 'b']) {
      clock.advance(1)
      await ask('CreateSecret', {Name, ClientRequestToken: FIRST})
    }
    const names = async (how: object) => {
      const shown: string[][] = []
      let NextToken: string | undefined
      do {
        const {body} = await ask('ListSecrets', {MaxResults: 3, NextToken, ...how})
        shown.push(body.SecretList.map(({Name}: {Name: string}) => Name))
        NextToken = body.NextToken
      } while (NextToken !== undefined)
      return shown
    }
    expect(await names({})).toEqual([['mturk/lab', 'c', 'a'], ['b']])
    expect(await names({SortBy: 'name'})).toEqual([['a', 'b', 'c'], ['mturk/lab']])
    expect(await names({SortOrder: 'desc'})).toEqual([['b', 'a', 'c'], ['mturk/lab']])
    expect(await names({Filters: [{Key: 'name', Values: ['mturk/']}]})).toEqual([['mturk/lab']])
    expect(await ask('ListSecrets', {NextToken: 'x'})).toMatchObject({
      status: 400,
      body: {__type: 'InvalidNextTokenException'},
    })
    expect(await ask('ListSecrets', {MaxResults: 101})).toMatchObject({body: {__type: 'ValidationException'}})
  })

  it('answers as AWS where it lacks an operation, and not at the sandbox', async () => {
    const {emulator, ask} = await withSecret()
    expect(await ask('RotateSecret', {SecretId: 'mturk/lab'})).toMatchObject({
      status: 400,
      body: {__type: 'UnknownOperationException'},
    })
    const there = await secretsManager(emulator.sandboxEndpoint, {key: emulator.rootKey}, 'ListSecrets')
    expect(there).toMatchObject({status: 400, body: {__type: 'UnknownOperationException'}})
  })

  it('meets the faults that name it, before it acted and after', async () => {
    const {emulator, ask} = await withSecret()
    emulator.addFault({match: {service: 'secrets-manager', operation: 'ListSecrets'}, effect: {kind: 'throttle'}})
    expect(await ask('ListSecrets')).toEqual(frontEnd('ThrottlingException', 'Rate exceeded'))
    emulator.addFault({match: {operation: 'PutSecretValue'}, times: 1, effect: {kind: 'drop-after'}})
    const put = {SecretId: 'mturk/lab', ClientRequestToken: SECOND, SecretString: 'two'}
    await expect(ask('PutSecretValue', put)).rejects.toThrow('socket hang up')
    expect(await ask('PutSecretValue', put)).toMatchObject({status: 200, body: {VersionId: SECOND}})
  })

  it('leaves no value in the log and in the state', async () => {
    const {emulator, ask, arn} = await withSecret()
    await ask('GetSecretValue', {SecretId: 'mturk/lab'})
    expect(emulator.requests).toMatchObject([
      {
        service: 'secrets-manager',
        operation: 'CreateSecret',
        parameters: {Name: 'mturk/lab', ClientRequestToken: FIRST, SecretString: '(hidden)'},
      },
      {operation: 'GetSecretValue', parameters: {SecretId: 'mturk/lab'}, status: 200},
    ])
    expect(emulator.state().secrets).toEqual([
      {
        name: 'mturk/lab',
        arn,
        region: 'eu-central-1',
        description: null,
        kmsKeyId: null,
        tags: {},
        deletionDate: null,
        versions: {[FIRST]: ['AWSCURRENT']},
      },
    ])
  })
})
