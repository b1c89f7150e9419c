import type {Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import {kindOfAccessKeyId, wholeAccessKeyId, type CredentialSources} from '../credentials/index.js'
import {interrupted, messageOf, usageError} from '../errors.js'
import {classify, formatAccount} from '../mturk/index.js'
import {run, say, type Remedy} from '../remedy.js'
import {hasCode, type IamApi} from './api.js'
import {changedNothing} from './changed-nothing.js'
import {adding} from './explain.js'
import {findHalfDeletedUser} from './half-deleted-user.js'
import {findHalfMadeUser} from './half-made-user.js'
import {iamApi} from './iam-api.js'
import {consider, type Consideration, type KeyChange} from './key-consent.js'
import type {KeyOwner} from './key-owner.js'
import {findKeysAndPlaces, type KeysAndPlaces, type PlacedKey} from './keys-and-places.js'
import {howToLeaveRootKeys} from './root-keys.js'

/** What becomes of a key, as IAM names it; it has no word for one that is gone. */
export type KeyState = 'Active' | 'Inactive' | 'Deleted'

export const AFTER: Readonly<Record<KeyChange, KeyState>> = {
  activate: 'Active',
  deactivate: 'Inactive',
  delete: 'Deleted',
}

/** What changing a key would come to. */
export interface KeyChangePlan extends Consideration {
  readonly change: KeyChange
  readonly owner: KeyOwner & {readonly userName: string}
  readonly key: PlacedKey
  readonly found: KeysAndPlaces
  /** It is in that state already: nothing is to be done. */
  readonly isDone: boolean
  /** How to undo it, once it is done; empty where nothing brings the key back. */
  readonly wayBack: readonly Remedy[]
}

export interface ChangedKey {
  readonly plan: KeyChangePlan
  /** false: it was so before. */
  readonly changed: boolean
  /** IAM took the change and does not show it yet, or could not be asked again. */
  readonly notes: readonly string[]
}

export interface ChangeKeyTools {
  readonly aws: Aws
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly dataDirectory: string
  /** Throws where something else is open that the user's keys belong to until it is finished: a rotation. */
  readonly assertFree: (userName: string, account: string) => Promise<void>
}

/** @throws MturkError `usage` for what is no id of a long-lived key */
export function assertAccessKeyId(accessKeyId: string): void {
  const kind = kindOfAccessKeyId(accessKeyId)
  if (kind === 'long-lived') return
  if (kind === 'temporary') {
    throw usageError(
      `${accessKeyId} is a temporary key (ASIA…). IAM keeps no list of those: it can be neither switched off nor deleted, and ends by itself.`,
      [run('mturk keys list')],
    )
  }
  const isMasked = /^\*+\w{4}$/.test(accessKeyId)
  throw usageError(
    isMasked
      ? `${accessKeyId} is a part of an id. It takes the whole one.`
      : `${JSON.stringify(wholeAccessKeyId(accessKeyId))} has not the shape of an access key id: AKIA and 16 characters of A-Z and 2-7.`,
    [say('This shows them whole:'), run('mturk keys list')],
  )
}

/**
 * Finds out what a change would come to, and refuses what cannot be.
 *
 * @throws MturkError `usage` for root keys and for an id that the user does not have; `interrupted` where an earlier run
 *   left something open about the user; the verdict of what IAM answered
 */
export async function planKeyChange(
  {aws, sources, clock, dataDirectory, assertFree}: ChangeKeyTools,
  owner: KeyOwner,
  {change, accessKeyId}: {readonly change: KeyChange; readonly accessKeyId: string},
): Promise<KeyChangePlan> {
  const {userName, signer} = owner
  if (userName === null) throw rootKey(owner)
  await assertNothingOpen(dataDirectory, userName, owner.account)
  await assertFree(userName, owner.account)
  const found = await findKeysAndPlaces({iam: iamApi(aws, owner.admin), sources}, userName).catch((error: unknown) => {
    throw owner.explain(error)
  })
  const key = found.keys.find((each) => each.accessKeyId === accessKeyId)
  if (!key) throw notTheirs(accessKeyId, owner, found)
  return {
    change,
    owner: {...owner, userName},
    key,
    found,
    isDone: key.status === AFTER[change],
    wayBack: wayBack(change, key, found, {...owner, userName}),
    ...consider(change, key, found, {signer, now: clock.now()}),
  }
}

/**
 * Does it, with one request, and looks whether IAM shows it.
 *
 * @throws MturkError with the verdict of what IAM answered
 */
export async function changeKey({aws, clock}: ChangeKeyTools, plan: KeyChangePlan): Promise<ChangedKey> {
  if (plan.isDone) return {plan, changed: false, notes: []}
  const iam = iamApi(aws, plan.owner.admin)
  try {
    await send(iam, plan)
  } catch (error) {
    if (hasCode(error, 'NoSuchEntity')) throw goneMeanwhile(plan)
    const explained = plan.owner.explain(error)
    throw changedNothing(error) ? explained : adding(explained, 'Whether the key was changed is not known.')
  }
  return {plan, changed: true, notes: await lookAgain(iam, clock, plan)}
}

async function send(iam: IamApi, {change, key: {accessKeyId}, owner: {userName}}: KeyChangePlan): Promise<void> {
  if (change === 'activate') return iam.updateAccessKey(userName, accessKeyId, 'Active')
  if (change === 'deactivate') return iam.updateAccessKey(userName, accessKeyId, 'Inactive')
  try {
    await iam.deleteAccessKey(userName, accessKeyId)
  } catch (error) {
    // It was there a moment ago: the answer to a first try was lost.
    if (!hasCode(error, 'NoSuchEntity')) throw error
  }
}

/** IAM is replicated: what it was told may take a moment to show (widdix#15). */
const LOOKS = 10
const BETWEEN_LOOKS = 1000

async function lookAgain(iam: IamApi, clock: Clock, {change, key, owner}: KeyChangePlan): Promise<readonly string[]> {
  for (let looks = 1; ; looks++) {
    try {
      const keys = await iam.listAccessKeys(owner.userName)
      const now = keys.find(({accessKeyId}) => accessKeyId === key.accessKeyId)?.status ?? 'Deleted'
      if (now === AFTER[change]) return []
    } catch (error) {
      // Who has switched itself off can ask no more, and that is what was wanted.
      if (key.accessKeyId === owner.signer && classify(error) === 'bad_key_id') return []
      return [`IAM took the change; whether its list shows it could not be seen: ${messageOf(error)}`]
    }
    if (looks === LOOKS) return ['IAM took the change, and its list does not show it yet. Look again: mturk keys list']
    await clock.sleep(BETWEEN_LOOKS)
  }
}

/** Half-made and half-deleted users belong to the commands that finish them. */
async function assertNothingOpen(dataDirectory: string, userName: string, account: string): Promise<void> {
  const unfinished =
    (await findHalfMadeUser(dataDirectory, userName, account)) ??
    (await findHalfDeletedUser(dataDirectory, userName, account))
  if (!unfinished) return
  throw interrupted(`${unfinished.message} Its keys belong to that until it is finished.`, unfinished.remedy)
}

function rootKey({account, profile}: KeyOwner) {
  return usageError(
    `These are keys of the root user of account ${formatAccount(account)}, which mturk does not touch: only the root user itself can bring one back.`,
    howToLeaveRootKeys(profile),
  )
}

function notTheirs(accessKeyId: string, {account, userName}: KeyOwner, {keys, unknown}: KeysAndPlaces) {
  const has = keys.length === 0 ? 'It has none.' : `It has ${keys.map((key) => key.accessKeyId).join(' and ')}.`
  const places = unknown.filter((place) => place.accessKeyId === accessKeyId).map(({location}) => location.display)
  const here = places.length === 0 ? '' : ` ${places.join(', ')} holds it all the same.`
  return usageError(
    `The IAM user ${userName} in account ${formatAccount(account)} has no key ${accessKeyId}: it was deleted, or belongs to somebody else. ${has}${here}`,
    [run('mturk keys list')],
  )
}

function goneMeanwhile({key: {accessKeyId}, owner: {userName}}: KeyChangePlan) {
  return usageError(`The IAM user ${userName} has no key ${accessKeyId} any more: somebody has just deleted it.`, [
    run('mturk keys list'),
  ])
}

function wayBack(
  change: KeyChange,
  {accessKeyId}: PlacedKey,
  {keys}: KeysAndPlaces,
  {signer, userName}: {readonly signer: string; readonly userName: string},
): readonly Remedy[] {
  if (change === 'delete') return []
  if (change === 'activate') return [run('mturk keys deactivate', accessKeyId)]
  if (accessKeyId !== signer) return [run('mturk keys activate', accessKeyId)]
  // The key that this profile holds is off then, and cannot sign for itself.
  const others = keys.filter((key) => key.accessKeyId !== accessKeyId && key.status === 'Active')
  const profile = others.flatMap(({places}) => places.flatMap(({location}) => location.profile ?? [])).at(0)
  return profile === undefined
    ? [
        say('Its own profile cannot do that. An administrator can (PROFILE is theirs):'),
        run('mturk keys activate', accessKeyId, '--user', userName, '--admin-profile', 'PROFILE'),
      ]
    : [run('mturk keys activate', accessKeyId, '--profile', profile)]
}
