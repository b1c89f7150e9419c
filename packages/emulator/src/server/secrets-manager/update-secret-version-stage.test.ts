import {describe, expect, it} from 'vitest'
import {failure, FIRST, SECOND, tokenOf, withSecret} from '../testing/secrets.js'

describe('moving a label', () => {
  it('names the version that has it, and needs it named', async () => {
    const {ask} = await withSecret()
    const pending = {VersionStages: ['AWSPENDING'], ClientRequestToken: SECOND, SecretString: 'two'}
    await ask('PutSecretValue', {SecretId: 'mturk/lab', ...pending})
    const move = (how: object) => ask('UpdateSecretVersionStage', {SecretId: 'mturk/lab', ...how})
    const current = {VersionStage: 'AWSCURRENT', MoveToVersionId: SECOND}
    expect(await move(current)).toEqual(
      failure(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${FIRST}, so you must explicitly reference that version in RemoveFromVersionId.`,
      ),
    )
    expect(await move({...current, RemoveFromVersionId: SECOND})).toMatchObject({
      status: 400,
      body: {__type: 'InvalidParameterException'},
    })
    expect(await move({...current, RemoveFromVersionId: FIRST})).toMatchObject({status: 200})
    expect((await ask('DescribeSecret', {SecretId: 'mturk/lab'})).body.VersionIdsToStages).toEqual({
      [FIRST]: ['AWSPREVIOUS'],
      [SECOND]: ['AWSCURRENT', 'AWSPENDING'],
    })
    expect(await move({...current, MoveToVersionId: tokenOf('third')})).toMatchObject({
      status: 400,
      body: {__type: 'ResourceNotFoundException'},
    })
  })

  it('takes any label away but AWSCURRENT; a version without labels is listed where it is asked for', async () => {
    const {emulator, ask} = await withSecret()
    const put = {ClientRequestToken: SECOND, SecretString: 'two', VersionStages: ['mine']}
    await ask('PutSecretValue', {SecretId: 'mturk/lab', ...put})
    const remove = (VersionStage: string, RemoveFromVersionId: string) =>
      ask('UpdateSecretVersionStage', {SecretId: 'mturk/lab', VersionStage, RemoveFromVersionId})
    expect((await remove('AWSCURRENT', FIRST)).body.Message).toBe(
      'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    )
    expect(await remove('mine', FIRST)).toMatchObject({status: 400})
    expect(await remove('mine', SECOND)).toMatchObject({status: 200})
    expect(emulator.state().secrets[0]?.versions).toEqual({[FIRST]: ['AWSCURRENT'], [SECOND]: []})
    const ids = async (more: object) => {
      const {body} = await ask('ListSecretVersionIds', {SecretId: 'mturk/lab', ...more})
      return body.Versions.map(({VersionId}: {VersionId: string}) => VersionId)
    }
    expect([await ids({}), await ids({IncludeDeprecated: true})]).toEqual([[FIRST], [FIRST, SECOND]])
  })
})
