import {describe, expect, it} from 'vitest'
import {DAY, failure, FIRST, marked, notFound, SECOND, withSecret} from '../testing/secrets.js'

describe('deletion', () => {
  it('leaves a secret that can be described and restored, and not read, written or made anew', async () => {
    const {ask, clock, arn} = await withSecret()
    const SecretId = 'mturk/lab'
    const {body} = await ask('DeleteSecret', {SecretId, RecoveryWindowInDays: 7})
    expect(body).toEqual({ARN: arn, Name: SecretId, DeletionDate: (clock.now() + 7 * DAY) / 1000})
    const put = {SecretId, ClientRequestToken: SECOND, SecretString: 'two'}
    expect(await ask('GetSecretValue', {SecretId})).toEqual(marked)
    expect(await ask('PutSecretValue', put)).toEqual(marked)
    expect(await ask('UpdateSecret', put)).toEqual(marked)
    expect(await ask('TagResource', {SecretId, Tags: []})).toEqual(marked)
    expect(await ask('UntagResource', {SecretId, TagKeys: []})).toEqual(marked)
    expect(await ask('UpdateSecretVersionStage', {SecretId, VersionStage: 'x', MoveToVersionId: FIRST})).toEqual(marked)
    expect(await ask('DeleteSecret', {SecretId})).toEqual(marked)
    expect(await ask('CreateSecret', {Name: SecretId, ClientRequestToken: FIRST, SecretString: 'one'})).toEqual(
      failure(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      ),
    )
    expect((await ask('ListSecrets')).body.SecretList).toEqual([])
    expect((await ask('ListSecrets', {IncludePlannedDeletion: true})).body.SecretList).toMatchObject([{Name: SecretId}])
    expect((await ask('DescribeSecret', {SecretId})).body).toMatchObject({DeletedDate: body.DeletionDate})
    expect(await ask('RestoreSecret', {SecretId})).toEqual({status: 200, body: {ARN: arn, Name: SecretId}})
    expect((await ask('GetSecretValue', {SecretId})).body).toMatchObject({SecretString: 'one'})
  })

  it('is for good when its window is over: 30 days where nothing is said', async () => {
    const {emulator, ask, clock} = await withSecret()
    await ask('DeleteSecret', {SecretId: 'mturk/lab'})
    clock.advance(30 * DAY - 1)
    expect(await ask('DescribeSecret', {SecretId: 'mturk/lab'})).toMatchObject({status: 200})
    clock.advance(1)
    expect(await ask('DescribeSecret', {SecretId: 'mturk/lab'})).toEqual(notFound)
    expect(await ask('RestoreSecret', {SecretId: 'mturk/lab'})).toEqual(notFound)
    expect(emulator.state().secrets).toEqual([])
  })

  it('without recovery is for good at once, also of what is scheduled or not there', async () => {
    const {ask, arn} = await withSecret()
    const force = () => ask('DeleteSecret', {SecretId: 'mturk/lab', ForceDeleteWithoutRecovery: true})
    await ask('DeleteSecret', {SecretId: 'mturk/lab'})
    expect((await force()).body).toMatchObject({ARN: arn})
    expect(await force()).toMatchObject({status: 200, body: {Name: 'mturk/lab'}})
    const made = await ask('CreateSecret', {Name: 'mturk/lab', ClientRequestToken: FIRST, SecretString: 'one'})
    expect(made.status).toBe(200)
    expect(made.body.ARN).not.toBe(arn)
  })

  it('takes 7 to 30 days, or none, and not both', async () => {
    const {ask} = await withSecret()
    for (const RecoveryWindowInDays of [0, 6, 31]) {
      expect(await ask('DeleteSecret', {SecretId: 'mturk/lab', RecoveryWindowInDays})).toEqual(
        failure(
          'InvalidParameterException',
          'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
        ),
      )
    }
    const both = {SecretId: 'mturk/lab', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true}
    expect(await ask('DeleteSecret', both)).toMatchObject({status: 400, body: {__type: 'InvalidParameterException'}})
    expect(await ask('DescribeSecret', {SecretId: 'mturk/lab'})).toMatchObject({status: 200})
  })
})
