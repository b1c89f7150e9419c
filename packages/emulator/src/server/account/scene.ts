import {parsePolicy} from '../policies/document.js'
import type {Account, Closure, Environment, Requester} from './account.js'
import {
  checkedDocument,
  createGroup,
  createRole,
  createUser,
  knownUser,
  type NewGroup,
  type NewRole,
  type NewUser,
} from './newcomers.js'
import type {AccessKey} from './user.js'

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
  /** @throws Error where the name is taken, or a policy or a group unknown */
  readonly createUser: (userName: string, wanted?: NewUser) => {userName: string; arn: string}
  /** @throws Error where the name is taken, or a policy or a member unknown */
  readonly createGroup: (groupName: string, wanted?: NewGroup) => {groupName: string; arn: string}
  /** For AssumeRole. @throws Error where the name is taken, a policy unknown, or the trust policy none */
  readonly createRole: (roleName: string, wanted?: NewRole) => {roleName: string; arn: string}
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
    createGroup: (groupName, wanted = {}) => createGroup(account, groupName, wanted),
    createRole: (roleName, wanted = {}) => createRole(account, roleName, wanted),
    createAccessKey(userName) {
      const key = account.addKey(userName === undefined ? null : knownUser(account, userName))
      return {accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey}
    },
    createPolicy(policyName, document, path = '/') {
      const arn = account.arnOf('policy', policyName, path)
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
