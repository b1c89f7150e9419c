import type {AdminCredentials, Aws} from '../aws/index.js'
import {findKeyPlaces, maskAccessKeyId, type CredentialSources, type FoundPlace} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import {answerNeeded, interrupted, usageError} from '../errors.js'
import {formatAccount} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import type {IamUser} from './api.js'
import {
  belongingText,
  isAtWork,
  listBelongings,
  listKnownAccessKeys,
  type Belonging,
  type KnownAccessKey,
} from './belongings.js'
import {RUN_TAG} from './create-user-steps.js'
import {administrationExplainer, type Administrator} from './explain.js'
import {findHalfMadeUser} from './half-made-user.js'
import {iamApi} from './iam-api.js'

export interface DeletionTools {
  readonly aws: Aws
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly dataDirectory: string
}

/** What deleting a user would come to. */
export interface DeletionPlan {
  readonly administrator: Administrator
  readonly user: IamUser
  readonly policies: readonly Belonging[]
  readonly keys: readonly KnownAccessKey[]
  /** Where on this machine its keys are kept. */
  readonly places: readonly FoundPlace[]
  /** Why somebody might regret it, each in a sentence: to be overruled by a person, or with `--force`. */
  readonly objections: readonly string[]
  /** What could not be found out. */
  readonly notes: readonly string[]
}

const USERS_PAGE = 'https://console.aws.amazon.com/iam/home#/users'

/**
 * Finds out what would go, and refuses what must not: a user that has anything but Mechanical Turk.
 *
 * @throws MturkError `usage` for a user that is not there, is the one who asks, or has something else
 * @throws MturkError `interrupted` for a user that is half-made; the verdict of what AWS answered
 */
export async function planDeletion(
  {aws, sources, clock, dataDirectory}: DeletionTools,
  admin: AdminCredentials,
  {administrator, userName}: {administrator: Administrator; userName: string},
): Promise<DeletionPlan> {
  const {identity, origin} = administrator
  const account = formatAccount(identity.account)
  if (identity.userName === userName) {
    throw usageError(
      `The credentials of ${origin} are those of the IAM user ${userName} itself. Nobody deletes themselves here: the last requests would be refused.`,
      [say('Ask with the credentials of another administrator: --admin-profile PROFILE')],
    )
  }
  const halfMade = await findHalfMadeUser(dataDirectory, userName, identity.account)
  if (halfMade)
    throw interrupted(`${halfMade.message} It has to be finished before it can be deleted.`, halfMade.remedy)
  const {user, belongings, tags, keys} = await lookUp(aws, admin, administrator, userName)
  if (!user) {
    throw usageError(`There is no IAM user ${userName} in account ${account}.`, [run('mturk iam list-users')])
  }
  if (belongings.beyondMturk.length > 0) {
    const others = belongings.beyondMturk.map(belongingText).join(', ')
    throw usageError(
      `The IAM user ${userName} in account ${account} has more than Mechanical Turk: ${others}. mturk deletes no such user, not even with --force.`,
      [
        open(USERS_PAGE),
        say('Whoever knows what the rest is for can take it away there, or delete the user.'),
        say('Its keys alone can be looked at and switched off one by one:'),
        run('mturk keys list', '--user', userName),
      ],
    )
  }
  const ids = keys.map(({accessKeyId}) => accessKeyId)
  const {places, notAsked} = await findKeyPlaces(sources, ids)
  return {
    administrator,
    user,
    policies: belongings.forMturk,
    keys,
    places,
    objections: objectionsTo(userName, RUN_TAG in tags, keys, clock.now()),
    notes: ids.length === 0 ? [] : notAsked,
  }
}

async function lookUp(aws: Aws, admin: AdminCredentials, administrator: Administrator, userName: string) {
  const iam = iamApi(aws, admin)
  const nobody = {user: null, belongings: {forMturk: [], beyondMturk: []}, tags: {}, keys: []}
  try {
    const user = await iam.getUser(userName)
    if (!user) return nobody
    const [belongings, tags, keys] = await Promise.all([
      listBelongings(iam, userName),
      iam.listUserTags(userName),
      listKnownAccessKeys(iam, userName),
    ])
    return {user, belongings, tags, keys}
  } catch (error) {
    throw administrationExplainer(administrator, deleteAgain(userName))(error)
  }
}

export function deleteAgain(userName: string) {
  return run('mturk iam delete-user', userName, '--admin-profile', 'PROFILE')
}

function objectionsTo(
  userName: string,
  madeByMturk: boolean,
  keys: readonly KnownAccessKey[],
  now: number,
): readonly string[] {
  const inUse = keys.filter((key) => isAtWork(key, now))
  return [
    ...(madeByMturk ? [] : [`mturk did not make the IAM user ${userName}.`]),
    ...inUse.map(
      ({accessKeyId, lastUsedAt, lastUsedFor}) =>
        `The key ${maskAccessKeyId(accessKeyId)} is in use: last on ${lastUsedAt?.toISOString().slice(0, 10)}, for ${lastUsedFor}.`,
    ),
  ]
}

/**
 * Where nobody can be asked, the flags have to answer.
 *
 * @throws MturkError `answer_needed`, naming the flag
 */
export function assertAgreed(
  {user: {userName}, objections}: DeletionPlan,
  {yes, force}: {readonly yes: boolean; readonly force: boolean},
): void {
  const lacking = [...(yes ? [] : ['--yes']), ...(objections.length > 0 && !force ? ['--force'] : [])]
  if (lacking.length === 0) return
  const why = yes ? `${objections.join(' ')} ` : ''
  throw answerNeeded(`${why}The IAM user ${userName} and its keys would be deleted for good. Nothing was changed.`, [
    say(`To see what would go: --dry-run. To delete it: ${lacking.join(' ')}`),
  ])
}
