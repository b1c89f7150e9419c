import {adminFromKey, isAwsFailure, type AdminCredentials, type Aws} from '../aws/index.js'
import type {CredentialSources} from '../credentials/index.js'
import {isMturkError, MturkError, usageError} from '../errors.js'
import {formatAccount, selectKey, verdictError} from '../mturk/index.js'
import {run, say, type Remedy} from '../remedy.js'
import {administrationExplainer, type Administrator} from './explain.js'
import {getIdentity, identityText} from './identity.js'
import {identityOf} from './provision-user.js'
import {selfServiceExplainer} from './self-service.js'
import {assertUserName} from './user-name.js'

/** Whose keys are asked about. */
export interface WhoseKeys {
  /** `--user`: somebody's, asked for by an administrator. Otherwise those of the user whose key the profile holds. */
  readonly userName?: string | undefined
  /** `--profile`; undefined: as Boto would choose. */
  readonly profile?: string | undefined
  /** The administrator's credentials; undefined: the profile's key looks after itself and its sister. */
  readonly administrator?: (() => Promise<AdminCredentials>) | undefined
  /** What is being done, for the command that an administrator could type instead: `list`, `activate AKIA…`. */
  readonly again: readonly [command: string, ...words: string[]]
}

export interface KeyOwner {
  /** Who asks IAM. */
  readonly administrator: Administrator
  readonly admin: AdminCredentials
  readonly account: string
  /** null: the root user, who has no name. */
  readonly userName: string | null
  /** The profile that holds the key which says whose keys are meant; null where none does, and with `--user`. */
  readonly profile: string | null
  /** The key that signs the requests to IAM. */
  readonly signer: string
  /** A failure of IAM, in words: whose credentials may not do what, and which right is missing. */
  explain(error: unknown): Error
}

/**
 * Finds out whose keys it is about, and who asks IAM for them.
 *
 * @throws MturkError that there is no key, or with the verdict of what STS answered
 */
export async function findKeyOwner(
  tools: {readonly aws: Aws; readonly sources: CredentialSources},
  whose: WhoseKeys,
): Promise<KeyOwner> {
  return whose.userName === undefined ? ownerOfProfile(tools, whose) : ownerByName(tools.aws, whose.userName, whose)
}

async function ownerByName(aws: Aws, userName: string, whose: WhoseKeys): Promise<KeyOwner> {
  assertUserName(userName)
  if (!whose.administrator) throw new Error('--user takes an administrator') // a fault of the command
  return owner(aws, await whose.administrator(), {userName, account: null, profile: null}, whose)
}

async function ownerOfProfile({aws, sources}: {aws: Aws; sources: CredentialSources}, whose: WhoseKeys) {
  const {key, profile} = await selectKey(sources, {profile: whose.profile})
  const origin = key.location?.display ?? 'the key itself'
  const self = adminFromKey(key, origin)
  try {
    const {account, userName} = await getIdentity(aws, key)
    // Nobody but the root user sees its keys.
    const admin = userName === null ? self : ((await whose.administrator?.()) ?? self)
    return await owner(aws, admin, {userName, account, profile: key.location?.profile ?? null}, whose)
  } catch (error) {
    const about = {accessKeyId: key.accessKeyId, ...(profile === undefined ? {} : {profile})}
    const explained = verdictError(error, about)
    throw isSwitchedOff(explained) ? withWayIn(explained, whose) : explained
  }
}

async function owner(
  aws: Aws,
  admin: AdminCredentials,
  of: {readonly userName: string | null; readonly account: string | null; readonly profile: string | null},
  {again: [command, ...words]}: WhoseKeys,
): Promise<KeyOwner> {
  const {accessKeyId: signer} = await admin.provide()
  const identity = await identityOf(aws, admin)
  const {account} = identity
  const administrator = {identity, origin: admin.origin}
  if (of.account !== null && of.account !== account) {
    throw usageError(
      `The profile’s key belongs to account ${formatAccount(of.account)}, and ${admin.origin} is ${identityText(identity)}. No administrator sees the keys of another account.`,
    )
  }
  const again = asAdministrator(command, words, of.userName)
  const explain =
    identity.userName !== null && identity.userName === of.userName
      ? selfServiceExplainer(administrator, again)
      : administrationExplainer(administrator, again)
  return {
    administrator,
    admin,
    account,
    userName: of.userName,
    profile: of.profile,
    signer,
    explain: (error) => (isUserMissing(error) ? noSuchUser(of.userName, account) : explain(error)),
  }
}

/** Not about a key, which IAM names, too, where it is missing. */
function isUserMissing(error: unknown): boolean {
  return isAwsFailure(error) && error.said.code === 'NoSuchEntity' && error.said.message.startsWith('The user ')
}

function noSuchUser(userName: string | null, account: string): MturkError {
  return usageError(`There is no IAM user ${userName} in account ${formatAccount(account)}.`, [
    run('mturk iam list-users'),
  ])
}

function asAdministrator(command: string, words: readonly string[], userName: string | null): Remedy {
  const user = userName === null ? [] : ['--user', userName]
  return run(`mturk keys ${command}`, ...words, ...user, '--admin-profile', 'PROFILE')
}

function isSwitchedOff(error: Error): error is MturkError {
  return isMturkError(error) && error.code === 'bad_key_id'
}

/** A key that was deactivated cannot say whose it is, nor bring itself back. */
function withWayIn({code, exit, message, remedy, cause}: MturkError, {again: [command, ...words]}: WhoseKeys) {
  return new MturkError({
    code,
    exit,
    message,
    remedy: [
      say(
        'A key that is switched off cannot say whose it is. Ask with another profile that holds a key of that user, or as an administrator (PROFILE), who has to name the user:',
      ),
      run(`mturk keys ${command}`, ...words, '--user', 'NAME', '--admin-profile', 'PROFILE'),
      ...remedy,
    ],
    cause,
  })
}
