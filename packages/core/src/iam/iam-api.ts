import type {Aws, AdminCredentials} from '../aws/index.js'
import {Secret} from '../credentials/index.js'
import {hasCode, type IamApi, type IamUser} from './api.js'

/** IAM as one administrator may ask it. */
export function iamApi(aws: Aws, admin: AdminCredentials): IamApi {
  const iam = aws.iam(admin)
  return {
    async createUser({userName, path, permissionsBoundary, tags}) {
      const {User} = await iam.call('CreateUser', {
        UserName: userName,
        Path: path,
        Tags: Object.entries(tags).map(([Key, Value]) => ({Key, Value})),
        ...(permissionsBoundary === undefined ? {} : {PermissionsBoundary: permissionsBoundary}),
      })
      return userOf(User)
    },
    async getUser(userName) {
      try {
        const {User} = await iam.call('GetUser', {UserName: userName})
        return userOf(User)
      } catch (error) {
        if (hasCode(error, 'NoSuchEntity')) return null
        throw error
      }
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
    async createAccessKey(userName) {
      const {AccessKey} = await iam.call('CreateAccessKey', {UserName: userName})
      if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey)
        throw new Error('IAM answered CreateAccessKey without a key')
      return {accessKeyId: AccessKey.AccessKeyId, secretAccessKey: new Secret(AccessKey.SecretAccessKey)}
    },
    async listAccessKeys(userName) {
      const keys = await allPages(
        (Marker) => iam.call('ListAccessKeys', {UserName: userName, Marker}),
        ({AccessKeyMetadata}) => AccessKeyMetadata,
      )
      return keys.map(({AccessKeyId, Status, CreateDate}) => ({
        accessKeyId: AccessKeyId ?? '',
        status: Status ?? '',
        createdAt: CreateDate ?? null,
      }))
    },
    async deleteAccessKey(userName, accessKeyId) {
      await iam.call('DeleteAccessKey', {UserName: userName, AccessKeyId: accessKeyId})
    },
  }
}

function userOf(
  user: {UserName?: string | undefined; Arn?: string | undefined; Path?: string | undefined} | undefined,
): IamUser {
  if (!user?.UserName || !user.Arn) throw new Error('IAM answered without the user')
  return {userName: user.UserName, arn: user.Arn, path: user.Path ?? '/'}
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
