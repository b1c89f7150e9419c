import {isAwsFailure, type AdminCredentials, type Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import {backendError, occupantOf, type AccessKey, type CredentialSources, type Location} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {openJournal} from '../journal/index.js'
import {verdictError} from '../mturk/index.js'
import {planAdoption, type AdoptionPlan} from './adopt-user.js'
import {assertAsBegun, type AskedFor} from './as-begun.js'
import {firstState} from './create-user-steps.js'
import {createUser, type CreatedUser, type CreateUserRequest} from './create-user.js'
import {adding, explainer} from './explain.js'
import {findHalfMadeUser} from './half-made-user.js'
import {getIdentity, type Identity} from './identity.js'
import {iamApi} from './iam-api.js'
import {CREATE_USER} from './create-user-format.js'
import {isSetUp} from './name-is-taken.js'
import {isTooYoung, keyVerifier} from './verify-key.js'

export interface ProvisionTools {
  readonly aws: Aws
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly dataDirectory: string
  readonly signal?: AbortSignal | undefined
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
}

/** A user that is to be made. What its place may hold now is asked for only where no earlier run has settled it. */
export interface WantedUser extends Omit<CreateUserRequest, 'expect'> {
  /** The key that the place may hold and that is to be replaced; null where it must be free. May throw, and then nothing was done. */
  readonly expect: () => Promise<string | null>
  /** What was asked for in so many words: an earlier run that wanted it otherwise is not finished then. */
  readonly asked?: AskedFor | undefined
  /** The user is there already: it is taken over once this has been shown what it has, and returns. May throw, too. */
  readonly adopt?: ((plan: AdoptionPlan) => Promise<void>) | undefined
}

/**
 * Makes a user with these administrator credentials, under a journal: what an earlier run left open for this user in
 * their account is finished as that run wanted it.
 *
 * @throws MturkError with the verdict of what AWS answered; `interrupted` where something is left half-made
 * @throws a `MturkBackendError` where the key or the journal has no place, or another run is at the same user
 */
export async function provisionUser(
  tools: ProvisionTools,
  admin: AdminCredentials,
  {expect, adopt, asked = {}, ...wanted}: WantedUser,
): Promise<CreatedUser> {
  const {aws, clock, signal} = tools
  const identity = await administratorFor(tools, admin, {...wanted, asked})
  // Nothing is begun yet, so there is nothing to go on with either.
  signal?.throwIfAborted()
  const journal = await openJournal(
    tools.dataDirectory,
    CREATE_USER,
    {account: identity.account, user: wanted.userName},
    async () => {
      const adoption = adopt ? await planAdoption(tools, admin, {identity, origin: admin.origin}, wanted) : null
      if (adoption) await adopt?.(adoption)
      else await assertNotSetUp(tools, admin, wanted)
      const state = firstState({...wanted, ...(adoption ? takenOver(adoption) : {}), expect: await expect()})
      await assertPlaceWritable(tools.sources, state.request)
      return state
    },
  )
  try {
    if (journal.resumed) assertAsBegun(journal.state, asked)
    const {request} = journal.state
    const explain = explainer({identity, origin: admin.origin}, request)
    const verify = keyVerifier({
      clock,
      signal,
      attempt: (key) => answersTo(aws, key),
      mayBeTooYoung: isTooYoung,
    })
    return await createUser({...tools, iam: iamApi(aws, admin), verify, explain}, journal)
  } finally {
    await journal.release()
  }
}

/**
 * Whether the place that the key is to go to holds a key of this very user. Who may not look finds out soon enough that the
 * place is taken.
 *
 * @throws MturkError `usage`
 */
export async function assertNotSetUp(
  {aws, sources}: Pick<ProvisionTools, 'aws' | 'sources'>,
  admin: AdminCredentials,
  wanted: Omit<CreateUserRequest, 'expect'>,
): Promise<void> {
  const {location, accessKeyId: held = null} = (await occupantOf(sources, wanted)) ?? {}
  if (!location || held === null) return
  const keys = await iamApi(aws, admin)
    .listAccessKeys(wanted.userName)
    .catch(() => [])
  if (keys.some(({accessKeyId}) => accessKeyId === held)) throw isSetUp(wanted, {location, accessKeyId: held})
}

/** A user that is there has its path already. */
function takenOver({user, adopted}: AdoptionPlan): Pick<CreateUserRequest, 'path' | 'adopted'> {
  return {path: user.path, adopted}
}

/**
 * Where the key is to go must be writable before a user is made for it. A backend that cannot tell is asked when the key
 * is there, and the user is then undone.
 *
 * @returns the place, null where the backend cannot tell
 * @throws a `MturkBackendError` `not_writable`
 */
export async function assertPlaceWritable(
  sources: CredentialSources,
  {profile, backend, expect}: Pick<CreateUserRequest, 'profile' | 'backend' | 'expect'>,
): Promise<Location | null> {
  const place = await sources.backend(backend).placeFor({profile, expect})
  if (!place || place.writable) return place
  const why = place.why === undefined ? '' : `: ${place.why}`
  throw backendError('not_writable', `The key could not be stored in ${place.display}${why}.`, {
    remedy: 'Make it writable, or name another place with --backend or --profile. Nothing was made in the account.',
  })
}

/** Dead credentials cannot finish what an earlier run began any more than missing ones. */
export async function administratorFor(
  {aws, dataDirectory}: Pick<ProvisionTools, 'aws' | 'dataDirectory'>,
  admin: AdminCredentials,
  {userName, asked = {}}: Pick<WantedUser, 'userName' | 'asked'>,
): Promise<Identity> {
  try {
    return await identityOf(aws, admin)
  } catch (error) {
    const gone = isMturkError(error) && (error.exit === Exit.credentials || error.exit === Exit.badKey)
    const halfMade = gone ? await findHalfMadeUser(dataDirectory, userName) : null
    halfMade?.assertAsBegun(asked)
    throw halfMade ? halfMade.cannotGoOn(error) : error
  }
}

/**
 * Whose credentials are to administer.
 *
 * @throws MturkError with the verdict of what STS answered
 */
export async function identityOf(aws: Aws, admin: AdminCredentials): Promise<Identity> {
  let at = {}
  try {
    const {accessKeyId} = await admin.provide()
    at = {accessKeyId}
    return await getIdentity(aws, admin)
  } catch (error) {
    if (!isAwsFailure(error)) throw error
    throw adding(verdictError(error, at), `Asked with the credentials of ${admin.origin}.`)
  }
}

/** One try of a new key: STS needs no permission for it, so a refusal is about the key and nothing else. */
async function answersTo(aws: Aws, key: AccessKey): Promise<void> {
  await getIdentity(aws, key)
}
