import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Python} from '../support/real-clients.js'
import {boto3, error, INVALID_TOKEN, type Given} from './emulator-boto3.js'

const FIRST = 'first'.padEnd(32, '0')
const SECOND = 'second'.padEnd(32, '0')

const secrets = `
secrets = client("secretsmanager", region="eu-central-1")
def create(name="mturk/lab", **more):
    return secrets.create_secret(Name=name, **{"ClientRequestToken": given["first"], "SecretString": "one", **more})
`

const atSecretsManager = (python: Python, emulator: Emulator, steps: string, more: Given = {}) =>
  boto3(python, emulator, secrets + steps, {first: FIRST, second: SECOND, ...more})

describe('boto3 at Secrets Manager', () => {
  it('makes a secret, puts a new value beside it, and moves the labels', async ({python, emulator}) => {
    const seen = await atSecretsManager(
      python,
      emulator,
      `
see("created", lambda: create(Description="keys", Tags=[{"Key": "team", "Value": "vision"}]))
see("read", lambda: secrets.get_secret_value(SecretId="mturk/lab"))
put = dict(SecretId="mturk/lab", SecretString="two", ClientRequestToken=given["second"], VersionStages=["AWSPENDING"])
see("put", lambda: secrets.put_secret_value(**put))
see("put again", lambda: secrets.put_secret_value(**put))
see("other value", lambda: secrets.put_secret_value(**{**put, "SecretString": "three"}))
see("still", lambda: secrets.get_secret_value(SecretId="mturk/lab")["SecretString"])
see("pending", lambda: secrets.get_secret_value(SecretId="mturk/lab", VersionStage="AWSPENDING")["SecretString"])
move = dict(SecretId="mturk/lab", VersionStage="AWSCURRENT", MoveToVersionId=given["second"])
see("move", lambda: secrets.update_secret_version_stage(**move))
see("moved", lambda: secrets.update_secret_version_stage(**move, RemoveFromVersionId=given["first"]))
see("now", lambda: secrets.get_secret_value(SecretId="mturk/lab"))
see("before", lambda: secrets.get_secret_value(SecretId="mturk/lab", VersionStage="AWSPREVIOUS")["SecretString"])
see("versions", lambda: secrets.list_secret_version_ids(SecretId="mturk/lab")["Versions"])
see("described", lambda: secrets.describe_secret(SecretId="mturk/lab"))
see("own token", lambda: len(secrets.put_secret_value(SecretId="mturk/lab", SecretBinary=b"\\x00\\xff")["VersionId"]))
see("same bytes", lambda: secrets.get_secret_value(SecretId="mturk/lab")["SecretBinary"] == b"\\x00\\xff")
`,
    )
    const named = {Name: 'mturk/lab', ARN: expect.stringMatching(/:eu-central-1:123456789012:secret:mturk\/lab-\w{6}$/)}
    expect(seen).toMatchObject({
      created: {...named, VersionId: FIRST},
      read: {...named, SecretString: 'one', VersionId: FIRST, VersionStages: ['AWSCURRENT']},
      put: {...named, VersionId: SECOND, VersionStages: ['AWSPENDING']},
      'put again': {VersionId: SECOND, VersionStages: ['AWSPENDING']},
      'other value': error(
        'ResourceExistsException',
        400,
        `You can't use ClientRequestToken ${SECOND} because that value is already in use for a version of secret ${seen['created'].ARN}.`,
      ),
      still: 'one',
      pending: 'two',
      move: error(
        'InvalidParameterException',
        400,
        `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${FIRST}, so you must explicitly reference that version in RemoveFromVersionId.`,
      ),
      moved: named,
      now: {SecretString: 'two', VersionId: SECOND, VersionStages: ['AWSCURRENT', 'AWSPENDING']},
      before: 'one',
      versions: [
        {VersionId: FIRST, VersionStages: ['AWSPREVIOUS'], KmsKeyIds: ['DefaultEncryptionKey']},
        {VersionId: SECOND, VersionStages: ['AWSCURRENT', 'AWSPENDING']},
      ],
      described: {
        ...named,
        Description: 'keys',
        Tags: [{Key: 'team', Value: 'vision'}],
        VersionIdsToStages: {[FIRST]: ['AWSPREVIOUS'], [SECOND]: ['AWSCURRENT', 'AWSPENDING']},
      },
      'own token': 36,
      'same bytes': true,
    })
    const year = String(new Date().getFullYear())
    expect(seen['described']).toMatchObject({
      CreatedDate: expect.stringContaining(year),
      LastAccessedDate: expect.stringContaining(year),
    })
  })

  it('deletes and restores, and knows every error by name', async ({python, emulator}) => {
    const seen = await atSecretsManager(
      python,
      emulator,
      `
create()
get = lambda: secrets.get_secret_value(SecretId="mturk/lab")
see("exists", lambda: create(ClientRequestToken=given["second"]))
see("none", lambda: secrets.get_secret_value(SecretId="mturk/other"))
see("bad name", lambda: secrets.describe_secret(SecretId="mturk lab"))
see("bad window", lambda: secrets.delete_secret(SecretId="mturk/lab", RecoveryWindowInDays=6))
deleted = secrets.delete_secret(SecretId="mturk/lab", RecoveryWindowInDays=7)
seen["days"] = round((deleted["DeletionDate"].timestamp() - __import__("time").time()) / 86400)
see("deleted", get)
see("taken", lambda: create(ClientRequestToken=given["second"]))
see("described", lambda: "DeletedDate" in secrets.describe_secret(SecretId="mturk/lab"))
see("listed", lambda: secrets.list_secrets()["SecretList"])
see("restored", lambda: secrets.restore_secret(SecretId="mturk/lab")["Name"])
see("read", lambda: get()["SecretString"])
def try_read():
    try:
        secrets.get_secret_value(SecretId="mturk/other")
    except secrets.exceptions.ResourceNotFoundException as error:
        return error
see("caught", lambda: type(try_read()).__name__)
see("forced", lambda: secrets.delete_secret(SecretId="mturk/lab", ForceDeleteWithoutRecovery=True)["Name"])
see("gone", get)
see("not here", lambda: secrets.get_random_password())
`,
    )
    const invalid = (message: string) => error('InvalidRequestException', 400, message)
    const notFound = error('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.")
    expect(seen).toEqual({
      exists: error(
        'ResourceExistsException',
        400,
        'The operation failed because the secret mturk/lab already exists.',
      ),
      none: notFound,
      'bad name': error('ValidationException', 400, expect.stringContaining('Invalid name.')),
      'bad window': error('InvalidParameterException', 400),
      days: 7,
      deleted: invalid("You can't perform this operation on the secret because it was marked for deletion."),
      taken: invalid("You can't create this secret because a secret with this name is already scheduled for deletion."),
      described: true,
      listed: [],
      restored: 'mturk/lab',
      read: 'one',
      caught: 'ResourceNotFoundException',
      forced: 'mturk/lab',
      gone: notFound,
      'not here': error('UnknownOperationException', 400),
    })
  })

  it('walks through the lists page by page, in its own region', async ({python, emulator}) => {
    const seen = await atSecretsManager(
      python,
      emulator,
      `
for number in range(5):
    create("mturk/%d" % number)
create("other")
for number in range(3):
    secrets.put_secret_value(SecretId="other", SecretString=str(number), VersionStages=["own-%d" % number])
pages = lambda operation, **more: list(secrets.get_paginator(operation).paginate(PaginationConfig={"PageSize": 2}, **more))
names = lambda pages: [[secret["Name"] for secret in page["SecretList"]] for page in pages]
see("all", lambda: names(pages("list_secrets", Filters=[{"Key": "name", "Values": ["mturk/"]}])))
def versions():
    token, sizes = {}, []
    while True:
        page = secrets.list_secret_version_ids(SecretId="other", MaxResults=3, **token)
        sizes.append(len(page["Versions"]))
        if "NextToken" not in page:
            return sizes
        token = {"NextToken": page["NextToken"]}
see("versions", versions)
elsewhere = client("secretsmanager", region="us-west-2")
see("elsewhere", lambda: elsewhere.list_secrets()["SecretList"])
see("not there", lambda: elsewhere.get_secret_value(SecretId="other"))
`,
    )
    expect(seen).toEqual({
      all: [['mturk/0', 'mturk/1'], ['mturk/2', 'mturk/3'], ['mturk/4']],
      versions: [3, 1],
      elsewhere: [],
      'not there': error('ResourceNotFoundException', 400),
    })
  })

  it('is stopped by a wrong secret, an inactive key, a policy, KMS and throttling', async ({python, emulator}) => {
    const Statement = [{Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*'}]
    emulator.createUser('ana', {inlinePolicies: {own: {Version: '2012-10-17', Statement}}})
    emulator.createUser('bob')
    const {rootKey} = emulator
    emulator.addFault({match: {operation: 'RestoreSecret'}, effect: {kind: 'throttle'}})
    const seen = await atSecretsManager(
      python,
      emulator,
      `
create()
create("mturk/own", KmsKeyId="alias/lab")
get = lambda key, id="mturk/lab": client("secretsmanager", given["keys"][key], region="eu-central-1").get_secret_value(SecretId=id)
see("wrong", lambda: get("wrong"))
see("ana", lambda: get("ana")["SecretString"])
see("KMS", lambda: get("ana", "mturk/own"))
see("bob", lambda: get("bob"))
def session_read():
    token = client("sts", given["keys"]["ana"]).get_session_token()["Credentials"]
    key = {"accessKeyId": token["AccessKeyId"], "secretAccessKey": token["SecretAccessKey"]}
    temporary = client("secretsmanager", key, region="eu-central-1", token=token["SessionToken"])
    return temporary.get_secret_value(SecretId="mturk/lab")["SecretString"]
see("session", session_read)
client("iam").update_access_key(UserName="ana", AccessKeyId=given["keys"]["ana"]["accessKeyId"], Status="Inactive")
see("inactive", lambda: get("ana"))
see("throttled", lambda: secrets.restore_secret(SecretId="mturk/lab"))
`,
      {
        keys: {
          ana: emulator.createAccessKey('ana'),
          bob: emulator.createAccessKey('bob'),
          wrong: {...rootKey, secretAccessKey: rootKey.secretAccessKey.toLowerCase()},
        },
      },
    )
    const denied =
      'User: arn:aws:iam::123456789012:user/bob is not authorized to perform: secretsmanager:GetSecretValue on resource: mturk/lab because no identity-based policy allows the secretsmanager:GetSecretValue action'
    expect(seen).toEqual({
      wrong: error('InvalidSignatureException', 400),
      ana: 'one',
      KMS: error('AccessDeniedException', 400, 'Access to KMS is not allowed'),
      bob: error('AccessDeniedException', 400, denied),
      session: 'one',
      inactive: error('UnrecognizedClientException', 400, INVALID_TOKEN),
      throttled: error('ThrottlingException', 400, 'Rate exceeded'),
    })
  })
})
