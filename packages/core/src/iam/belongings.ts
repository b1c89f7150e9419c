import type {IamApi, ListedAccessKey} from './api.js'
import {isMturkOnly} from './policies.js'

/** One thing that a user has in IAM besides keys, tags and its boundary. */
export interface Belonging {
  readonly kind:
    | 'policy'
    | 'inline-policy'
    | 'group'
    | 'login-profile'
    | 'mfa-device'
    | 'ssh-public-key'
    | 'signing-certificate'
    | 'service-specific-credential'
  /** An ARN, a name, an id, a serial number, a service; null for a login profile, of which there is one. */
  readonly name: string | null
}

export interface Belongings {
  /** What makes a user one for Mechanical Turk: AWS's policies for it, and our own. */
  readonly forMturk: readonly Belonging[]
  /** Everything else. A group counts as such whatever it allows: who is in it was put there by somebody. */
  readonly beyondMturk: readonly Belonging[]
}

/** @throws AwsFailure */
export async function listBelongings(iam: IamApi, userName: string): Promise<Belongings> {
  const named = async (kind: Belonging['kind'], names: Promise<readonly string[]>): Promise<Belonging[]> =>
    (await names).map((name) => ({kind, name}))
  const all = await Promise.all([
    named('policy', iam.listAttachedUserPolicies(userName)),
    named('inline-policy', iam.listUserPolicies(userName)),
    named('group', iam.listGroupsForUser(userName)),
    iam.hasLoginProfile(userName).then((has): Belonging[] => (has ? [{kind: 'login-profile', name: null}] : [])),
    named('mfa-device', iam.listMfaDevices(userName)),
    named('ssh-public-key', iam.listSshPublicKeys(userName)),
    named('signing-certificate', iam.listSigningCertificates(userName)),
    named('service-specific-credential', iam.listServiceSpecificCredentials(userName)),
  ])
  const belongings = all.flat()
  return {
    forMturk: belongings.filter(isForMturk),
    beyondMturk: belongings.filter((belonging) => !isForMturk(belonging)),
  }
}

function isForMturk({kind, name}: Belonging): boolean {
  if (name === null) return false
  return (
    (kind === 'policy' && isMturkOnly({arn: name})) || (kind === 'inline-policy' && isMturkOnly({inlineName: name}))
  )
}

/** As the object of a sentence: `the group admins`. */
export function belongingText({kind, name}: Belonging): string {
  switch (kind) {
    case 'policy':
      return `the policy ${name?.slice(name.lastIndexOf('/') + 1)}`
    case 'inline-policy':
      return `the inline policy ${name}`
    case 'group':
      return `the group ${name}`
    case 'login-profile':
      return 'a password for the console'
    case 'mfa-device':
      return `the MFA device ${name}`
    case 'ssh-public-key':
      return `the SSH key ${name}`
    case 'signing-certificate':
      return `the signing certificate ${name}`
    case 'service-specific-credential':
      return `credentials for ${name}`
  }
}

/** A key of a user, and when it was last used. */
export interface KnownAccessKey extends ListedAccessKey {
  /** null where IAM knows of no use. It learns of one late, so this proves nothing. */
  readonly lastUsedAt: Date | null
  /** What it was last used for: `sts`, `mechanicalturk`, …. */
  readonly lastUsedFor: string | null
}

/** Milliseconds: who used a key in the last seven days may well want it tomorrow. */
const RECENT = 7 * 86_400_000

/** A key that was only looked after, not worked with: mturk itself asks STS with every key that it makes. */
const NO_WORK: ReadonlySet<string | null> = new Set(['iam', 'sts', null])

/** @param now milliseconds since 1970 */
export function isAtWork({lastUsedAt, lastUsedFor}: KnownAccessKey, now: number): boolean {
  return lastUsedAt !== null && now - lastUsedAt.getTime() < RECENT && !NO_WORK.has(lastUsedFor)
}

/** @throws AwsFailure */
export async function listKnownAccessKeys(iam: IamApi, userName: string): Promise<readonly KnownAccessKey[]> {
  const keys = await iam.listAccessKeys(userName)
  return Promise.all(
    keys.map(async (key) => {
      const {at, service} = await iam.getAccessKeyLastUsed(key.accessKeyId)
      return {...key, lastUsedAt: at, lastUsedFor: service}
    }),
  )
}
