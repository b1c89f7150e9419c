import type {AdminCredentials} from '../aws/index.js'
import {backendError, maskAccessKeyId, type AccessKey, type Location} from '../credentials/index.js'
import {interrupted, usageError} from '../errors.js'
import {
  findHalfDeletedUser,
  findHalfMadeUser,
  findKeysAndPlaces,
  hasCode,
  iamApi,
  type KeysAndPlaces,
  type PlacedKey,
} from '../iam/index.js'
import {formatAccount} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {rotationExplainer} from './explain.js'
import type {Identified} from './identify.js'
import {assertAllowed} from './assert-allowed.js'
import {isNotActive, oldKeyAmong} from './key-to-rotate.js'
import {takeMeasure, type Measure} from './measure.js'
import type {PendingPlace} from './result.js'
import {standingOf, staysActive, whyNotWritable} from './standing.js'
import type {Ending} from './state.js'
import {observed, type RotationTools} from './tools.js'
import {spareAmong, type SpareKey} from './two-keys.js'

export interface WantedRotation {
  readonly profile?: string | undefined
  readonly userName?: string | undefined
  /** Who administers: of `--admin-profile`, or for `--user`; null: the key itself. */
  readonly administrator: AdminCredentials | null
  /** `--admin-profile`, for the command that goes on. */
  readonly adminProfile?: string | undefined
  /** `--delete-key` */
  readonly deleteKey?: string | undefined
  readonly ending: Ending
  /** `--ignore-backend` */
  readonly ignored: readonly string[]
}

/** Everything that is known before anything is done. */
export interface RotationPlan {
  readonly identified: Identified
  readonly userName: string
  readonly arn: string
  /** Whose signature IAM gets: an administrator whose own key is rotated is none for long. */
  readonly signer: 'self' | 'administrator'
  /** The key that is rotated, as IAM has it. */
  readonly oldKey: PlacedKey
  readonly key: AccessKey
  /** Whose endpoints count. */
  readonly profile: string
  /** Every place that holds it. */
  readonly places: readonly Location[]
  /** Those among them that cannot be written. */
  readonly pending: readonly PendingPlace[]
  /** What has to go first, so that there is room. */
  readonly spare: SpareKey | null
  readonly accessKeyIds: readonly string[]
  /** The old key is not going to be deactivated. */
  readonly staysActive: boolean
  readonly ending: Ending
  readonly measure: Measure
  /** What could not be looked into, each in a sentence. */
  readonly notes: readonly string[]
}

/**
 * Finds out all that a rotation has to know, and refuses what cannot end well. Nothing is changed.
 *
 * @throws MturkError `usage`; the verdict of what AWS answered; `interrupted` for a user that is half made or half deleted
 * @throws a `MturkBackendError` `unavailable` where a backend fails and is not to be ignored, `not_writable` where no place
 *   could take the new key
 */
export async function planRotation(
  tools: RotationTools,
  identified: Identified,
  wanted: WantedRotation,
): Promise<RotationPlan> {
  const {account, userName} = identified
  for (const id of wanted.ignored) tools.sources.backend(id)
  await assertNotHalf(tools, userName, account)
  const found = await keysOf(tools, identified)
  assertNobodyFailed(found, wanted.ignored)
  const {oldKey, key, arn} = await oldKeyAmong(tools, identified, found, wanted.ignored)
  if (oldKey.status !== 'Active') throw isNotActive(oldKey)
  const standing = standingOf(
    found.survey,
    {oldKey, places: [], ignored: wanted.ignored},
    whyNotWritable(tools.sources),
  )
  const spare = spareAmong(found.keys, oldKey.accessKeyId, {
    deleteKey: wanted.deleteKey,
    deleteOld: wanted.ending.oldKey === 'deleted',
    mayBeElsewhere: standing.mayBeElsewhere,
  })
  const signing = (await identified.admin.provide()).accessKeyId
  const isOwn = ({accessKeyId}: PlacedKey) => accessKeyId === signing
  if (spare && isOwn(spare)) throw signsItself(spare)
  const {profile} = await tools.sources.lookup({profile: wanted.profile})
  if (standing.toReplace.length === 0) throw nowhereToStore(standing.pending, oldKey)
  await assertAllowed(tools, identified)
  return {
    identified,
    userName,
    arn,
    signer: isOwn(oldKey) ? 'self' : identified.signer,
    oldKey,
    key,
    profile: profile.name,
    places: standing.withOldKey,
    pending: standing.pending,
    spare,
    accessKeyIds: found.keys.map(({accessKeyId}) => accessKeyId),
    staysActive: staysActive(standing, wanted.ending),
    ending: wanted.ending,
    measure: await observed(tools, 'GetAccountBalance', () => takeMeasure(tools.aws, key)),
    notes: standing.notes,
  }
}

async function assertNotHalf({dataDirectory}: RotationTools, userName: string, account: string): Promise<void> {
  const halfMade = await findHalfMadeUser(dataDirectory, userName, account)
  if (halfMade)
    throw interrupted(`${halfMade.message} It has to be finished before its key is rotated.`, halfMade.remedy)
  const halfDeleted = await findHalfDeletedUser(dataDirectory, userName, account)
  if (halfDeleted) throw halfDeleted.cannotGoOn(new Error('The key of a user that is being deleted is not rotated.'))
}

async function keysOf(tools: RotationTools, identified: Identified): Promise<KeysAndPlaces> {
  const {userName, admin, account} = identified
  try {
    const iam = iamApi(tools.aws, admin)
    return await observed(tools, 'ListAccessKeys', () => findKeysAndPlaces({iam, sources: tools.sources}, userName))
  } catch (error) {
    if (hasCode(error, 'NoSuchEntity')) {
      throw usageError(`There is no IAM user ${userName} in account ${formatAccount(account)}.`, [
        run('mturk iam list-users'),
      ])
    }
    throw rotationExplainer(identified)(error)
  }
}

/** @throws a `MturkBackendError` `unavailable` */
function assertNobodyFailed({survey}: KeysAndPlaces, ignored: readonly string[]): void {
  const failed = survey.failed.find(({backend}) => !ignored.includes(backend))
  if (!failed) return
  throw backendError(
    'unavailable',
    `${failed.title} (${failed.backend}) cannot say which keys it holds: ${failed.reason} If it holds the old key, that must not be switched off. Nothing was changed.`,
    {
      remedy: `Mend that; or go on without it, and the old key stays active: --ignore-backend ${failed.backend}`,
    },
  )
}

function signsItself({accessKeyId}: PlacedKey): Error {
  return usageError(
    `The user has two keys already, and IAM allows no third. The other one, ${maskAccessKeyId(accessKeyId)}, is the one that asks, so it cannot be given up.`,
    [say('Ask with the credentials of another administrator: --admin-profile PROFILE')],
  )
}

function nowhereToStore(pending: readonly PendingPlace[], {accessKeyId}: PlacedKey): Error {
  const all = pending.map(({location, why}) => `${location.display}: ${why}`)
  return backendError(
    'not_writable',
    `No place that holds ${maskAccessKeyId(accessKeyId)} can be written, so nobody would have the new key. ${all.join('. ')}.`,
    {remedy: 'Make one of them writable. Nothing was changed.'},
  )
}
