import type {IamApi, ListedAccessKey} from '../iam/index.js'
import type {Intent} from './state.js'

/** A key that may have come of a lost answer to CreateAccessKey: nobody has its secret then. */
export interface Orphan {
  readonly accessKeyId: string
  readonly createdAt: Date | null
  /** null: never, as far as IAM knows. */
  readonly lastUsedAt: Date | null
  /** IAM did not say when it was last used. */
  readonly useKnown: boolean
  /**
   * `sure`: it is ours. `used`: somebody has its secret, and nobody had ours, so it is somebody's. `unsure`: anything
   * else.
   */
  readonly verdict: 'sure' | 'used' | 'unsure'
}

/** Milliseconds: what was asked for is made within, or never. */
const WITHIN = 60_000

/** Milliseconds: IAM and the Date header tell whole seconds, each cut off. */
const ROUNDING = 2000

export interface NewComer extends ListedAccessKey {
  readonly lastUsedAt: Date | null
  readonly useKnown: boolean
}

/**
 * Whose a key is that was not there before the intent. Ours for certain: made after it, by the server's clock, within a
 * minute, and never used.
 */
export function judgeOrphan({accessKeyId, createdAt, lastUsedAt, useKnown}: NewComer, {at}: Intent): Orphan {
  const age = createdAt === null ? Number.NaN : createdAt.getTime() - Date.parse(at)
  const isInTime = age >= -ROUNDING && age <= WITHIN
  const verdict = lastUsedAt ? 'used' : isInTime && useKnown ? 'sure' : 'unsure'
  return {accessKeyId, createdAt, lastUsedAt, useKnown, verdict}
}

type Asked = Pick<IamApi, 'listAccessKeys' | 'getAccessKeyLastUsed'>

/**
 * The keys that are there now and were not before the intent.
 *
 * @param isRefusal whether a failure only means that nobody may ask when the key was used
 * @throws AwsFailure
 */
export async function listNewcomers(
  iam: Asked,
  userName: string,
  {accessKeyIds}: Intent,
  isRefusal: (error: unknown) => boolean,
): Promise<readonly NewComer[]> {
  const listed = await iam.listAccessKeys(userName)
  const newcomers = listed.filter(({accessKeyId}) => !accessKeyIds.includes(accessKeyId))
  return Promise.all(
    newcomers.map(async (key): Promise<NewComer> => {
      try {
        const {at} = await iam.getAccessKeyLastUsed(key.accessKeyId)
        return {...key, lastUsedAt: at, useKnown: true}
      } catch (error) {
        if (!isRefusal(error)) throw error
        return {...key, lastUsedAt: null, useKnown: false}
      }
    }),
  )
}
