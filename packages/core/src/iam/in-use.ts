import {findKeyPlaces, type FoundPlace} from '../credentials/index.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import type {Journal} from '../journal/index.js'
import {say} from '../remedy.js'
import {listOrphans} from './adopt-user.js'
import {hasCode, type IamApi} from './api.js'
import type {CreateUserState, CreateUserTools} from './create-user-steps.js'

/**
 * A journal says that a user is half-made, and a key of that user is kept on this machine all the same. Journals come back
 * with backups and synchronised homes: the user is finished, and nothing of it may be taken away. Exit code 10.
 */
export class UserInUse extends MturkError {}

/**
 * Where this machine keeps keys that undoing would delete, whoever stored them. What the journal holds itself is one of
 * them: a key that is stored has served its run.
 *
 * @throws AwsFailure
 */
export async function findPlacesInUse(
  {iam, sources}: Pick<CreateUserTools, 'iam' | 'sources'>,
  {request, key}: CreateUserState,
): Promise<readonly FoundPlace[]> {
  const {userName, adopted} = request
  const listed = await (adopted ? listOrphans(iam, userName, adopted) : listKeys(iam, userName))
  const ids = new Set([...listed, ...(key ? [key.accessKeyId] : [])])
  return ids.size === 0 ? [] : (await findKeyPlaces(sources, [...ids])).places
}

/** A user that is gone has none. */
async function listKeys(iam: IamApi, userName: string): Promise<readonly string[]> {
  try {
    return (await iam.listAccessKeys(userName)).map(({accessKeyId}) => accessKeyId)
  } catch (error) {
    if (hasCode(error, 'NoSuchEntity')) return []
    throw error
  }
}

/** @throws UserInUse where one of these keys, which are to be deleted, is kept on this machine */
export async function assertKeptNowhere(
  {sources}: Pick<CreateUserTools, 'sources'>,
  journal: Journal<CreateUserState>,
  accessKeyIds: readonly string[],
): Promise<void> {
  if (accessKeyIds.length === 0) return
  const {places} = await findKeyPlaces(sources, accessKeyIds)
  if (places.length > 0) throw userInUse(journal, places)
}

/** @param cause why it was to be undone */
export function userInUse(
  {path, state: {request}}: Journal<CreateUserState>,
  places: readonly FoundPlace[],
  cause?: Error,
): UserInUse {
  const found = places.map(({accessKeyId, location}) => `${accessKeyId} in ${location.display}`).join(', ')
  const why = cause ? `${cause.message}\n` : ''
  return new UserInUse({
    code: 'interrupted',
    exit: Exit.interrupted,
    message: `${why}An earlier run noted that the IAM user ${request.userName} is half-made, and yet its access key is stored: ${found}. So that user is in use, and the note out of date: it may have come back from a backup. Nothing was deleted.`,
    remedy: [
      say(`If the user is as it should be, delete that note, which may hold a secret: ${path}`),
      say(`If not, take the key out of the place named above, then run the same command again.`),
    ],
    cause,
  })
}
