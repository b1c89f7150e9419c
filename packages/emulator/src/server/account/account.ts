import type {Clock} from '../clock.js'
import type {Policy} from '../policies/document.js'
import {managedPolicies} from '../policies/managed.js'
import type {Group} from './group.js'
import {newAccessKeyId, newSecretAccessKey, newSessionToken, newUniqueId} from './identifiers.js'
import type {MfaDevice} from './mfa-device.js'
import type {Role} from './role.js'
import type {Secret} from './secret.js'
import type {TemporaryKey} from './temporary-key.js'
import type {AccessKey, User} from './user.js'

export type Environment = 'production' | 'sandbox'

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

type NewUser = Pick<User, 'userName' | 'path' | 'permissionsBoundary' | 'tags'>
type NewGroup = Pick<Group, 'groupName' | 'path'>
type NewRole = Pick<Role, 'roleName' | 'path' | 'permissionsBoundary' | 'trustPolicy' | 'maxSessionSeconds'>
type NewTemporaryKey = Pick<TemporaryKey, 'identity' | 'expiresAt' | 'sessionPolicies' | 'hasMfa'>

interface Settings {
  readonly id: string
  readonly clock: Clock
  /** How long a key that CreateAccessKey made needs until it works. */
  readonly newKeyDelayMs: number
  /** Whether whoever answers the first requests with such a key knows it, in their order. */
  readonly newKeyAnswers: readonly boolean[]
}

/** One AWS account and its two requester accounts: everything that the emulator remembers. */
export class Account {
  readonly id: string
  readonly clock: Clock
  readonly newKeyDelayMs: number
  readonly newKeyAnswers: readonly boolean[]
  readonly rootKeys: AccessKey[] = []
  readonly temporaryKeys: TemporaryKey[] = []
  readonly users = new Map<string, User>()
  readonly groups = new Map<string, Group>()
  /** By ARN, which is how they are asked for. */
  readonly roles = new Map<string, Role>()
  /** By serial number. */
  readonly mfaDevices = new Map<string, MfaDevice>()
  readonly policies = new Map<string, ManagedPolicy>(managedPolicies.map((policy) => [policy.arn, policy]))
  readonly serviceControlPolicies: Policy[] = []
  /** Of Secrets Manager, in all regions. */
  readonly secrets: Secret[] = []
  readonly requesters: Record<Environment, Requester> = {
    production: {linked: false, available: '0.00', onHold: null},
    sandbox: {linked: false, available: '10000.00', onHold: null},
  }
  closure: Closure | null = null

  constructor({id, clock, newKeyDelayMs, newKeyAnswers}: Settings) {
    this.id = id
    this.clock = clock
    this.newKeyDelayMs = newKeyDelayMs
    this.newKeyAnswers = newKeyAnswers
  }

  get rootArn(): string {
    return `arn:aws:iam::${this.id}:root`
  }

  /** `arn:aws:iam::123456789012:user/lab/ana`; path `/` where nothing is said. */
  arnOf(kind: 'user' | 'group' | 'role' | 'policy' | 'mfa', name: string, path = '/'): string {
    return `arn:aws:iam::${this.id}:${kind}${path}${name}`
  }

  groupsOf(user: User): Group[] {
    return [...this.groups.values()].filter(({members}) => members.has(user))
  }

  mfaDevicesOf(user: User): MfaDevice[] {
    return [...this.mfaDevices.values()].filter(({enabled}) => enabled?.user === user)
  }

  /** The keys of a user, or of the root user. */
  keysOf(user: User | null): AccessKey[] {
    return user === null ? this.rootKeys : user.accessKeys
  }

  findKey(accessKeyId: string): AccessKey | undefined {
    const keys = [...this.rootKeys, ...[...this.users.values()].flatMap((user) => user.accessKeys)]
    return keys.find((key) => key.accessKeyId === accessKeyId)
  }

  /**
   * A key that opens things at this moment: there, active, and known everywhere; with its own session token where it is
   * a temporary one, and with none where it lasts. A temporary one that has expired is found too.
   */
  findWorkingKey(accessKeyId: string, sessionToken?: string): AccessKey | TemporaryKey | undefined {
    if (sessionToken !== undefined) return this.#findTemporaryKey(accessKeyId, sessionToken)
    const key = this.findKey(accessKeyId)
    if (key?.answers.shift() === false) return undefined
    return key?.status === 'Active' && this.clock.now() >= key.worksFrom ? key : undefined
  }

  /** A session ends with the user whose it is. */
  #findTemporaryKey(accessKeyId: string, sessionToken: string): TemporaryKey | undefined {
    return this.temporaryKeys.find(
      (key) =>
        key.accessKeyId === accessKeyId &&
        key.sessionToken === sessionToken &&
        (key.identity.kind !== 'user' || this.users.get(key.identity.user.userName) === key.identity.user),
    )
  }

  addUser(wanted: NewUser, createdAt: number = this.clock.now()): User {
    const user: User = {
      ...wanted,
      userId: newUniqueId('AIDA'),
      arn: this.arnOf('user', wanted.userName, wanted.path),
      createdAt,
      attachedPolicies: new Set(),
      inlinePolicies: new Map(),
      accessKeys: [],
      loginProfile: null,
      sshPublicKeys: [],
      signingCertificates: [],
      serviceSpecificCredentials: [],
    }
    this.users.set(user.userName, user)
    return user
  }

  addGroup(wanted: NewGroup, createdAt: number = this.clock.now()): Group {
    const group: Group = {
      ...wanted,
      groupId: newUniqueId('AGPA'),
      arn: this.arnOf('group', wanted.groupName, wanted.path),
      createdAt,
      attachedPolicies: new Set(),
      inlinePolicies: new Map(),
      members: new Set(),
    }
    this.groups.set(group.groupName, group)
    return group
  }

  addRole(wanted: NewRole): Role {
    const role: Role = {
      ...wanted,
      roleId: newUniqueId('AROA'),
      arn: this.arnOf('role', wanted.roleName, wanted.path),
      createdAt: this.clock.now(),
      attachedPolicies: new Set(),
      inlinePolicies: new Map(),
    }
    this.roles.set(role.arn, role)
    return role
  }

  /** `delayMs`: how long it takes until the key works. */
  addKey(
    user: User | null,
    {
      delayMs = 0,
      createdAt = this.clock.now(),
      answers = [],
    }: {delayMs?: number; createdAt?: number; answers?: readonly boolean[]} = {},
  ): AccessKey {
    const key: AccessKey = {
      accessKeyId: newAccessKeyId(this.id),
      secretAccessKey: newSecretAccessKey(),
      user,
      createdAt,
      worksFrom: this.clock.now() + delayMs,
      answers: [...answers],
      status: 'Active',
      lastUsed: null,
    }
    this.keysOf(user).push(key)
    return key
  }

  addTemporaryKey(wanted: NewTemporaryKey): TemporaryKey {
    const key: TemporaryKey = {
      ...wanted,
      accessKeyId: newAccessKeyId(this.id, 'ASIA'),
      secretAccessKey: newSecretAccessKey(),
      sessionToken: newSessionToken(),
    }
    this.temporaryKeys.push(key)
    return key
  }
}
