import {adminFromKey, isAwsFailure, type AdminCredentials} from '../aws/index.js'
import {asMturkKey} from '../credentials/index.js'
import {answerNeeded, isMturkError, messageOf, type MturkError} from '../errors.js'
import {
  assertUserName,
  DEFAULT_USER_NAME,
  findAdministrator,
  findHalfMadeUser,
  formerOwner,
  identityText,
  MTURK_POLICY_ARN,
  isNameTaken,
  planUser,
  provisionUser,
  type CreatedUser,
  type HalfMadeUser,
  type WantedUser,
} from '../iam/index.js'
import {classify} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {isRefused} from './answers.js'
import {complain} from './complain.js'
import {findKey} from './find-key.js'
import {takeKey} from './handed-over.js'
import type {Guide, StepState} from './step.js'
import {agreeOnPlace, anotherProfile, storeKey} from './store-key.js'

/** Makes the user that the key is to belong to, with whatever may administer; at a terminal not without a yes. */
export async function makeUser(guide: Guide, state: StepState): Promise<void> {
  const halfMade = await findHalfMadeUser(guide.dataDirectory, guide.options.userName)
  if (!halfMade && !(await isWanted(guide, state))) return void (await offerToStore(guide))
  const admin = await administratorOf(guide, halfMade)
  try {
    const created = await makeUnderAnyName(guide, admin, halfMade)
    guide.found.created = created
    if (created.replaced !== null) guide.found.formerOwner = await formerOwner(guide.aws, admin, created.replaced)
    const {key: former} = guide.found
    if (former) guide.found.formerKey = {accessKeyId: former.accessKeyId, isRefused: await isRefused(guide, former)}
    guide.found.key = asMturkKey(created.key, created.storedIn[0] ?? null)
  } catch (error) {
    if (isDeclined(guide, error)) return complain(guide.presenter, messageOf(error))
    const {administrator} = guide.found
    if (!administrator?.rightsUnknown || !isMturkError(error) || !isRefusedToBegin(error)) throw error
    await storeAfterAll(guide, state, error)
  }
}

/**
 * What `makeUser` would do, as the end of a sentence that begins with "Would"; null: nothing.
 *
 * @throws whatever `makeUser` would end with before it makes anything
 */
export async function plannedUser(guide: Guide): Promise<string | null> {
  const known = await findHalfMadeUser(guide.dataDirectory, guide.options.userName)
  if (!known && !isAskedFor(guide)) return null
  const admin = await administratorOf(guide, known)
  const wanted = wantedUser(guide, known)
  const {administrator, halfMade, place} = await planUser(guide, admin, wanted)
  const who = identityText(administrator.identity)
  const by = who === admin.origin ? `as ${who}` : `with ${admin.origin} (${who})`
  if (halfMade) return `finish the IAM user ${wanted.userName}, ${by}.`
  const policy = MTURK_POLICY_ARN.full.slice(MTURK_POLICY_ARN.full.lastIndexOf('/') + 1)
  const where = place?.display ?? `${wanted.backend}, profile ${wanted.profile}`
  return `make the IAM user ${wanted.userName} ${by}; give it ${policy} and the right to rotate its own keys; make its key, and store it in ${where}.`
}

/** Somebody gave what is needed for it, or named the user: otherwise a key in use is not replaced unasked. */
function isAskedFor({options, found}: Guide): boolean {
  return (
    found.administrator !== undefined ||
    options.csv !== undefined ||
    options.userName !== undefined ||
    options.adminProfile !== undefined
  )
}

async function isWanted(guide: Guide, {message}: StepState): Promise<boolean> {
  const {presenter, options, found} = guide
  if (!presenter.interactive) return isAskedFor(guide)
  presenter.show({mark: 'warning', title: 'IAM user', message})
  if (!found.key)
    presenter.say('    Whether Mechanical Turk still answers can be asked only with the key of such a user.')
  if (found.key && found.key.accessKeyId === found.oldSetUp?.moved)
    presenter.say(
      '    The new key takes the place of the one that was moved just now; that stays where it came from, or in the copy beside that.',
    )
  const userName = options.userName ?? DEFAULT_USER_NAME
  return presenter.confirm(`Make the IAM user ${userName} for Mechanical Turk alone, and its key, now?`, {
    default: true,
  })
}

/** What the person named for it, then the key just handed over, then a setting, then the key in use. */
async function administratorOf(guide: Guide, halfMade: HalfMadeUser | null): Promise<AdminCredentials> {
  const {options, found} = guide
  if (options.adminProfile === undefined) {
    if (found.administrator) return found.administrator.credentials
    if (options.csv) return adminFromKey(options.csv, 'the key handed over')
  }
  try {
    return await findAdministrator({...guide, adminProfile: options.adminProfile ?? guide.adminProfileSetting})
  } catch (error) {
    if (halfMade && isMturkError(error)) throw halfMade.cannotGoOn(error)
    throw error
  }
}

async function makeUnderAnyName(
  guide: Guide,
  admin: AdminCredentials,
  halfMade: HalfMadeUser | null,
): Promise<CreatedUser> {
  const {presenter} = guide
  const tools = {...guide, progress: presenter.during.bind(presenter)}
  for (let wanted = wantedUser(guide, halfMade); ;) {
    try {
      return await provisionUser(tools, admin, wanted)
    } catch (error) {
      if (!presenter.interactive || halfMade || !isNameTaken(error)) throw error
      complain(presenter, messageOf(error))
    }
    const userName = await presenter.ask('Another name for the IAM user:', {check: complainAboutName})
    wanted = {...wanted, userName}
  }
}

function wantedUser(guide: Guide, halfMade: HalfMadeUser | null): WantedUser {
  const {userName = DEFAULT_USER_NAME, profile, backend, adminProfile} = guide.options
  return {
    userName: halfMade?.request.userName ?? userName,
    path: '/',
    policy: 'full',
    selfRotation: true,
    profile,
    backend,
    adminProfile,
    asked: guide.options.profileGiven ? {profile} : {},
    ...handedOver(guide),
    expect: () => agreeOnPlace(guide, {profile, backend}, null, anotherProfile(guide.options)),
  }
}

/** For the command that finishes it; the key itself is never kept. */
function handedOver({options: {adminProfile, csv}, found}: Guide): Pick<WantedUser, 'adminKeyFile'> {
  const key = adminProfile === undefined ? (found.administrator ? found.administrator.key : csv) : undefined
  return key ? {adminKeyFile: key.file ?? null} : {}
}

function complainAboutName(userName: string): string | undefined {
  try {
    assertUserName(userName)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** Another key is in the place, and the person keeps it there. */
function isDeclined({presenter}: Guide, error: unknown): boolean {
  return presenter.interactive && isMturkError(error) && error.code === 'answer_needed'
}

/** IAM did not let this key make a user at all; a key that can is an administrator's, whatever it lacks afterwards. */
function isRefusedToBegin(error: MturkError): boolean {
  let cause: unknown = error
  while (isMturkError(cause)) cause = cause.cause
  const verdict = classify(error)
  return (
    (verdict === 'no_policy' || verdict === 'denied_by_scp') && isAwsFailure(cause) && cause.operation === 'CreateUser'
  )
}

/** The key that was handed over cannot make users: it may well be a plain user's. */
async function storeAfterAll(guide: Guide, state: StepState, cause: MturkError): Promise<void> {
  const {presenter, found} = guide
  const identity = found.administrator?.identity
  if (!identity?.userName) throw cause
  const why = `The key that was handed over is that of ${identityText(identity)}. It may not make users, and what else it may do nobody can tell`
  if (!presenter.interactive) {
    throw answerNeeded(`${why}, so it was not stored unasked.`, [
      say('If it is the key that you want to use for Mechanical Turk, name its user, and it is stored as it is:'),
      run('mturk init --user-name', identity.userName),
      say('Otherwise hand over the key of somebody who may make users, or name a profile with --admin-profile.'),
    ])
  }
  complain(presenter, `${why}.`)
  if (await offerToStore(guide)) return
  delete found.administrator
  await takeKey(guide)
  if (found.administrator) await makeUser(guide, state)
}

/** Nobody can tell what this key may do beyond Mechanical Turk: it is stored only by a yes to that very question. */
async function offerToStore(guide: Guide): Promise<boolean> {
  const {found, presenter} = guide
  const {key, rightsUnknown} = found.administrator ?? {}
  if (!key || !rightsUnknown || !presenter.interactive) return false
  const question = 'Store the key that you handed over as it is, and use it for Mechanical Turk?'
  if (!(await presenter.confirm(question, {default: false}))) return false
  await storeKey(guide, key)
  delete found.administrator
  const stored = (await findKey(guide)).key
  if (stored) found.key = stored
  return true
}
