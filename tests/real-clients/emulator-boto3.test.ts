import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {boto3, error, INVALID_TOKEN} from './emulator-boto3.js'

const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'

describe('boto3 at IAM', () => {
  it('finds every operation on users, tags and policies as at AWS', async ({python, emulator}) => {
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
see("root", lambda: iam.get_user()["User"]["Arn"])
see("created", lambda: iam.create_user(UserName="ana", Path="/lab/", Tags=[{"Key": "team", "Value": "vision"}])["User"])
see("twice", lambda: iam.create_user(UserName="ana"))
see("tag", lambda: iam.tag_user(UserName="ana", Tags=[{"Key": "Team", "Value": "x / ü"}]))
see("tagged", lambda: iam.list_user_tags(UserName="ana")["Tags"])
see("user", lambda: iam.get_user(UserName="ana")["User"])
see("no user", lambda: iam.get_user(UserName="bob"))
see("listed", lambda: iam.list_users(PathPrefix="/lab/")["Users"])
see("elsewhere", lambda: iam.list_users(PathPrefix="/other/")["Users"])
see("attach", lambda: iam.attach_user_policy(UserName="ana", PolicyArn=given["policy"]))
see("attach again", lambda: iam.attach_user_policy(UserName="ana", PolicyArn=given["policy"]))
see("attached", lambda: iam.list_attached_user_policies(UserName="ana")["AttachedPolicies"])
see("attach unknown", lambda: iam.attach_user_policy(UserName="ana", PolicyArn=given["policy"] + "X"))
put = lambda name, document: iam.put_user_policy(UserName="ana", PolicyName=name, PolicyDocument=document)
see("put", lambda: put("own", json.dumps(given["document"])))
see("put nonsense", lambda: put("own", "{"))
see("put too much", lambda: put("more", json.dumps({**given["document"], "Id": "x" * 2048})))
see("document", lambda: iam.get_user_policy(UserName="ana", PolicyName="own")["PolicyDocument"])
see("policies", lambda: iam.list_user_policies(UserName="ana")["PolicyNames"])
see("must detach", lambda: iam.delete_user(UserName="ana"))
see("detach", lambda: iam.detach_user_policy(UserName="ana", PolicyArn=given["policy"]))
see("detach again", lambda: iam.detach_user_policy(UserName="ana", PolicyArn=given["policy"]))
see("must delete", lambda: iam.delete_user(UserName="ana"))
see("delete policy", lambda: iam.delete_user_policy(UserName="ana", PolicyName="own"))
see("delete policy again", lambda: iam.delete_user_policy(UserName="ana", PolicyName="own"))
see("delete user", lambda: iam.delete_user(UserName="ana"))
see("not here", lambda: iam.list_roles())
`,
      {policy: FULL_ACCESS, document},
    )
    const user = {UserName: 'ana', Path: '/lab/', Arn: 'arn:aws:iam::123456789012:user/lab/ana'}
    expect(seen).toMatchObject({
      root: 'arn:aws:iam::123456789012:root',
      created: {...user, UserId: expect.stringMatching(/^AIDA/), Tags: [{Key: 'team', Value: 'vision'}]},
      twice: error('EntityAlreadyExists', 409, 'User with name ana already exists.'),
      tag: null,
      tagged: [{Key: 'Team', Value: 'x / ü'}],
      user: {...user, Tags: [{Key: 'Team', Value: 'x / ü'}]},
      'no user': error('NoSuchEntity', 404, 'The user with name bob cannot be found.'),
      listed: [user],
      elsewhere: [],
      attach: null,
      'attach again': null,
      attached: [{PolicyName: 'AmazonMechanicalTurkFullAccess', PolicyArn: FULL_ACCESS}],
      'attach unknown': error('NoSuchEntity', 404, `Policy ${FULL_ACCESS}X does not exist or is not attachable.`),
      put: null,
      document,
      'put nonsense': error('MalformedPolicyDocument', 400),
      'put too much': error('LimitExceeded', 409, 'Maximum policy size of 2048 bytes exceeded for user ana'),
      policies: ['own'],
      'must detach': error('DeleteConflict', 409, 'Cannot delete entity, must detach all policies first.'),
      detach: null,
      'detach again': error('NoSuchEntity', 404, `Policy ${FULL_ACCESS} was not found.`),
      'must delete': error('DeleteConflict', 409, 'Cannot delete entity, must delete policies first.'),
      'delete policy': null,
      'delete policy again': error('NoSuchEntity', 404, 'The user policy with name own cannot be found.'),
      'delete user': null,
      'not here': error('InvalidAction', 400, 'Could not find operation ListRoles for version 2010-05-08'),
    })
    expect(seen['listed'][0]).not.toHaveProperty('Tags')
    expect(emulator.state().users).toEqual([])
  })

  it('lives through the life of a key', async ({python, emulator}) => {
    emulator.createUser('ana')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
key = iam.create_access_key(UserName="ana")["AccessKey"]
id = key["AccessKeyId"]
ana = {"accessKeyId": id, "secretAccessKey": key["SecretAccessKey"]}
seen["key"] = {**key, "SecretAccessKey": len(key["SecretAccessKey"])}
see("never used", lambda: iam.get_access_key_last_used(AccessKeyId=id))
see("who", lambda: client("sts", ana).get_caller_identity())
see("used", lambda: iam.get_access_key_last_used(AccessKeyId=id))
see("account", lambda: client("sts").get_access_key_info(AccessKeyId=id)["Account"])
see("second", lambda: iam.create_access_key(UserName="ana")["AccessKey"]["Status"])
see("third", lambda: iam.create_access_key(UserName="ana"))
see("inactive", lambda: iam.update_access_key(UserName="ana", AccessKeyId=id, Status="Inactive"))
see("listed", lambda: sorted(k["Status"] for k in iam.list_access_keys(UserName="ana")["AccessKeyMetadata"]))
see("stops at STS", lambda: client("sts", ana).get_caller_identity())
see("stops at MTurk", lambda: client("mturk", ana).get_account_balance())
see("active", lambda: iam.update_access_key(UserName="ana", AccessKeyId=id, Status="Active"))
see("works again", lambda: client("sts", ana).get_caller_identity()["Arn"])
see("deleted", lambda: iam.delete_access_key(UserName="ana", AccessKeyId=id))
see("is gone", lambda: client("sts", ana).get_caller_identity())
see("deleted again", lambda: iam.delete_access_key(UserName="ana", AccessKeyId=id))
see("unknown", lambda: iam.get_access_key_last_used(AccessKeyId=id))
see("roots", lambda: [key["AccessKeyId"] for key in iam.list_access_keys()["AccessKeyMetadata"]])
`,
    )
    const id = seen['key'].AccessKeyId
    expect(seen).toMatchObject({
      key: {UserName: 'ana', Status: 'Active', SecretAccessKey: 40},
      'never used': {UserName: 'ana', AccessKeyLastUsed: {ServiceName: 'N/A', Region: 'N/A'}},
      who: {Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/ana', UserId: expect.stringMatching(/^AIDA/)},
      used: {
        AccessKeyLastUsed: {
          ServiceName: 'sts',
          Region: 'us-east-1',
          LastUsedDate: expect.stringMatching(/:00\+00:00$/),
        },
      },
      account: '123456789012',
      second: 'Active',
      third: error('LimitExceeded', 409, 'Cannot exceed quota for AccessKeysPerUser: 2'),
      inactive: null,
      listed: ['Active', 'Inactive'],
      'stops at STS': error('InvalidClientTokenId', 403, INVALID_TOKEN),
      'stops at MTurk': error('UnrecognizedClientException', 400, INVALID_TOKEN),
      active: null,
      'works again': 'arn:aws:iam::123456789012:user/ana',
      deleted: null,
      'is gone': error('InvalidClientTokenId', 403, INVALID_TOKEN),
      'deleted again': error('NoSuchEntity', 404, `The Access Key with id ${id} cannot be found.`),
      unknown: error('AccessDenied', 403),
      roots: [emulator.rootKey.accessKeyId],
    })
    expect(seen['never used'].AccessKeyLastUsed).not.toHaveProperty('LastUsedDate')
  })

  it('may do what its policies say: its own keys, and nobody else', async ({python, emulator}) => {
    emulator.createUser('ana', {inlinePolicies: {own: document}})
    emulator.createUser('bob')
    const ana = emulator.createAccessKey('ana')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam", given["keys"]["ana"])
see("me", lambda: iam.get_user()["User"]["UserName"])
see("mine", lambda: len(iam.list_access_keys()["AccessKeyMetadata"]))
see("another", lambda: iam.create_access_key()["AccessKey"]["UserName"])
see("bob's", lambda: iam.list_access_keys(UserName="bob"))
see("all", lambda: iam.list_users())
see("used", lambda: iam.get_access_key_last_used(AccessKeyId=given["keys"]["root"]["accessKeyId"]))
`,
      {keys: {ana}},
    )
    const refusal = (action: string, resource: string) =>
      error(
        'AccessDenied',
        403,
        `User: arn:aws:iam::123456789012:user/ana is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      )
    expect(seen).toMatchObject({
      me: 'ana',
      mine: 1,
      another: 'ana',
      "bob's": refusal('iam:ListAccessKeys', 'user bob'),
      all: refusal('iam:ListUsers', 'arn:aws:iam::123456789012:user/'),
      used: refusal('iam:GetAccessKeyLastUsed', `access key ${emulator.rootKey.accessKeyId}`),
    })
  })

  it('walks every list with its own paginators', async ({python, emulator}) => {
    const names = ['ana', 'bob', 'cem', 'dan', 'eva']
    for (const name of names) emulator.createUser(name)
    const Statement = {Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}
    emulator.createUser('zoe', {
      path: '/lab/',
      policies: ['AdministratorAccess', 'AmazonMechanicalTurkReadOnly', 'IAMFullAccess'],
      inlinePolicies: {a: {Version: '2012-10-17', Statement}, b: {Version: '2012-10-17', Statement}},
      tags: {a: '1', b: '2', c: '3'},
    })
    emulator.createAccessKey('zoe')
    emulator.createAccessKey('zoe')
    const seen = await boto3(
      python,
      emulator,
      `
iam = client("iam")
def walk(operation, member, size=2, **arguments):
    pages = list(iam.get_paginator(operation).paginate(PaginationConfig={"PageSize": size}, **arguments))
    return [len(page[member]) for page in pages]
see("users", lambda: walk("list_users", "Users"))
see("policies", lambda: walk("list_attached_user_policies", "AttachedPolicies", UserName="zoe"))
see("inline", lambda: walk("list_user_policies", "PolicyNames", UserName="zoe"))
see("tags", lambda: walk("list_user_tags", "Tags", UserName="zoe"))
see("keys", lambda: walk("list_access_keys", "AccessKeyMetadata", 1, UserName="zoe"))
`,
    )
    expect(seen).toEqual({users: [2, 2, 2], policies: [2, 1], inline: [2], tags: [2, 1], keys: [1, 1]})
  })
})

describe('boto3 at Mechanical Turk', () => {
  it('sees each environment by itself, and what stands between it and the money', async ({python, emulator}) => {
    emulator.link('production')
    emulator.setBalance('production', {available: '182.50', onHold: '20.00'})
    emulator.createUser('ana')
    emulator.createUser('bob', {policies: ['AmazonMechanicalTurkReadOnly']})
    const denied = {Version: '2012-10-17', Statement: {Effect: 'Deny', Action: 'mechanicalturk:*', Resource: '*'}}
    emulator.createUser('cem', {policies: ['AmazonMechanicalTurkFullAccess'], inlinePolicies: {denied}})
    const keys = Object.fromEntries(['ana', 'bob', 'cem'].map((name) => [name, emulator.createAccessKey(name)]))
    const seen = await boto3(
      python,
      emulator,
      `
mturk = lambda who, **options: client("mturk", given["keys"][who], **options)
see("production", lambda: mturk("bob").get_account_balance())
see("sandbox", lambda: mturk("bob", endpoint=given["sandboxEndpoint"]).get_account_balance())
see("no policy", lambda: mturk("ana").get_account_balance())
see("denied", lambda: mturk("cem").get_account_balance())
see("other region", lambda: mturk("bob", region="us-west-1").get_account_balance())
see("session token", lambda: mturk("bob", token="stale").get_account_balance())
see("wrong secret", lambda: client("mturk", {**given["keys"]["bob"], "secretAccessKey": "x" * 40}).get_account_balance())
see("lacking", lambda: mturk("bob").list_hits())
`,
      {keys},
    )
    const user = (name: string) =>
      `User: arn:aws:iam::123456789012:user/${name} is not authorized to perform: mechanicalturk:GetAccountBalance`
    expect(seen).toMatchObject({
      production: {AvailableBalance: '182.50', OnHoldBalance: '20.00'},
      sandbox: {
        ...error('RequestError', 400, expect.stringMatching(/^To use the MTurk API.* get started\. \(\d{13}\)$/)),
        TurkErrorCode: 'AWS.AccountNotLinked',
      },
      'no policy': error(
        'AccessDeniedException',
        400,
        `${user('ana')} because no identity-based policy allows the mechanicalturk:GetAccountBalance action`,
      ),
      denied: error('AccessDeniedException', 400, `${user('cem')} with an explicit deny in an identity-based policy`),
      'other region': error(
        'InvalidSignatureException',
        400,
        "Credential should be scoped to a valid region, not 'us-west-1'.",
      ),
      'session token': error('UnrecognizedClientException', 400, INVALID_TOKEN),
      'wrong secret': error(
        'InvalidSignatureException',
        400,
        expect.stringMatching(/^The request signature we calculated/),
      ),
      lacking: error('UnknownOperationException', 400),
    })
  })

  it('meets every fault', async ({python, emulator}) => {
    emulator.link('production')
    const sts = {match: {service: 'sts'}, times: 1} as const
    emulator.addFault({...sts, effect: {kind: 'throttle'}})
    emulator.addFault({...sts, effect: {kind: 'error', status: 500, code: 'ServiceFailure', message: 'Sorry.'}})
    emulator.addFault({...sts, effect: {kind: 'drop-before'}})
    emulator.addFault({...sts, effect: {kind: 'hang'}})
    emulator.addFault({...sts, effect: {kind: 'raw', status: 503, body: '<html>Busy</html>'}})
    emulator.addFault({match: {operation: 'CreateUser'}, times: 1, effect: {kind: 'drop-after'}})
    emulator.addFault({match: {operation: 'CreateAccessKey'}, times: 1, effect: {kind: 'fail-after', status: 500}})
    const seen = await boto3(
      python,
      emulator,
      `
sts = client("sts", read_timeout=0.5)
see("throttle", lambda: sts.get_caller_identity())
see("error", lambda: sts.get_caller_identity())
see("drop-before", lambda: sts.get_caller_identity())
see("hang", lambda: sts.get_caller_identity())
see("raw", lambda: sts.get_caller_identity())
see("over", lambda: sts.get_caller_identity()["Arn"])
iam = client("iam", attempts=2)
see("acted, then its retry", lambda: iam.create_user(UserName="ana"))
see("made two", lambda: iam.create_access_key(UserName="ana")["AccessKey"]["Status"])
`,
    )
    expect(seen).toMatchObject({
      throttle: error('Throttling', 400, 'Rate exceeded'),
      error: error('ServiceFailure', 500, 'Sorry.'),
      'drop-before': {exception: 'ConnectionClosedError'},
      hang: {exception: 'ReadTimeoutError'},
      raw: {status: 503},
      over: 'arn:aws:iam::123456789012:root',
      'acted, then its retry': error('EntityAlreadyExists', 409, 'User with name ana already exists.'),
      'made two': 'Active',
    })
    expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}, {status: 'Active'}]}])
  })

  it('is told when its clock is wrong', async ({python, emulator}) => {
    emulator.addFault({match: {}, effect: {kind: 'clock-skew', seconds: 3600}})
    const seen = await boto3(
      python,
      emulator,
      `
see("behind at MTurk", lambda: client("mturk").get_account_balance())
see("behind at IAM", lambda: client("iam").list_users())
`,
    )
    const expired = expect.stringMatching(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    )
    expect(seen).toEqual({
      'behind at MTurk': error('InvalidSignatureException', 400, expired),
      'behind at IAM': error('SignatureDoesNotMatch', 403, expired),
    })
  })
})

/** The rights that rotating one's own keys takes. */
const document = {
  Version: '2012-10-17',
  Statement: [
    {Effect: 'Allow', Action: ['iam:*AccessKey*', 'iam:GetUser'], Resource: 'arn:aws:iam::*:user/${aws:username}'},
  ],
}
