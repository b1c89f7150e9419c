import {parsePolicy} from '../policies/document.js'
import type {AccessKey, Account, Closure, Environment} from './account.js'

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
 * What a test or a demo changes in the account without asking IAM: what AWS's web pages would do, and shortcuts to a state.
 * All of it holds from the next request on.
 */
export class Scene {
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  /** The AWS account is linked to a requester in this environment, as on the developer page. */
  link(environment: Environment): void {
    this.#account.requesters[environment].linked = true
  }

  unlink(environment: Environment): void {
    this.#account.requesters[environment].linked = false
  }

  /** @throws RangeError for anything but dollars with two decimals */
  setBalance(environment: Environment, {available, onHold}: Balance): void {
    const odd = [available, onHold ?? '0.00'].find((amount) => !/^\d+\.\d{2}$/.test(amount))
    if (odd !== undefined) throw new RangeError(`A balance is written as 12.50, not as "${odd}".`)
    Object.assign(this.#account.requesters[environment], {available, onHold: onHold ?? null})
  }

  /** From now on MTurk answers in both environments that it is gone (410), or forbidden (403), as its older API went. */
  closeService(how: Closure = 'gone'): void {
    this.#account.closure = how
  }

  /** @throws Error where the name is taken or a policy unknown */
  createUser(userName: string, wanted: NewUser = {}): {userName: string; arn: string} {
    const account = this.#account
    const {policies = [], inlinePolicies = {}, path = '/', tags = {}, permissionsBoundary = null} = wanted
    if (account.users.has(userName)) throw new Error(`There is a user ${userName} already.`)
    const attached = policies.map((policy) => this.#knownPolicy(policy))
    const user = account.addUser({
      userName,
      path,
      tags: Object.entries(tags).map(([key, value]) => ({key, value})),
      permissionsBoundary: permissionsBoundary === null ? null : this.#knownPolicy(permissionsBoundary),
    })
    for (const arn of attached) user.attachedPolicies.add(arn)
    for (const [name, document] of Object.entries(inlinePolicies)) {
      user.inlinePolicies.set(name, checkedDocument(document))
    }
    return {userName, arn: user.arn}
  }

  /** A key that works at once; for root where no user is named. @throws Error where there is no such user */
  createAccessKey(userName?: string): Pick<AccessKey, 'accessKeyId' | 'secretAccessKey'> {
    const user = userName === undefined ? null : this.#account.users.get(userName)
    if (user === undefined) throw new Error(`There is no user ${String(userName)}.`)
    const {accessKeyId, secretAccessKey} = this.#account.addKey(user)
    return {accessKeyId, secretAccessKey}
  }

  /** A managed policy of the account itself, to attach or to set as a boundary; answers its ARN. */
  createPolicy(policyName: string, document: object, path = '/'): string {
    const arn = `arn:aws:iam::${this.#account.id}:policy${path}${policyName}`
    this.#account.policies.set(arn, {arn, policyName, path, document: checkedDocument(document)})
    return arn
  }

  /** A policy of the organisation over the account, beside FullAWSAccess: its denials stop everybody, root too. */
  addServiceControlPolicy(document: object): void {
    this.#account.serviceControlPolicies.push(parsePolicy(JSON.stringify(document)))
  }

  #knownPolicy(nameOrArn: string): string {
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::aws:policy/${nameOrArn}`
    if (!this.#account.policies.has(arn)) throw new Error(`There is no policy ${nameOrArn}.`)
    return arn
  }
}

function checkedDocument(document: object): string {
  const text = JSON.stringify(document)
  parsePolicy(text)
  return text
}
