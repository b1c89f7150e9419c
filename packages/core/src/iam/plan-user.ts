import type {AdminCredentials} from '../aws/index.js'
import type {Location} from '../credentials/index.js'
import {assertJournalsWritable} from '../journal/index.js'
import {classify} from '../mturk/index.js'
import {planAdoption, type AdoptionPlan} from './adopt-user.js'
import {nameIsTaken} from './name-is-taken.js'
import {ABOUT_RIGHTS, explainer, type Administrator} from './explain.js'
import {findHalfMadeUser, type HalfMadeUser} from './half-made-user.js'
import {iamApi} from './iam-api.js'
import {
  administratorFor,
  assertNotSetUp,
  assertPlaceWritable,
  type ProvisionTools,
  type WantedUser,
} from './provision-user.js'

/** What making a user would come to. */
export interface UserPlan {
  readonly administrator: Administrator
  /** What an earlier run left of this user; the next one finishes it as that run wanted. */
  readonly halfMade: HalfMadeUser | null
  /** null where these credentials may not look, which is no reason why they could not make the user. */
  readonly nameIsFree: true | null
  /** What is there to be taken over; null where the user is to be made. */
  readonly adoption: AdoptionPlan | null
  /** Where the key would go; null where its backend cannot tell. */
  readonly place: Location | null
  /** The key that the place holds now and that would be replaced, after a yes. */
  readonly replaces: string | null
}

/**
 * Finds out what `provisionUser` would, as far as that changes nothing.
 *
 * @throws whatever the real run would end with before it makes anything
 */
export async function planUser(
  tools: Pick<ProvisionTools, 'aws' | 'sources' | 'dataDirectory' | 'clock'>,
  admin: AdminCredentials,
  {expect, adopt, asked = {}, ...wanted}: WantedUser,
): Promise<UserPlan> {
  const identity = await administratorFor(tools, admin, {...wanted, asked})
  const administrator = {identity, origin: admin.origin}
  await assertJournalsWritable(tools.dataDirectory)
  const halfMade = await findHalfMadeUser(tools.dataDirectory, wanted.userName, identity.account)
  halfMade?.assertAsBegun(asked)
  const nothing = {administrator, halfMade, nameIsFree: null, adoption: null, place: null, replaces: null}
  if (halfMade) return nothing
  const adoption = adopt ? await planAdoption(tools, admin, administrator, wanted) : null
  if (!adopt) await assertNotSetUp(tools, admin, wanted)
  const replaces = await expect()
  const place = await assertPlaceWritable(tools.sources, {...wanted, expect: replaces})
  const plan = {administrator, halfMade, adoption, place, replaces}
  if (adoption) return {...plan, nameIsFree: null}
  try {
    const user = await iamApi(tools.aws, admin).getUser(wanted.userName)
    if (user) throw nameIsTaken(wanted)
    return {...plan, nameIsFree: true}
  } catch (error) {
    if (ABOUT_RIGHTS.has(classify(error))) return {...plan, nameIsFree: null}
    throw explainer(administrator, {...wanted, expect: replaces})(error)
  }
}
