import type {Account} from './account.js'
import type {Role} from './role.js'
import type {TemporaryKey} from './temporary-key.js'
import type {AccessKey, User} from './user.js'

/** Whom a key stands for. */
export type Identity =
  | {readonly kind: 'root'}
  | {readonly kind: 'user'; readonly user: User}
  | {readonly kind: 'role'; readonly role: Role; readonly sessionName: string}

/** Who asks: what the signature proved. */
export interface Principal {
  readonly identity: Identity
  readonly arn: string
  /** What GetCallerIdentity shows: AIDA… for a user, AROA…:session for a role, the account number for root. */
  readonly userId: string
  /** The temporary key that was used; null for one that lasts. */
  readonly session: TemporaryKey | null
}

export function principalOf(account: Account, key: AccessKey | TemporaryKey): Principal {
  const session = isTemporary(key) ? key : null
  const identity = session === null ? identityOf(key as AccessKey) : session.identity
  switch (identity.kind) {
    case 'root':
      return {identity, session, arn: account.rootArn, userId: account.id}
    case 'user':
      return {identity, session, arn: identity.user.arn, userId: identity.user.userId}
    case 'role': {
      const {role, sessionName} = identity
      return {identity, session, ...assumedRole(account, role, sessionName)}
    }
  }
}

/** How a role session is called: its ARN has the role's name without its path (IAM identifiers, IAM user guide). */
export function assumedRole(account: Account, role: Role, sessionName: string): {arn: string; userId: string} {
  return {
    arn: `arn:aws:sts::${account.id}:assumed-role/${role.roleName}/${sessionName}`,
    userId: `${role.roleId}:${sessionName}`,
  }
}

export function isTemporary(key: AccessKey | TemporaryKey): key is TemporaryKey {
  return 'sessionToken' in key
}

function identityOf({user}: AccessKey): Identity {
  return user === null ? {kind: 'root'} : {kind: 'user', user}
}
