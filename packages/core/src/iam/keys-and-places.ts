import {surveyKeyPlaces, type CredentialSources, type KeyPlace, type KeyPlaces} from '../credentials/index.js'
import {classify} from '../mturk/index.js'
import type {IamApi} from './api.js'
import type {KnownAccessKey} from './belongings.js'
import {ABOUT_RIGHTS} from './explain.js'

/** A key that a user has in IAM, and where on this machine it is kept. */
export interface PlacedKey extends KnownAccessKey {
  /** false: whoever asks may not ask when it was last used, so the missing date says nothing at all. */
  readonly useKnown: boolean
  readonly places: readonly KeyPlace[]
}

export interface KeysAndPlaces {
  /** The oldest first. */
  readonly keys: readonly PlacedKey[]
  /** Places whose key is none of those: deleted, somebody else's, or of another account. Nobody can tell which. */
  readonly unknown: readonly KeyPlace[]
  /** What could not be looked into. */
  readonly survey: KeyPlaces
}

/**
 * The keys of one user, and every place on this machine, in every backend, that names each.
 *
 * @param userName null: the keys of whoever signs, which is how AWS lets the root user ask for its own
 * @throws AwsFailure if the keys cannot be listed; a missing right to ask when they were used is no failure
 */
export async function findKeysAndPlaces(
  {iam, sources}: {iam: Pick<IamApi, 'listAccessKeys' | 'getAccessKeyLastUsed'>; sources: CredentialSources},
  userName: string | null,
): Promise<KeysAndPlaces> {
  const [keys, survey] = await Promise.all([listKeysWithUse(iam, userName), surveyKeyPlaces(sources)])
  return placeKeys(keys, survey)
}

type KeyWithUse = Omit<PlacedKey, 'places'>

/** Pure: which place holds which key. */
export function placeKeys(keys: readonly KeyWithUse[], survey: KeyPlaces): KeysAndPlaces {
  const ids = new Set(keys.map(({accessKeyId}) => accessKeyId))
  return {
    keys: keys.toSorted(byAge).map((key) => ({
      ...key,
      places: survey.places.filter(({accessKeyId}) => accessKeyId === key.accessKeyId),
    })),
    unknown: survey.places.filter(({accessKeyId}) => !ids.has(accessKeyId)),
    survey,
  }
}

/** IAM promises no order. */
function byAge(one: KeyWithUse, other: KeyWithUse): number {
  return (
    (one.createdAt?.getTime() ?? 0) - (other.createdAt?.getTime() ?? 0) ||
    (one.accessKeyId < other.accessKeyId ? -1 : 1)
  )
}

async function listKeysWithUse(
  iam: Pick<IamApi, 'listAccessKeys' | 'getAccessKeyLastUsed'>,
  userName: string | null,
): Promise<readonly KeyWithUse[]> {
  const keys = await iam.listAccessKeys(userName)
  return Promise.all(
    keys.map(async (key): Promise<KeyWithUse> => {
      try {
        const {at, service} = await iam.getAccessKeyLastUsed(key.accessKeyId)
        return {...key, lastUsedAt: at, lastUsedFor: service, useKnown: true}
      } catch (error) {
        // A key that is deleted just now is refused with the same words.
        if (!ABOUT_RIGHTS.has(classify(error))) throw error
        return {...key, lastUsedAt: null, lastUsedFor: null, useKnown: false}
      }
    }),
  )
}
