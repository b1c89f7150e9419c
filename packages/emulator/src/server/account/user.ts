import type {PolicyHolder} from './policy-holder.js'

export type KeyStatus = 'Active' | 'Inactive'

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** The user it belongs to; null: the root user. */
  readonly user: User | null
  readonly createdAt: number
  /** From when on it opens anything: AWS needs some seconds until a new key is known everywhere. */
  readonly worksFrom: number
  /** Whether the replicas that answer the next requests know it; each is asked once. */
  readonly answers: boolean[]
  status: KeyStatus
  lastUsed: {readonly at: number; readonly service: string; readonly region: string} | null
}

export interface Tag {
  readonly key: string
  readonly value: string
}

/** The password for the console, of which only its being there counts. */
export interface LoginProfile {
  readonly createdAt: number
  readonly passwordResetRequired: boolean
}

/** For Git over SSH at CodeCommit. */
export interface SshPublicKey {
  readonly sshPublicKeyId: string
  readonly body: string
  /** MD5 of the key, as `ssh-keygen -l -E md5` shows it. */
  readonly fingerprint: string
  readonly uploadedAt: number
}

/** An X.509 certificate for requests that are signed the oldest way. */
export interface SigningCertificate {
  readonly certificateId: string
  readonly body: string
  readonly uploadedAt: number
}

/** A user name and a password for one service, of which the password is told once and not kept. */
export interface ServiceSpecificCredential {
  readonly serviceSpecificCredentialId: string
  /** `codecommit.amazonaws.com` */
  readonly serviceName: string
  readonly serviceUserName: string
  readonly createdAt: number
}

export interface User extends PolicyHolder {
  readonly userName: string
  readonly userId: string
  readonly createdAt: number
  /** ARN of a policy. */
  permissionsBoundary: string | null
  tags: Tag[]
  readonly accessKeys: AccessKey[]
  loginProfile: LoginProfile | null
  readonly sshPublicKeys: SshPublicKey[]
  readonly signingCertificates: SigningCertificate[]
  readonly serviceSpecificCredentials: ServiceSpecificCredential[]
}
