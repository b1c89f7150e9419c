import {adminFromKey, isAwsFailure, type AdminCredentials} from '../aws/index.js'
import {isInEnvironment, unsetKey, type AccessKey, type Location, type MturkKey} from '../credentials/index.js'
import {usageError} from '../errors.js'
import {adding, getIdentity, identityOf, identityText, type Administrator, type Identity} from '../iam/index.js'
import {refusal, selectKey, verdictError} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import type {RotationTools} from './tools.js'

export interface Whose {
  /** `--profile` */
  readonly profile?: string | undefined
  /** `--user` */
  readonly userName?: string | undefined
  /** Who administers, where not the key itself. */
  readonly administrator: AdminCredentials | null
}

/** Whose key is rotated, and by whom. */
export interface Identified {
  readonly account: string
  readonly userName: string
  readonly signer: 'self' | 'administrator'
  readonly administrator: Administrator
  /** What signs from here on. */
  readonly admin: AdminCredentials
  /** The key that the profile leads to; null where only the user is named. */
  readonly selected: {readonly key: AccessKey; readonly location: Location; readonly identity: Identity} | null
}

const ROOT_KEYS_PAGE = 'https://console.aws.amazon.com/iam/home#/security_credentials'

/**
 * Finds out whose key it is, before anything else: the root user's is not rotated, and neither is one that no file can
 * change.
 *
 * @throws MturkError `usage` for root keys and for keys in the environment; `temporary_credentials`; the verdict of what STS
 *   answered
 */
export async function identify(tools: RotationTools, whose: Whose): Promise<Identified> {
  const {administrator, userName} = whose
  const named = userName === undefined || whose.profile !== undefined
  const selected = named ? await selectedKey(tools, whose.profile) : null
  if (userName === undefined) return ofSelected(tools, selected as NonNullable<typeof selected>, administrator)
  if (!administrator) throw new Error('--user without an administrator') // the command asks for one
  const identity = await identityOf(tools.aws, administrator)
  if (selected && selected.identity.userName !== userName) throw isAnothers(selected, userName)
  return {
    account: identity.account,
    userName,
    signer: 'administrator',
    administrator: {identity, origin: administrator.origin},
    admin: administrator,
    selected,
  }
}

async function ofSelected(
  tools: RotationTools,
  selected: NonNullable<Identified['selected']>,
  administrator: AdminCredentials | null,
): Promise<Identified> {
  const {key, identity, location} = selected
  const {account} = identity
  const userName = identity.userName as string
  if (!administrator) {
    const admin = adminFromKey(key, location.display)
    return {account, userName, signer: 'self', administrator: {identity, origin: admin.origin}, admin, selected}
  }
  const other = await identityOf(tools.aws, administrator)
  if (other.account !== account) {
    throw usageError(
      `The key in ${location.display} belongs to ${identityText(identity)}; ${administrator.origin} administers another account, ${other.account}.`,
    )
  }
  const by = {identity: other, origin: administrator.origin}
  return {account, userName, signer: 'administrator', administrator: by, admin: administrator, selected}
}

/** What the lookup gives, and whose it is. */
async function selectedKey(
  tools: RotationTools,
  profile: string | undefined,
): Promise<NonNullable<Identified['selected']>> {
  const {key} = await selectKey(tools.sources, {profile})
  const location = key.location as Location
  if (isInEnvironment(location)) throw isEnvironments(location)
  const identity = await identityOfKey(tools, key, location)
  if (identity.kind === 'root') throw isRoots(location)
  if (identity.userName === null) throw refusal('temporary_credentials', {place: location.display})
  return {key, location, identity}
}

async function identityOfKey(tools: RotationTools, key: MturkKey, location: Location): Promise<Identity> {
  try {
    return await getIdentity(tools.aws, key)
  } catch (error) {
    if (!isAwsFailure(error)) throw error
    const {accessKeyId} = key
    throw adding(
      verdictError(error, {accessKeyId, place: location.display}),
      `Asked with the key in ${location.display}.`,
    )
  }
}

function isEnvironments({display}: Location): Error {
  return usageError(
    `The key that wins is in the environment (${display}), where nothing can replace it: whatever a file holds, tools would go on with the old key.`,
    [...unsetKey(), say('Or name the profile whose key is to be rotated: --profile NAME')],
  )
}

function isRoots({display}: Location): Error {
  return usageError(
    `The key in ${display} is the root user's: it can do everything in the account. Root keys are not rotated but done away with.`,
    [
      say('Make an IAM user that can use Mechanical Turk and nothing else, with a key of its own:'),
      run('mturk init'),
      say('Then delete the root key:'),
      open(ROOT_KEYS_PAGE),
    ],
  )
}

function isAnothers({location, identity}: NonNullable<Identified['selected']>, userName: string): Error {
  return usageError(`The key in ${location.display} belongs to ${identityText(identity)}, not to the user ${userName}.`)
}
