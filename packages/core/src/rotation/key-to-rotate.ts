import {maskAccessKeyId, type AccessKey} from '../credentials/index.js'
import {usageError} from '../errors.js'
import {getIdentity, type KeysAndPlaces, type PlacedKey} from '../iam/index.js'
import {formatAccount} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {rotationExplainer} from './explain.js'
import type {Identified} from './identify.js'
import {observed, type RotationTools} from './tools.js'
import {MOST_KEYS} from './two-keys.js'

export interface OldKey {
  readonly oldKey: PlacedKey
  readonly key: AccessKey
  readonly arn: string
}

/** The key that is to be rotated, with a secret that works. */
export async function oldKeyAmong(
  tools: RotationTools,
  {selected, userName, account}: Identified,
  {keys}: KeysAndPlaces,
  ignored: readonly string[],
): Promise<OldKey> {
  if (selected) {
    const oldKey = keys.find(({accessKeyId}) => accessKeyId === selected.key.accessKeyId)
    if (!oldKey) throw isGone(selected.key.accessKeyId, userName)
    return {oldKey, key: selected.key, arn: selected.identity.arn}
  }
  const kept = keys.filter(({places}) => places.some(({location}) => !ignored.includes(location.backend)))
  const [oldKey, another] = kept
  if (!oldKey) throw keptNowhere(userName, account, keys)
  if (another) throw whichOne(userName, kept)
  if (oldKey.status !== 'Active') throw isNotActive(oldKey)
  let last: unknown
  for (const {location, problem} of oldKey.places) {
    if (problem || ignored.includes(location.backend)) continue
    try {
      const key = await tools.sources.read(location)
      const {arn} = await observed(tools, 'GetCallerIdentity', () => getIdentity(tools.aws, key))
      return {oldKey, key, arn}
    } catch (error) {
      last = error
    }
  }
  if (last === undefined) throw keptNowhere(userName, account, keys)
  throw rotationExplainer({
    administrator: {identity: {account, arn: '', kind: 'user', userName}, origin: ''},
    signer: 'administrator',
    userName,
  })(last)
}

function isGone(accessKeyId: string, userName: string): Error {
  return usageError(
    `IAM does not list ${maskAccessKeyId(accessKeyId)} among the keys of ${userName}. It may have been made or deleted a moment ago: try again in a minute.`,
    [run('mturk keys list')],
  )
}

export function isNotActive({accessKeyId, status}: PlacedKey): Error {
  return usageError(
    `The key ${maskAccessKeyId(accessKeyId)} is not active but ${status}, so there is nothing to rotate.`,
    [say('If it is to be used again:'), run('mturk keys activate', accessKeyId)],
  )
}

function keptNowhere(userName: string, account: string, keys: readonly PlacedKey[]): Error {
  const which = keys.length === 0 ? 'has no access key' : 'has no access key that this machine holds'
  return usageError(
    `The IAM user ${userName} in account ${formatAccount(account)} ${which}, so there is no place that a new one could go to, and nobody would have it.`,
    [
      say('Rotate it on the machine where it is used. When each was used last:'),
      run('mturk keys list', '--user', userName),
      ...(keys.length < MOST_KEYS
        ? [say('Or have another key made for it, and kept here:'), run('mturk iam create-user', userName, '--adopt')]
        : []),
    ],
  )
}

function whichOne(userName: string, keys: readonly PlacedKey[]): Error {
  const all = keys.map(
    ({accessKeyId, places}) =>
      `${maskAccessKeyId(accessKeyId)} in ${places.map(({location}) => location.display).join(', ')}`,
  )
  return usageError(
    `This machine holds two keys of the IAM user ${userName}: ${all.join('; ')}. Nothing was changed.`,
    [say('Name the profile whose key is to be rotated: --profile NAME')],
  )
}
