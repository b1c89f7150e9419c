import {describe, expect, it} from 'vitest'
import {start} from '../testing/running.js'
import {query} from '../testing/signed-client.js'

const constraint = (name: string, value: string, text: string) =>
  `1 validation error detected: Value ${value} at &apos;${name}&apos; failed to satisfy constraint: ${text}`
const notNull = (name: string) => constraint(name, 'null', 'Member must not be null')
const longer = (least: number) => `Member must have length greater than or equal to ${least}`
const shorter = (most: number) => `Member must have length less than or equal to ${most}`
const NAME_CHARACTERS = 'It must contain only alphanumeric characters and/or the following: +=,.@_-'
const tag = (number: number, Key: string) => ({
  [`Tags.member.${number}.Key`]: Key,
  [`Tags.member.${number}.Value`]: '',
})
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'

/** What the AWS CLI and boto3 refuse before they send it, IAM refuses too. */
const refused: [operation: string, fields: Record<string, string>, code: string, message: string][] = [
  ['CreateUser', {}, 'ValidationError', notNull('userName')],
  ['CreateUser', {UserName: ''}, 'ValidationError', constraint('userName', '&apos;&apos;', longer(1))],
  [
    'CreateUser',
    {UserName: 'a'.repeat(65)},
    'ValidationError',
    constraint('userName', `&apos;${'a'.repeat(65)}&apos;`, shorter(64)),
  ],
  [
    'CreateUser',
    {UserName: 'ana maria'},
    'ValidationError',
    `The specified value for userName is invalid. ${NAME_CHARACTERS}`,
  ],
  ['CreateUser', {UserName: 'bob', Path: 'lab'}, 'ValidationError', 'The specified value for path is invalid.'],
  [
    'CreateUser',
    {UserName: 'bob', PermissionsBoundary: 'arn:aws:iam::123456789012:user/ana'},
    'InvalidInput',
    'ARN arn:aws:iam::123456789012:user/ana is not valid.',
  ],
  [
    'CreateUser',
    {UserName: 'bob', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/lost'},
    'NoSuchEntity',
    'Scope ARN: arn:aws:iam::123456789012:policy/lost does not exist or is not attachable.',
  ],
  ['CreateUser', {UserName: 'ANA'}, 'EntityAlreadyExists', 'User with name ANA already exists.'],
  [
    'CreateUser',
    {UserName: 'bob', ...tag(1, 'team'), ...tag(2, 'Team')},
    'InvalidInput',
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  ],
  [
    'TagUser',
    {UserName: 'ana', ...tag(1, 'aws:team')},
    'InvalidInput',
    'aws: prefixed tag key names are not allowed for external use.',
  ],
  [
    'TagUser',
    {UserName: 'ana', ...Object.assign({}, ...Array.from({length: 51}, (_, index) => tag(index + 1, `k${index}`)))},
    'LimitExceeded',
    'Cannot exceed quota for TagsPerUser: 50',
  ],
  ['ListUsers', {MaxItems: '0'}, 'ValidationError', 'Member must have value greater than or equal to 1'],
  ['ListUsers', {MaxItems: '1001'}, 'ValidationError', 'Member must have value less than or equal to 1000'],
  ['ListUsers', {MaxItems: 'x'}, 'ValidationError', 'is not an integer'],
  ['ListUsers', {Marker: 'bm9uc2Vuc2U'}, 'ValidationError', 'Invalid Marker: bm9uc2Vuc2U'],
  ['ListUsers', {PathPrefix: 'lab'}, 'ValidationError', 'The specified value for pathPrefix is invalid.'],
  ['DeleteAccessKey', {UserName: 'ana'}, 'ValidationError', notNull('accessKeyId')],
  ['DeleteAccessKey', {AccessKeyId: 'AKIA'}, 'ValidationError', longer(16)],
  ['DeleteAccessKey', {AccessKeyId: 'AKIA-AAAAAAAAAAAAAAA'}, 'ValidationError', 'regular expression pattern: \\w+'],
  [
    'UpdateAccessKey',
    {AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA', Status: 'Asleep'},
    'ValidationError',
    constraint('status', '&apos;Asleep&apos;', 'Member must satisfy enum value set: [Active, Inactive]'),
  ],
  ['AttachUserPolicy', {UserName: 'ana'}, 'ValidationError', notNull('policyArn')],
  [
    'AttachUserPolicy',
    {UserName: 'ana', PolicyArn: 'x'.repeat(20)},
    'InvalidInput',
    `ARN ${'x'.repeat(20)} is not valid.`,
  ],
  [
    'DetachUserPolicy',
    {UserName: 'ana', PolicyArn: FULL_ACCESS},
    'NoSuchEntity',
    `Policy ${FULL_ACCESS} was not found.`,
  ],
  [
    'PutUserPolicy',
    {UserName: 'ana', PolicyName: 'own/keys', PolicyDocument: '{}'},
    'ValidationError',
    `The specified value for policyName is invalid. ${NAME_CHARACTERS}`,
  ],
  ['PutUserPolicy', {UserName: 'ana', PolicyName: 'own', PolicyDocument: 'ű'}, 'ValidationError', 'policyDocument'],
  ['CreateGroup', {GroupName: 'a b'}, 'ValidationError', 'The specified value for groupName is invalid.'],
  ['CreateGroup', {GroupName: 'a'.repeat(129)}, 'ValidationError', shorter(128)],
  ['AddUserToGroup', {GroupName: 'people'}, 'ValidationError', notNull('userName')],
  ['CreateLoginProfile', {UserName: 'ana'}, 'ValidationError', notNull('password')],
  [
    'CreateLoginProfile',
    {UserName: 'ana', Password: 'x', PasswordResetRequired: 'perhaps'},
    'ValidationError',
    'Member must satisfy enum value set: [true, false]',
  ],
  ['CreateLoginProfile', {Password: 'x'}, 'ValidationError', 'Must specify userName when calling with non-User'],
  ['UploadSSHPublicKey', {UserName: 'ana'}, 'ValidationError', notNull('sSHPublicKeyBody')],
  ['DeleteSSHPublicKey', {UserName: 'ana', SSHPublicKeyId: 'APKA'}, 'ValidationError', longer(20)],
  ['DeleteSigningCertificate', {UserName: 'ana', CertificateId: 'X'}, 'ValidationError', longer(24)],
  ['DeactivateMFADevice', {UserName: 'ana', SerialNumber: 'GAHT'}, 'ValidationError', longer(9)],
  [
    'EnableMFADevice',
    {UserName: 'ana', SerialNumber: 'GAHT00000000', AuthenticationCode1: '12345x', AuthenticationCode2: '123456'},
    'ValidationError',
    'regular expression pattern: \\d+',
  ],
  ['CreateVirtualMFADevice', {VirtualMFADeviceName: 'a b'}, 'ValidationError', 'virtualMFADeviceName is invalid'],
  ['PutUserPermissionsBoundary', {UserName: 'ana'}, 'ValidationError', notNull('permissionsBoundary')],
  [
    'ListEntitiesForPolicy',
    {PolicyArn: FULL_ACCESS, EntityFilter: 'Everybody'},
    'ValidationError',
    'Member must satisfy enum value set: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]',
  ],
  ['ListVirtualMFADevices', {AssignmentStatus: 'Lost'}, 'ValidationError', '[Assigned, Unassigned, Any]'],
  ['ListRoles', {}, 'InvalidAction', 'Could not find operation ListRoles for version 2010-05-08'],
]

describe('IAM refuses', () => {
  it.each(refused)('%s %j with %s', async (operation, fields, code, message) => {
    const emulator = await start()
    emulator.createUser('ana')
    const stateOf = () => {
      const {users, groups, mfaDevices} = emulator.state()
      return {users, groups, mfaDevices}
    }
    const before = stateOf()
    const {status, body} = await query(emulator.endpoint, {key: emulator.rootKey, service: 'iam'}, operation, fields)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body).toContain(`<Type>Sender</Type><Code>${code}</Code>`)
    expect(body).toContain(message)
    expect(stateOf()).toEqual(before)
  })

  it('nothing of what a name may hold', async () => {
    const emulator = await start()
    const UserName = 'a_b+c=d,e.f@g-H1'
    const signing = {key: emulator.rootKey, service: 'iam'}
    expect(await query(emulator.endpoint, signing, 'CreateUser', {UserName, Path: '/lab/turk/'})).toMatchObject({
      status: 200,
      body: expect.stringContaining(`<Arn>arn:aws:iam::123456789012:user/lab/turk/${UserName}</Arn>`),
    })
  })
})
