import {adminFromKey} from '../aws/index.js'
import {maskAccessKeyId, type HandedOverKey} from '../credentials/index.js'
import {isMturkError, usageError} from '../errors.js'
import {
  findAdministrator,
  getIdentity,
  identityText,
  mayMakeUsers,
  rightsBeyondMturk,
  type Identity,
} from '../iam/index.js'
import {verdictError} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {complain} from './complain.js'
import {forgetAnswers, whoseKey} from './answers.js'
import {askForKey} from './ask-for-key.js'
import type {Administrator, Guide} from './step.js'
import {storeKey} from './store-key.js'

/**
 * What a key that was handed over is for. It is stored where the person named its very user, and where no policy lets it
 * look at IAM or make users, as with a user for Mechanical Turk alone. Any other makes such a user, and is never stored:
 * that a key may not read its own policies is no proof of harmlessness (a denial of `iam:List*` beside an allowed `*`
 * looks the same).
 */
export type Purpose = {readonly store: true; readonly identity: Identity} | {readonly administrator: Administrator}

/** @throws MturkError with the verdict of what AWS said, or `usage` where the named user is an administrator */
export async function purposeOf(guide: Guide, key: HandedOverKey): Promise<Purpose> {
  const outcome = await whoseKey(guide, key)
  if ('error' in outcome) {
    // Another secret may come with the same id.
    forgetAnswers(guide, key)
    throw verdictError(outcome.error, {accessKeyId: key.accessKeyId})
  }
  const identity = outcome.value
  try {
    return await judge(guide, key, identity)
  } catch (error) {
    throw verdictError(error, {accessKeyId: key.accessKeyId})
  }
}

async function judge({aws, options}: Guide, key: HandedOverKey, identity: Identity): Promise<Purpose> {
  const {userName} = identity
  const rights = await rightsBeyondMturk(aws, key, identity)
  if (userName !== null && userName === options.userName) {
    if (rights !== null) throw neverStored(userName, rights)
    return {store: true, identity}
  }
  const rightsUnknown = userName !== null && rights === null
  const mayBePlain = rightsUnknown && options.userName === undefined && !options.dryRun
  if (mayBePlain && (await mayMakeUsers(aws, key, userName)) === 'no') {
    return {store: true, identity}
  }
  return {administrator: {credentials: adminFromKey(key, identityText(identity)), identity, key, rightsUnknown}}
}

/** Stores the key or keeps it for making a user; at a terminal another one is asked for as long as AWS refuses it. */
export async function takeKey(guide: Guide, handedOver?: HandedOverKey): Promise<void> {
  for (let key = handedOver; ; key = undefined) {
    key ??= await askForKey(guide)
    try {
      const purpose = await purposeOf(guide, key)
      if ('store' in purpose) return await storeKey(guide, key)
      guide.found.administrator = purpose.administrator
      return
    } catch (error) {
      if (!guide.presenter.interactive || !isMturkError(error) || !MENDED_BY_ANOTHER.has(error.code)) throw error
      complain(guide.presenter, error.message)
    }
  }
}

const MENDED_BY_ANOTHER: ReadonlySet<string> = new Set(['bad_key_id', 'bad_secret', 'malformed_credentials', 'usage'])

/**
 * The profile that the person named for administration, as far as it is needed.
 *
 * @throws MturkError `no_credentials`, or with the verdict of what AWS said
 */
export async function takeAdminProfile(guide: Guide, profile: string): Promise<Administrator> {
  const credentials = await findAdministrator({...guide, adminProfile: profile})
  try {
    const identity = await getIdentity(guide.aws, credentials)
    return {credentials, identity}
  } catch (error) {
    throw verdictError(error)
  }
}

/** `****************QX7A · root user, account 1234-5678-9012`, or with the profile's name in front. */
export function administratorText({credentials, identity, key}: Administrator): string {
  return `${key ? maskAccessKeyId(key.accessKeyId) : credentials.origin} · ${identityText(identity)}`
}

function neverStored(userName: string, rights: string): Error {
  return usageError(
    `The key that was handed over is ${userName}'s own, and that user ${rights}. Such a key is used to make another user, and never stored here.`,
    [
      say('Name another user for Mechanical Turk with --user-name OTHER. To store this key all the same:'),
      run('mturk keys import FILE'),
    ],
  )
}
