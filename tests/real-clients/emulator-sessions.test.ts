import {startEmulator, type Emulator, type EmulatorKey} from '@mturk-cli/emulator'
import {IAMClient, ListUsersCommand} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {describe, expect, onTestFinished} from 'vitest'
import {it} from '../support/fixtures.js'
import {boto3, error, INVALID_TOKEN} from './emulator-boto3.js'

const ACCOUNT = '123456789012'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/admin`
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/admin/lab`

/** A user who may assume a role that administrates IAM, and nothing else. */
function lab(emulator: Emulator): EmulatorKey {
  const Statement = {Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE}
  emulator.createUser('ana', {inlinePolicies: {assume: {Version: '2012-10-17', Statement}}})
  emulator.createRole('admin', {policies: ['IAMFullAccess']})
  return emulator.createAccessKey('ana')
}

describe('a role session', () => {
  it('opens IAM for boto3, and says whose it is', async ({python, emulator}) => {
    const ana = lab(emulator)
    emulator.createUser('bob')
    const seen = await boto3(
      python,
      emulator,
      `
sts = client("sts", given["keys"]["ana"])
assume = lambda who=sts, arn=given["role"], **more: who.assume_role(RoleArn=arn, RoleSessionName="lab", **more)
answer = assume()
seen["answer"] = {**answer["AssumedRoleUser"], "expires": answer["Credentials"]["Expiration"]}
credentials = answer["Credentials"]
key = {"accessKeyId": credentials["AccessKeyId"], "secretAccessKey": credentials["SecretAccessKey"]}
token = credentials["SessionToken"]
see("who", lambda: client("sts", key, token=token).get_caller_identity())
see("users", lambda: [user["UserName"] for user in client("iam", key, token=token).list_users()["Users"]])
see("made", lambda: client("iam", key, token=token).create_user(UserName="cem")["User"]["UserName"])
see("myself", lambda: client("iam", key, token=token).get_user())
see("without token", lambda: client("iam", key).list_users())
see("other token", lambda: client("iam", key, token=token[:-4] + "AAA=").list_users())
see("wrong secret", lambda: client("iam", {**key, "secretAccessKey": "x" * 40}, token=token).list_users())
see("at MTurk", lambda: client("mturk", key, token=token).get_account_balance())
see("unknown role", lambda: assume(arn=given["role"] + "X"))
see("as bob", lambda: assume(client("sts", given["keys"]["bob"])))
see("as root", lambda: assume(client("sts")))
see("too long", lambda: assume(DurationSeconds=7200))
see("little", lambda: assume(Policy=json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}}))["Credentials"]["AccessKeyId"][:4])
session = client("sts", given["keys"]["ana"]).get_session_token(DurationSeconds=900)["Credentials"]
own = {"accessKeyId": session["AccessKeyId"], "secretAccessKey": session["SecretAccessKey"]}
see("session of my own", lambda: client("sts", own, token=session["SessionToken"]).get_caller_identity()["Arn"])
see("its role", lambda: assume(client("sts", own, token=session["SessionToken"]))["AssumedRoleUser"]["Arn"])
see("its session", lambda: client("sts", own, token=session["SessionToken"]).get_session_token())
see("its IAM", lambda: client("iam", own, token=session["SessionToken"]).list_users())
`,
      {role: ROLE, keys: {ana, bob: emulator.createAccessKey('bob')}},
    )
    const refused = (who: string, role = ROLE) =>
      `User: arn:aws:iam::${ACCOUNT}:user/${who} is not authorized to perform: sts:AssumeRole on resource: ${role}`
    expect(seen).toMatchObject({
      answer: {Arn: SESSION, AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:lab$/)},
      who: {Arn: SESSION, Account: ACCOUNT, UserId: seen['answer'].AssumedRoleId},
      users: ['ana', 'bob'],
      made: 'cem',
      myself: error('ValidationError', 400, 'Must specify userName when calling with non-User credentials'),
      'without token': error('InvalidClientTokenId', 403, INVALID_TOKEN),
      'other token': error('InvalidClientTokenId', 403, INVALID_TOKEN),
      'wrong secret': error('SignatureDoesNotMatch', 403),
      'at MTurk': error('UnrecognizedClientException', 400, INVALID_TOKEN),
      'unknown role': error('AccessDenied', 403, refused('ana', `${ROLE}X`)),
      'as bob': error(
        'AccessDenied',
        403,
        `${refused('bob')} because no identity-based policy allows the sts:AssumeRole action`,
      ),
      'as root': error('AccessDenied', 403, 'Roles may not be assumed by root accounts.'),
      'too long': error(
        'ValidationError',
        400,
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      ),
      little: 'ASIA',
      'session of my own': `arn:aws:iam::${ACCOUNT}:user/ana`,
      'its role': SESSION,
      'its session': error('AccessDenied', 403, 'Cannot call GetSessionToken with session credentials'),
      'its IAM': error('InvalidClientTokenId', 403, INVALID_TOKEN),
    })
    expect(Date.parse(seen['answer'].expires) - Date.now()).toBeGreaterThan(3_590_000)
  })

  it('is one for the AWS CLI, which makes groups and finds their members with it', async ({aws, emulator}) => {
    const env = (key: EmulatorKey, sessionToken?: string) => ({
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_DEFAULT_REGION: 'us-east-1',
    })
    const wanted = ['--role-arn', ROLE, '--role-session-name', 'lab'] as const
    const {json} = await aws('sts', 'assume-role', ...wanted, {env: env(lab(emulator))})
    const {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken} = json.Credentials
    const admin = {env: env({accessKeyId, secretAccessKey}, SessionToken)}
    expect(await aws('sts', 'get-caller-identity', admin)).toMatchObject({exit: 0, json: {Arn: SESSION}})
    expect(await aws('iam', 'create-group', '--group-name', 'people', admin)).toMatchObject({exit: 0})
    const member = ['--group-name', 'people', '--user-name', 'ana'] as const
    expect(await aws('iam', 'add-user-to-group', ...member, admin)).toMatchObject({exit: 0})
    expect(await aws('iam', 'list-groups-for-user', '--user-name', 'ana', admin)).toMatchObject({
      json: {Groups: [{GroupName: 'people'}]},
    })
    expect((await aws('mturk', 'get-account-balance', admin)).stderr).toContain('(UnrecognizedClientException)')
  })

  it('ends after its hour, for the JavaScript SDK too', async () => {
    const clock = {ahead: 0, now: () => Date.now() + clock.ahead}
    const emulator = await startEmulator({clock})
    onTestFinished(() => emulator.stop())
    const common = {endpoint: emulator.endpoint, region: 'us-east-1', maxAttempts: 1}
    const sts = new STSClient({...common, credentials: lab(emulator)})
    const {Credentials} = await sts.send(new AssumeRoleCommand({RoleArn: ROLE, RoleSessionName: 'lab'}))
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
    const credentials = {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
    const session = () => ({...common, credentials, systemClockOffset: clock.ahead})
    expect(await new STSClient(session()).send(new GetCallerIdentityCommand({}))).toMatchObject({Arn: SESSION})
    clock.ahead = 3_590_000
    expect(await new IAMClient(session()).send(new ListUsersCommand({}))).toMatchObject({Users: [{UserName: 'ana'}]})
    clock.ahead = 3_601_000
    await expect(new IAMClient(session()).send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      $metadata: {httpStatusCode: 403},
    })
  })

  it('meets a fault at the door', async ({python, emulator}) => {
    const ana = lab(emulator)
    emulator.addFault({match: {operation: 'AssumeRole'}, times: 1, effect: {kind: 'throttle'}})
    emulator.addFault({match: {operation: 'CreateGroup'}, times: 1, effect: {kind: 'drop-after'}})
    const seen = await boto3(
      python,
      emulator,
      `
assume = lambda: client("sts", given["keys"]["ana"]).assume_role(RoleArn=given["role"], RoleSessionName="lab")
see("throttled", assume)
see("over", lambda: assume()["AssumedRoleUser"]["Arn"])
see("acted, then its retry", lambda: client("iam", attempts=2).create_group(GroupName="people"))
`,
      {role: ROLE, keys: {ana}},
    )
    expect(seen).toMatchObject({
      throttled: error('Throttling', 400, 'Rate exceeded'),
      over: SESSION,
      'acted, then its retry': error('EntityAlreadyExists', 409, 'Group with name people already exists.'),
    })
  })
})
