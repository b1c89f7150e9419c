import type {Clock} from '../clock.js'
import type {Policy} from '../policies/document.js'
import {managedPolicies} from '../policies/managed.js'
import {newAccessKeyId, newSecretAccessKey, newUserId} from './identifiers.js'

export type Environment = 'production' | 'sandbox'
export type KeyStatus = 'Active' | 'Inactive'

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** The user it belongs to; null: the root user. */
  readonly user: User | null
  readonly createdAt: number
  /** From when on it opens anything: AWS needs some seconds until a new key is known everywhere. */
  readonly worksFrom: number
  status: KeyStatus
  lastUsed: {readonly at: number; readonly service: string; readonly region: string} | null
}

export interface Tag {
  readonly key: string
  readonly value: string
}

export interface User {
  readonly userName: string
  readonly userId: string
  readonly path: string
  readonly arn: string
  readonly createdAt: number
  readonly permissionsBoundary: string | null
  tags: Tag[]
  /** ARNs of managed policies. */
  readonly attachedPolicies: Set<string>
  /** Documents by policy name, as they were put. */
  readonly inlinePolicies: Map<string, string>
  readonly accessKeys: AccessKey[]
}

/** The Mechanical Turk account behind one environment. */
export interface Requester {
  linked: boolean
  /** US dollars, as MTurk writes them: `10000.00`. */
  available: string
  onHold: string | null
}

export interface ManagedPolicy {
  readonly arn: string
  readonly policyName: string
  readonly path: string
  readonly document: string
}

/** How MTurk answers since it is gone: HTTP 410, or the 403 with which its older API went. */
export type Closure = 'gone' | 'forbidden'

/** One AWS account and its two requester accounts: everything that the emulator remembers. */
export class Account {
  readonly id: string
  readonly clock: Clock
  readonly newKeyDelayMs: number
  readonly rootKeys: AccessKey[] = []
  readonly users = new Map<string, User>()
  readonly policies = new Map<string, ManagedPolicy>(managedPolicies.map((policy) => [policy.arn, policy]))
  readonly serviceControlPolicies: Policy[] = []
  readonly requesters: Record<Environment, Requester> = {
    production: {linked: false, available: '0.00', onHold: null},
    sandbox: {linked: false, available: '10000.00', onHold: null},
  }
  closure: Closure | null = null

  constructor({id, clock, newKeyDelayMs}: {id: string; clock: Clock; newKeyDelayMs: number}) {
    this.id = id
    this.clock = clock
    this.newKeyDelayMs = newKeyDelayMs
  }

  get rootArn(): string {
    return `arn:aws:iam::${this.id}:root`
  }

  userArn(userName: string, path = '/'): string {
    return `arn:aws:iam::${this.id}:user${path}${userName}`
  }

  /** The keys of a user, or of the root user. */
  keysOf(user: User | null): AccessKey[] {
    return user === null ? this.rootKeys : user.accessKeys
  }

  findKey(accessKeyId: string): AccessKey | undefined {
    const keys = [...this.rootKeys, ...[...this.users.values()].flatMap((user) => user.accessKeys)]
    return keys.find((key) => key.accessKeyId === accessKeyId)
  }

  /** A key that opens things at this moment: there, active, and known everywhere. */
  findWorkingKey(accessKeyId: string): AccessKey | undefined {
    const key = this.findKey(accessKeyId)
    return key?.status === 'Active' && this.clock.now() >= key.worksFrom ? key : undefined
  }

  addUser(
    user: Pick<User, 'userName' | 'path' | 'permissionsBoundary' | 'tags'>,
    createdAt: number = this.clock.now(),
  ): User {
    const added: User = {
      ...user,
      userId: newUserId(),
      arn: this.userArn(user.userName, user.path),
      createdAt,
      attachedPolicies: new Set(),
      inlinePolicies: new Map(),
      accessKeys: [],
    }
    this.users.set(user.userName, added)
    return added
  }

  /** `delayMs`: how long it takes until the key works. */
  addKey(user: User | null, {delayMs = 0, createdAt = this.clock.now()} = {}): AccessKey {
    const key: AccessKey = {
      accessKeyId: newAccessKeyId(this.id),
      secretAccessKey: newSecretAccessKey(),
      user,
      createdAt,
      worksFrom: this.clock.now() + delayMs,
      status: 'Active',
      lastUsed: null,
    }
    this.keysOf(user).push(key)
    return key
  }
}
