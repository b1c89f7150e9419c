import {AwsFailure, type Aws, type AdminCredentials} from '../aws/index.js'
import {Secret} from '../credentials/index.js'
import {hasCode, type IamApi, type IamUser} from './api.js'

/** IAM as one administrator may ask it. */
export function iamApi(aws: Aws, admin: AdminCredentials): IamApi {
  const iam = aws.iam(admin)

  /** A good answer without what it is about: somebody else's, perhaps. What was asked for may have been done all the same. */
  async function incomplete(operation: string): Promise<AwsFailure> {
    const {host, overriddenBy} = await iam.endpoint()
    const message = 'The answer does not hold what was asked for.'
    return new AwsFailure({kind: 'answer', service: 'iam', operation, host, overriddenBy, httpStatus: 200, message})
  }

  return {
    async createUser({userName, path, permissionsBoundary, tags}) {
      const {User} = await iam.call('CreateUser', {
        UserName: userName,
        Path: path,
        Tags: Object.entries(tags).map(([Key, Value]) => ({Key, Value})),
        ...(permissionsBoundary === undefined ? {} : {PermissionsBoundary: permissionsBoundary}),
      })
      const user = userOf(User)
      if (!user) throw await incomplete('CreateUser')
      return user
    },
    async getUser(userName) {
      try {
        const {User} = await iam.call('GetUser', {UserName: userName})
        const user = userOf(User)
        if (!user) throw await incomplete('GetUser')
        return user
      } catch (error) {
        if (hasCode(error, 'NoSuchEntity')) return null
        throw error
      }
    },
    async listUsers() {
      const users = await allPages(
        (Marker) => iam.call('ListUsers', {Marker}),
        ({Users}) => Users,
      )
      const known = users.flatMap((user) => userOf(user) ?? [])
      if (known.length < users.length) throw await incomplete('ListUsers')
      return known
    },
    async listUserTags(userName) {
      const tags = await allPages(
        (Marker) => iam.call('ListUserTags', {UserName: userName, Marker}),
        ({Tags}) => Tags,
      )
      return Object.fromEntries(tags.map(({Key, Value}) => [Key ?? '', Value ?? '']))
    },
    async deleteUser(userName) {
      await iam.call('DeleteUser', {UserName: userName})
    },
    async attachUserPolicy(userName, policyArn) {
      await iam.call('AttachUserPolicy', {UserName: userName, PolicyArn: policyArn})
    },
    async detachUserPolicy(userName, policyArn) {
      await iam.call('DetachUserPolicy', {UserName: userName, PolicyArn: policyArn})
    },
    async listAttachedUserPolicies(userName) {
      const policies = await allPages(
        (Marker) => iam.call('ListAttachedUserPolicies', {UserName: userName, Marker}),
        ({AttachedPolicies}) => AttachedPolicies,
      )
      return policies.map(({PolicyArn}) => PolicyArn ?? '')
    },
    async putUserPolicy(userName, policyName, document) {
      await iam.call('PutUserPolicy', {UserName: userName, PolicyName: policyName, PolicyDocument: document})
    },
    async deleteUserPolicy(userName, policyName) {
      await iam.call('DeleteUserPolicy', {UserName: userName, PolicyName: policyName})
    },
    listUserPolicies: (userName) =>
      allPages(
        (Marker) => iam.call('ListUserPolicies', {UserName: userName, Marker}),
        ({PolicyNames}) => PolicyNames,
      ),
    async listEntitiesForPolicy(policyArn) {
      const entities = await allPages(
        (Marker) => iam.call('ListEntitiesForPolicy', {...OF_PERMISSIONS, PolicyArn: policyArn, Marker}),
        ({PolicyUsers = [], PolicyGroups = []}) => [...PolicyUsers, ...PolicyGroups],
      )
      return {
        users: entities.flatMap((entity) => ('UserName' in entity ? namesOf(entity.UserName) : [])),
        groups: entities.flatMap((entity) => ('GroupName' in entity ? namesOf(entity.GroupName) : [])),
      }
    },
    async listGroupMembers(groupName) {
      const users = await allPages(
        (Marker) => iam.call('GetGroup', {GroupName: groupName, Marker}),
        ({Users}) => Users,
      )
      return users.flatMap(({UserName}) => namesOf(UserName))
    },
    async listGroupsForUser(userName) {
      const groups = await allPages(
        (Marker) => iam.call('ListGroupsForUser', {UserName: userName, Marker}),
        ({Groups}) => Groups,
      )
      return groups.flatMap(({GroupName}) => namesOf(GroupName))
    },
    async hasLoginProfile(userName) {
      try {
        await iam.call('GetLoginProfile', {UserName: userName})
        return true
      } catch (error) {
        if (hasCode(error, 'NoSuchEntity')) return false
        throw error
      }
    },
    async listMfaDevices(userName) {
      const devices = await allPages(
        (Marker) => iam.call('ListMFADevices', {UserName: userName, Marker}),
        ({MFADevices}) => MFADevices,
      )
      return devices.flatMap(({SerialNumber}) => namesOf(SerialNumber))
    },
    async listSshPublicKeys(userName) {
      const keys = await allPages(
        (Marker) => iam.call('ListSSHPublicKeys', {UserName: userName, Marker}),
        ({SSHPublicKeys}) => SSHPublicKeys,
      )
      return keys.flatMap(({SSHPublicKeyId}) => namesOf(SSHPublicKeyId))
    },
    async listSigningCertificates(userName) {
      const certificates = await allPages(
        (Marker) => iam.call('ListSigningCertificates', {UserName: userName, Marker}),
        ({Certificates}) => Certificates,
      )
      return certificates.flatMap(({CertificateId}) => namesOf(CertificateId))
    },
    async listServiceSpecificCredentials(userName) {
      const credentials = await allPages(
        (Marker) => iam.call('ListServiceSpecificCredentials', {UserName: userName, Marker}),
        ({ServiceSpecificCredentials}) => ServiceSpecificCredentials,
      )
      return credentials.flatMap(({ServiceName}) => namesOf(ServiceName))
    },
    async createAccessKey(userName) {
      const {AccessKey} = await iam.call('CreateAccessKey', {UserName: userName})
      if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) throw await incomplete('CreateAccessKey')
      return {accessKeyId: AccessKey.AccessKeyId, secretAccessKey: new Secret(AccessKey.SecretAccessKey)}
    },
    async listAccessKeys(userName) {
      const keys = await allPages(
        (Marker) => iam.call('ListAccessKeys', {UserName: userName ?? undefined, Marker}),
        ({AccessKeyMetadata}) => AccessKeyMetadata,
      )
      return keys.map(({AccessKeyId, Status, CreateDate}) => ({
        accessKeyId: AccessKeyId ?? '',
        status: Status ?? '',
        createdAt: CreateDate ?? null,
      }))
    },
    async updateAccessKey(userName, accessKeyId, status) {
      await iam.call('UpdateAccessKey', {UserName: userName, AccessKeyId: accessKeyId, Status: status})
    },
    async getAccessKeyLastUsed(accessKeyId) {
      const {AccessKeyLastUsed: {LastUsedDate, ServiceName} = {}} = await iam.call('GetAccessKeyLastUsed', {
        AccessKeyId: accessKeyId,
      })
      return {at: LastUsedDate ?? null, service: LastUsedDate ? (ServiceName ?? null) : null}
    },
    async getAccessKeyOwner(accessKeyId) {
      // The one operation that takes an id alone and names its user.
      const {UserName} = await iam.call('GetAccessKeyLastUsed', {AccessKeyId: accessKeyId})
      return UserName ?? null
    },
    async deleteAccessKey(userName, accessKeyId) {
      await iam.call('DeleteAccessKey', {UserName: userName, AccessKeyId: accessKeyId})
    },
  }
}

/** A policy that is somebody's boundary gives them nothing. */
const OF_PERMISSIONS = {PolicyUsageFilter: 'PermissionsPolicy'} as const

function namesOf(name: string | undefined): string[] {
  return name === undefined ? [] : [name]
}

/** undefined where the answer does not say who it is. */
function userOf(user: Partial<User> | undefined): IamUser | undefined {
  if (!user?.UserName || !user.Arn) return undefined
  const {UserName: userName, Arn: arn, Path: path = '/', UserId: userId = '', CreateDate: createdAt = null} = user
  return {userName, arn, path, userId, createdAt}
}

interface User {
  readonly UserName: string | undefined
  readonly Arn: string | undefined
  readonly Path: string | undefined
  readonly UserId: string | undefined
  readonly CreateDate: Date | undefined
}

/** IAM hands out lists in pages; a list that is cut short could hide a key. */
async function allPages<Page extends {IsTruncated?: boolean | undefined; Marker?: string | undefined}, Item>(
  ask: (marker: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = []
  let marker: string | undefined
  do {
    const page = await ask(marker)
    items.push(...(itemsOf(page) ?? []))
    marker = page.IsTruncated ? page.Marker : undefined
  } while (marker !== undefined)
  return items
}
