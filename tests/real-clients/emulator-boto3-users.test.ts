import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {boto3, error} from './emulator-boto3.js'
import {certificate, sshPublicKey} from './emulator-public-keys.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly'
const ACCOUNT = '123456789012'
const ID = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}[A-Z2-7]{17}$`))
const noUser = error('NoSuchEntity', 404, 'The user with name bob cannot be found.')
const inTheWay = (whatFirst: string) => error('DeleteConflict', 409, `Cannot delete entity, must ${whatFirst} first.`)

describe('boto3 at groups', () => {
  it('finds every operation on them, their members and their policies as at AWS', async ({python, emulator}) => {
    emulator.createUser('ana')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
who = dict(GroupName="admins", UserName="ana")
see("created", lambda: iam.create_group(GroupName="admins", Path="/lab/")["Group"])
see("twice", lambda: iam.create_group(GroupName="Admins"))
see("listed", lambda: [g["GroupName"] for g in iam.list_groups(PathPrefix="/lab/")["Groups"]])
see("elsewhere", lambda: iam.list_groups(PathPrefix="/other/")["Groups"])
see("add", lambda: iam.add_user_to_group(**who))
see("add again", lambda: iam.add_user_to_group(**who))
see("add nobody", lambda: iam.add_user_to_group(GroupName="admins", UserName="bob"))
see("add to nothing", lambda: iam.add_user_to_group(GroupName="lost", UserName="ana"))
see("group", lambda: iam.get_group(GroupName="admins"))
see("groups of ana", lambda: [g["Arn"] for g in iam.list_groups_for_user(UserName="ana")["Groups"]])
see("groups of nobody", lambda: iam.list_groups_for_user(UserName="bob"))
see("in use", lambda: iam.delete_group(GroupName="admins"))
see("member in the way", lambda: iam.delete_user(UserName="ana"))
see("remove", lambda: iam.remove_user_from_group(**who))
see("remove again", lambda: iam.remove_user_from_group(**who))
attach = dict(GroupName="admins", PolicyArn=given["policy"])
see("attach", lambda: iam.attach_group_policy(**attach))
see("attach unknown", lambda: iam.attach_group_policy(GroupName="admins", PolicyArn=given["policy"] + "X"))
see("attached", lambda: iam.list_attached_group_policies(GroupName="admins")["AttachedPolicies"])
see("must detach", lambda: iam.delete_group(GroupName="admins"))
see("detach", lambda: iam.detach_group_policy(**attach))
see("detach again", lambda: iam.detach_group_policy(**attach))
policy = dict(GroupName="admins", PolicyName="own")
see("put", lambda: iam.put_group_policy(**policy, PolicyDocument=json.dumps(given["document"])))
see("put too much", lambda: iam.put_group_policy(**policy, PolicyDocument=json.dumps({**given["document"], "Id": "x" * 5120})))
see("got", lambda: iam.get_group_policy(**policy))
see("policies", lambda: iam.list_group_policies(GroupName="admins")["PolicyNames"])
see("must delete", lambda: iam.delete_group(GroupName="admins"))
see("delete policy", lambda: iam.delete_group_policy(**policy))
see("delete policy again", lambda: iam.delete_group_policy(**policy))
see("delete", lambda: iam.delete_group(GroupName="admins"))
see("delete again", lambda: iam.delete_group(GroupName="admins"))
`,
      {policy: READ_ONLY, document},
    )
    const group = {Path: '/lab/', GroupName: 'admins', Arn: `arn:aws:iam::${ACCOUNT}:group/lab/admins`}
    expect(seen).toMatchObject({
      created: {...group, GroupId: ID('AGPA')},
      twice: error('EntityAlreadyExists', 409, 'Group with name Admins already exists.'),
      listed: ['admins'],
      elsewhere: [],
      add: null,
      'add again': null,
      'add nobody': noUser,
      'add to nothing': error('NoSuchEntity', 404, 'The group with name lost cannot be found.'),
      group: {Group: group, Users: [{UserName: 'ana', Path: '/'}], IsTruncated: false},
      'groups of ana': [group.Arn],
      'groups of nobody': noUser,
      'in use': inTheWay('remove users from group'),
      'member in the way': inTheWay('remove users from group'),
      remove: null,
      'remove again': error('NoSuchEntity', 404),
      attach: null,
      'attach unknown': error('NoSuchEntity', 404, `Policy ${READ_ONLY}X does not exist or is not attachable.`),
      attached: [{PolicyName: 'AmazonMechanicalTurkReadOnly', PolicyArn: READ_ONLY}],
      'must detach': inTheWay('detach all policies'),
      detach: null,
      'detach again': error('NoSuchEntity', 404, `Policy ${READ_ONLY} was not found.`),
      put: null,
      'put too much': error('LimitExceeded', 409, 'Maximum policy size of 5120 bytes exceeded for group admins'),
      got: {GroupName: 'admins', PolicyName: 'own', PolicyDocument: document},
      policies: ['own'],
      'must delete': inTheWay('delete policies'),
      'delete policy': null,
      'delete policy again': error('NoSuchEntity', 404, 'The group policy with name own cannot be found.'),
      delete: null,
      'delete again': error('NoSuchEntity', 404, 'The group with name admins cannot be found.'),
    })
    expect(emulator.state().groups).toEqual([])
  })
})

describe('boto3 at what else a user has', () => {
  it('finds passwords, SSH keys, certificates and credentials of services as at AWS', async ({python, emulator}) => {
    emulator.createUser('ana')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
ana = dict(UserName="ana")
see("no profile", lambda: iam.get_login_profile(**ana))
see("profile", lambda: iam.create_login_profile(**ana, Password="hunter2-Hunter2", PasswordResetRequired=True)["LoginProfile"])
see("profile again", lambda: iam.create_login_profile(**ana, Password="hunter2-Hunter2"))
see("got profile", lambda: iam.get_login_profile(**ana)["LoginProfile"])
see("profile in the way", lambda: iam.delete_user(**ana))
see("without profile", lambda: iam.delete_login_profile(**ana))
see("without it again", lambda: iam.delete_login_profile(**ana))

see("key", lambda: iam.upload_ssh_public_key(**ana, SSHPublicKeyBody=given["ssh"])["SSHPublicKey"])
see("same key", lambda: iam.upload_ssh_public_key(**ana, SSHPublicKeyBody=given["ssh"] + "!"))
see("no key", lambda: iam.upload_ssh_public_key(**ana, SSHPublicKeyBody="ssh"))
key = dict(**ana, SSHPublicKeyId=iam.list_ssh_public_keys(**ana)["SSHPublicKeys"][0]["SSHPublicKeyId"])
see("key in the way", lambda: iam.delete_user(**ana))
see("without key", lambda: iam.delete_ssh_public_key(**key))
see("without key again", lambda: iam.delete_ssh_public_key(**key))

see("certificate", lambda: iam.upload_signing_certificate(**ana, CertificateBody=given["certificate"])["Certificate"])
see("same certificate", lambda: iam.upload_signing_certificate(**ana, CertificateBody=given["certificate"]))
see("no certificate", lambda: iam.upload_signing_certificate(**ana, CertificateBody="x"))
certificate = dict(**ana, CertificateId=iam.list_signing_certificates(**ana)["Certificates"][0]["CertificateId"])
see("certificate in the way", lambda: iam.delete_user(**ana))
see("without certificate", lambda: iam.delete_signing_certificate(**certificate))
see("without certificate again", lambda: iam.delete_signing_certificate(**certificate))

git = dict(**ana, ServiceName="codecommit.amazonaws.com")
first = iam.create_service_specific_credential(**git)["ServiceSpecificCredential"]
seen["credential"] = {**first, "ServicePassword": len(first["ServicePassword"]) > 20}
see("second", lambda: iam.create_service_specific_credential(**git)["ServiceSpecificCredential"]["ServiceUserName"])
see("third", lambda: iam.create_service_specific_credential(**git))
see("no service", lambda: iam.create_service_specific_credential(**ana, ServiceName="turk.amazonaws.com"))
credentials = iam.list_service_specific_credentials(**git)["ServiceSpecificCredentials"]
seen["credentials"] = credentials
see("of another service", lambda: iam.list_service_specific_credentials(**ana, ServiceName="cassandra.amazonaws.com")["ServiceSpecificCredentials"])
see("credential in the way", lambda: iam.delete_user(**ana))
remove = lambda one: iam.delete_service_specific_credential(**ana, ServiceSpecificCredentialId=one["ServiceSpecificCredentialId"])
see("without them", lambda: [remove(one) for one in credentials] and None)
see("without them again", lambda: remove(credentials[0]))
see("deleted", lambda: iam.delete_user(**ana))
see("of nobody", lambda: iam.list_ssh_public_keys(UserName="bob"))
`,
      {ssh: sshPublicKey.body, certificate},
    )
    const noProfile = error('NoSuchEntity', 404, 'Login Profile for User ana cannot be found.')
    expect(seen).toMatchObject({
      'no profile': noProfile,
      profile: {UserName: 'ana', PasswordResetRequired: true},
      'profile again': error('EntityAlreadyExists', 409, 'Login Profile for user ana already exists.'),
      'got profile': {UserName: 'ana', PasswordResetRequired: true},
      'profile in the way': inTheWay('delete login profile'),
      'without profile': null,
      'without it again': noProfile,
      key: {
        UserName: 'ana',
        SSHPublicKeyId: ID('APKA'),
        SSHPublicKeyBody: sshPublicKey.body,
        Fingerprint: sshPublicKey.fingerprint,
        Status: 'Active',
      },
      'same key': error('DuplicateSSHPublicKey', 400),
      'no key': error('UnrecognizedPublicKeyEncoding', 400),
      'key in the way': inTheWay('remove referenced objects'),
      'without key': null,
      'without key again': error('NoSuchEntity', 404, expect.stringMatching(/^The SSH Public Key with id APKA/)),
      certificate: {UserName: 'ana', CertificateBody: certificate, Status: 'Active'},
      'same certificate': error('DuplicateCertificate', 409),
      'no certificate': error('MalformedCertificate', 400),
      'certificate in the way': inTheWay('delete certificates'),
      'without certificate': null,
      'without certificate again': error('NoSuchEntity', 404, expect.stringMatching(/^The Certificate with id /)),
      credential: {
        ServiceUserName: `ana-at-${ACCOUNT}`,
        ServiceSpecificCredentialId: ID('ACCA'),
        ServicePassword: true,
        ServiceName: 'codecommit.amazonaws.com',
      },
      second: `ana+1-at-${ACCOUNT}`,
      third: error('LimitExceeded', 409, 'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2'),
      'no service': error('NotSupportedService', 404),
      credentials: [{UserName: 'ana', Status: 'Active'}, {UserName: 'ana'}],
      'of another service': [],
      'credential in the way': inTheWay('remove referenced objects'),
      'without them': null,
      'without them again': error('NoSuchEntity', 404),
      deleted: null,
      'of nobody': noUser,
    })
    expect(seen['credentials'][0]).not.toHaveProperty('ServicePassword')
    expect(emulator.state().users).toEqual([])
  })

  it('makes, enables and takes away MFA devices, and proves itself with one', async ({python, emulator}) => {
    emulator.createUser('ana', {policies: ['IAMFullAccess']})
    const ana = emulator.createAccessKey('ana')
    const seen = await boto3(
      python,
      emulator,
      `
import base64, hashlib, hmac, struct, time
def code(seed, step=0):
    hash = hmac.new(base64.b32decode(seed), struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    offset = hash[-1] & 15
    return "%06d" % ((struct.unpack(">I", hash[offset:offset + 4])[0] & 0x7fffffff) % 1000000)

iam = client("iam")
device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone", Path="/lab/")["VirtualMFADevice"]
serial, seed = device["SerialNumber"], device["Base32StringSeed"]
seen["serial"] = serial
enable = lambda first, second: iam.enable_mfa_device(UserName="ana", SerialNumber=serial, AuthenticationCode1=first, AuthenticationCode2=second)
session = lambda code: client("sts", given["keys"]["ana"]).get_session_token(SerialNumber=serial, TokenCode=code)["Credentials"]
see("same name", lambda: iam.create_virtual_mfa_device(VirtualMFADeviceName="phone", Path="/lab/"))
see("unassigned", lambda: iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"])
see("of nobody yet", lambda: session(code(seed)))
see("wrong codes", lambda: enable("000000", "000000"))
see("enabled", lambda: enable(code(seed, -1), code(seed)))
see("enabled again", lambda: enable(code(seed, -1), code(seed)))
see("devices", lambda: iam.list_mfa_devices(UserName="ana")["MFADevices"])
see("assigned", lambda: iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"])
see("wrong code", lambda: session("%06d" % ((int(code(seed)) + 1) % 1000000)))
def users_of(credentials):
    key = {"accessKeyId": credentials["AccessKeyId"], "secretAccessKey": credentials["SecretAccessKey"]}
    return [user["UserName"] for user in client("iam", key, token=credentials["SessionToken"]).list_users()["Users"]]
see("proved", lambda: users_of(session(code(seed))))
see("not proved", lambda: users_of(client("sts", given["keys"]["ana"]).get_session_token()["Credentials"]))
iam.delete_access_key(UserName="ana", AccessKeyId=given["keys"]["ana"]["accessKeyId"])
see("in the way", lambda: iam.delete_user(UserName="ana"))
see("in use", lambda: iam.delete_virtual_mfa_device(SerialNumber=serial))
see("deactivated", lambda: iam.deactivate_mfa_device(UserName="ana", SerialNumber=serial))
see("deactivated again", lambda: iam.deactivate_mfa_device(UserName="ana", SerialNumber=serial))
see("deleted", lambda: iam.delete_virtual_mfa_device(SerialNumber=serial))
see("deleted again", lambda: iam.delete_virtual_mfa_device(SerialNumber=serial))
`,
      {keys: {ana}},
    )
    const serial = `arn:aws:iam::${ACCOUNT}:mfa/lab/phone`
    const failed = 'MultiFactorAuthentication failed'
    expect(seen).toMatchObject({
      serial,
      'same name': error('EntityAlreadyExists', 409, 'MFADevice entity at the same path and name already exists.'),
      unassigned: [{SerialNumber: serial}],
      'of nobody yet': error('AccessDenied', 403, expect.stringContaining(`${failed}, unable to validate MFA code.`)),
      'wrong codes': error('InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.'),
      enabled: null,
      'enabled again': error('EntityAlreadyExists', 409),
      devices: [{UserName: 'ana', SerialNumber: serial, EnableDate: expect.any(String)}],
      assigned: [{SerialNumber: serial, User: {UserName: 'ana'}}],
      'wrong code': error('AccessDenied', 403, `${failed} with invalid MFA one time pass code. `),
      proved: ['ana'],
      'not proved': error('InvalidClientTokenId', 403),
      'in the way': inTheWay('delete MFA device'),
      'in use': error('DeleteConflict', 409, 'MFA VirtualDevice in use. Must deactivate first.'),
      deactivated: null,
      'deactivated again': error('NoSuchEntity', 404),
      deleted: null,
      'deleted again': error('NoSuchEntity', 404, `VirtualMFADevice with serial number ${serial} doesn't exist.`),
    })
  })
})

describe('boto3 at policies and who has them', () => {
  it('sets a boundary, and finds everybody whom a policy concerns', async ({python, emulator}) => {
    emulator.createUser('ana', {path: '/lab/', policies: [READ_ONLY]})
    emulator.createUser('bob', {policies: ['IAMFullAccess']})
    emulator.createGroup('requesters', {policies: [READ_ONLY]})
    emulator.createRole('requester', {policies: [READ_ONLY]})
    const bob = emulator.createAccessKey('bob')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
put = lambda policy: iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=policy)
entities = lambda **limits: iam.list_entities_for_policy(PolicyArn=given["policy"], **limits)
names = lambda page: [one.get("GroupName") or one.get("UserName") or one.get("RoleName") for kind in ("PolicyGroups", "PolicyUsers", "PolicyRoles") for one in page[kind]]
see("before", lambda: len(client("iam", given["keys"]["bob"]).list_users()["Users"]))
see("put", lambda: put(given["policy"]))
see("put unknown", lambda: put(given["policy"] + "X"))
see("bounded", lambda: iam.get_user(UserName="bob")["User"]["PermissionsBoundary"])
see("refused", lambda: client("iam", given["keys"]["bob"]).list_users())
see("all", lambda: entities())
see("users", lambda: names(entities(EntityFilter="User")))
see("in the lab", lambda: names(entities(PathPrefix="/lab/")))
see("with the policy", lambda: names(entities(PolicyUsageFilter="PermissionsPolicy")))
see("with the boundary", lambda: names(entities(PolicyUsageFilter="PermissionsBoundary")))
see("pages", lambda: [names(page) for page in iam.get_paginator("list_entities_for_policy").paginate(PolicyArn=given["policy"], PaginationConfig={"PageSize": 3})])
see("unknown", lambda: iam.list_entities_for_policy(PolicyArn=given["policy"] + "X"))
see("deleted", lambda: iam.delete_user_permissions_boundary(UserName="bob"))
see("after", lambda: len(client("iam", given["keys"]["bob"]).list_users()["Users"]))
`,
      {policy: READ_ONLY, keys: {bob}},
    )
    expect(seen).toMatchObject({
      before: 2,
      put: null,
      'put unknown': error('NoSuchEntity', 404, `Scope ARN: ${READ_ONLY}X does not exist or is not attachable.`),
      bounded: {PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: READ_ONLY},
      refused: error(
        'AccessDenied',
        403,
        `User: arn:aws:iam::${ACCOUNT}:user/bob is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ because no permissions boundary allows the iam:ListUsers action`,
      ),
      all: {
        PolicyGroups: [{GroupName: 'requesters', GroupId: ID('AGPA')}],
        PolicyUsers: [
          {UserName: 'ana', UserId: ID('AIDA')},
          {UserName: 'bob', UserId: ID('AIDA')},
        ],
        PolicyRoles: [{RoleName: 'requester', RoleId: ID('AROA')}],
        IsTruncated: false,
      },
      users: ['ana', 'bob'],
      'in the lab': ['ana'],
      'with the policy': ['requesters', 'ana', 'requester'],
      'with the boundary': ['bob'],
      pages: [['requesters', 'ana', 'requester'], ['bob']],
      unknown: error('NoSuchEntity', 404, `Policy ${READ_ONLY}X was not found.`),
      deleted: null,
      after: 2,
    })
  })
})

const document = {
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}],
}
