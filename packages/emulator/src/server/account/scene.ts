import {parsePolicy} from '../policies/document.js'
import type {AccessKey, Account, Closure, Environment, Requester} from './account.js'

export interface NewUser {
  /** Names of AWS managed policies, or ARNs of any known one. */
  readonly policies?: readonly string[]
  /** Documents by policy name. */
  readonly inlinePolicies?: Readonly<Record<string, object>>
  /** `/` where nothing is said. */
  readonly path?: string
  readonly tags?: Readonly<Record<string, string>>
  /** ARN of a known policy. */
  readonly permissionsBoundary?: string
}

export interface Balance {
  /** US dollars with two decimals: `12.50`. */
  readonly available: string
  /** Shown as OnHoldBalance only where it is given. */
  readonly onHold?: string
}

/**
 * What a test or a demo changes in the account without asking IAM: what AWS's web pages would do, and shortcuts to a
 * state. All of it holds from the next request on.
 */
export interface Scene {
  /** The AWS account is linked to a requester in this environment, as on the developer page. */
  readonly link: (environment: Environment) => void
  readonly unlink: (environment: Environment) => void
  /** @throws RangeError for anything but dollars with two decimals */
  readonly setBalance: (environment: Environment, balance: Balance) => void
  /**
   * From now on MTurk answers in both environments that it is gone (410, the default), or forbidden (403), as its older
   * API went.
   */
  readonly closeService: (how?: Closure) => void
  /** @throws Error where the name is taken, or a policy unknown */
  readonly createUser: (userName: string, wanted?: NewUser) => {userName: string; arn: string}
  /** A key that works at once; for root where no user is named. @throws Error where there is no such user */
  readonly createAccessKey: (userName?: string) => Pick<AccessKey, 'accessKeyId' | 'secretAccessKey'>
  /** A managed policy of the account itself, to attach or to set as a boundary; answers its ARN. */
  readonly createPolicy: (policyName: string, document: object, path?: string) => string
  /** A policy of the organisation over the account, beside FullAWSAccess: its denials stop everybody, root too. */
  readonly addServiceControlPolicy: (document: object) => void
}

export function sceneOf(account: Account): Scene {
  return {
    link: (environment) => void (account.requesters[environment].linked = true),
    unlink: (environment) => void (account.requesters[environment].linked = false),
    setBalance: (environment, balance) => setBalance(account.requesters[environment], balance),
    closeService: (how = 'gone') => void (account.closure = how),
    createUser: (userName, wanted = {}) => createUser(account, userName, wanted),
    createAccessKey: (userName) => createAccessKey(account, userName),
    createPolicy(policyName, document, path = '/') {
      const arn = `arn:aws:iam::${account.id}:policy${path}${policyName}`
      account.policies.set(arn, {arn, policyName, path, document: checkedDocument(document)})
      return arn
    },
    addServiceControlPolicy: (document) =>
      void account.serviceControlPolicies.push(parsePolicy(JSON.stringify(document))),
  }
}

function setBalance(requester: Requester, {available, onHold}: Balance): void {
  const odd = [available, onHold ?? '0.00'].find((amount) => !/^\d+\.\d{2}$/.test(amount))
  if (odd !== undefined) throw new RangeError(`A balance is written as 12.50, not as "${odd}".`)
  Object.assign(requester, {available, onHold: onHold ?? null})
}

function createUser(account: Account, userName: string, wanted: NewUser): {userName: string; arn: string} {
  const {policies = [], inlinePolicies = {}, path = '/', tags = {}, permissionsBoundary} = wanted
  if (account.users.has(userName)) throw new Error(`There is a user ${userName} already.`)
  const attached = policies.map((policy) => knownPolicy(account, policy))
  const documents = Object.entries(inlinePolicies).map(([name, document]) => [name, checkedDocument(document)] as const)
  const user = account.addUser({
    userName,
    path,
    tags: Object.entries(tags).map(([key, value]) => ({key, value})),
    permissionsBoundary: permissionsBoundary === undefined ? null : knownPolicy(account, permissionsBoundary),
  })
  for (const arn of attached) user.attachedPolicies.add(arn)
  for (const [name, document] of documents) user.inlinePolicies.set(name, document)
  return {userName, arn: user.arn}
}

function createAccessKey(account: Account, userName: string | undefined) {
  const user = userName === undefined ? null : account.users.get(userName)
  if (user === undefined) throw new Error(`There is no user ${String(userName)}.`)
  const {accessKeyId, secretAccessKey} = account.addKey(user)
  return {accessKeyId, secretAccessKey}
}

function knownPolicy(account: Account, nameOrArn: string): string {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::aws:policy/${nameOrArn}`
  if (!account.policies.has(arn)) throw new Error(`There is no policy ${nameOrArn}.`)
  return arn
}

function checkedDocument(document: object): string {
  const text = JSON.stringify(document)
  parsePolicy(text)
  return text
}
