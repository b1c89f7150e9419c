import type {EmulatorKey} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'

/** One attempt, so that a test sees what the emulator said and not what the CLI made of it in the end. */
const withKey = ({accessKeyId, secretAccessKey}: EmulatorKey) => ({
  env: {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_MAX_ATTEMPTS: '1',
  },
})

/** What the CLI writes for an error, without the lines around it. */
const said = ({stderr}: {stderr: string}) =>
  /An error occurred .*/.exec(stderr)?.[0].replace(' (reached max retries: 0)', '') ?? stderr

const FIRST = 'first'.padEnd(32, '0')
const SECOND = 'second'.padEnd(32, '0')
const LAB = ['--secret-id', 'mturk/lab'] as const

describe('the AWS CLI at Secrets Manager', () => {
  it('makes a secret, puts a new value beside it, and moves the labels', async ({aws, emulator}) => {
    const root = withKey(emulator.rootKey)
    const secret = async (...args: string[]) => aws('secretsmanager', ...args, root)
    const create = ['create-secret', '--name', 'mturk/lab', '--client-request-token', FIRST]
    expect(await secret(...create, '--secret-string', '{"a": "ä"}', '--tags', 'Key=a,Value=b c')).toMatchObject({
      exit: 0,
      json: {Name: 'mturk/lab', VersionId: FIRST},
    })
    expect(await secret('get-secret-value', ...LAB)).toMatchObject({json: {SecretString: '{"a": "ä"}'}})
    const put = ['put-secret-value', ...LAB, '--client-request-token', SECOND, '--secret-string', 'two']
    await secret(...put, '--version-stages', 'AWSPENDING')
    const move = [
      'update-secret-version-stage',
      ...LAB,
      '--version-stage',
      'AWSCURRENT',
      '--move-to-version-id',
      SECOND,
    ]
    expect(said(await secret(...move))).toContain(
      `(InvalidParameterException) when calling the UpdateSecretVersionStage operation: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${FIRST}, so`,
    )
    expect(await secret(...move, '--remove-from-version-id', FIRST)).toMatchObject({exit: 0})
    expect((await secret('describe-secret', ...LAB)).json).toMatchObject({
      Tags: [{Key: 'a', Value: 'b c'}],
      VersionIdsToStages: {[FIRST]: ['AWSPREVIOUS'], [SECOND]: ['AWSCURRENT', 'AWSPENDING']},
    })
  })

  it('deletes a secret and restores it', async ({aws, emulator}) => {
    const root = withKey(emulator.rootKey)
    const secret = async (...args: string[]) => aws('secretsmanager', ...args, root)
    await secret('create-secret', '--name', 'mturk/lab', '--secret-string', 'two')
    expect(await secret('delete-secret', ...LAB)).toMatchObject({exit: 0, json: {DeletionDate: expect.anything()}})
    expect(said(await secret('get-secret-value', ...LAB))).toBe(
      "An error occurred (InvalidRequestException) when calling the GetSecretValue operation: You can't perform this operation on the secret because it was marked for deletion.",
    )
    expect(await secret('restore-secret', ...LAB)).toMatchObject({exit: 0})
    expect(await secret('get-secret-value', ...LAB)).toMatchObject({json: {SecretString: 'two'}})
  })

  it('walks a list page by page, and sees one region only', async ({aws, emulator}) => {
    const root = withKey(emulator.rootKey)
    for (const name of ['a', 'b', 'c']) {
      await aws('secretsmanager', 'create-secret', '--name', name, '--secret-string', name, root)
    }
    const {json} = await aws('secretsmanager', 'list-secrets', '--page-size', '2', root)
    expect(json.SecretList.map(({Name}: {Name: string}) => Name)).toEqual(['a', 'b', 'c'])
    expect(emulator.requests.filter(({operation}) => operation === 'ListSecrets')).toHaveLength(2)
    const elsewhere = await aws('secretsmanager', 'get-secret-value', '--secret-id', 'a', '--region', 'us-east-1', root)
    expect(said(elsewhere)).toBe(
      "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
    )
  })
})
