import {adminFromKey, type AdminCredentials} from '../aws/index.js'
import {asMturkKey, maskAccessKeyId, type MturkKey} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {
  DEFAULT_USER_NAME,
  findAdministrator,
  findHalfMadeUser,
  getIdentity,
  identityText,
  provisionUser,
  rightsBeyondMturk,
  type CreatedUser,
  type HalfMadeUser,
} from '../iam/index.js'
import {classify, verdictOf} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import type {Guide, Step, StepState} from './step.js'
import {agreeOnPlace} from './store-key.js'

const SECURITY_CREDENTIALS = 'https://console.aws.amazon.com/iam/home#/security_credentials'

const HANDED_OVER_IN_VAIN =
  'The key that you handed over was not used: this profile holds another one already. To set up beside it, name a new profile: --profile OTHER'

export const iamUser: Step = {
  id: 'iam-user',
  title: 'IAM user',
  question: 'Does the key belong to an IAM user that can do nothing but Mechanical Turk?',

  async check(guide): Promise<StepState> {
    const halfMade = await findHalfMadeUser(guide.dataDirectory, guide.options.userName)
    if (halfMade) {
      return {state: 'open', message: halfMade.message, remedy: halfMade.remedy, exit: Exit.interrupted}
    }
    const {key, administrator} = guide.found
    if (!key) {
      if (!administrator) return {state: 'skipped', message: 'needs an access key first'}
      return beyondMturk(`${identityText(administrator.identity)}: this key can do more than Mechanical Turk`)
    }
    try {
      guide.found.identity = await getIdentity(guide.aws, key)
    } catch (error) {
      const {message, remedy, exit} = verdictOf(classify(error), {error, accessKeyId: key.accessKeyId})
      const notUsed = guide.options.csv ? [say(HANDED_OVER_IN_VAIN)] : []
      return {state: 'unknown', message, remedy: [...notUsed, ...remedy], exit}
    }
    return judge(guide)
  },

  async perform(guide, {exit}) {
    if (exit !== Exit.needsMending && exit !== Exit.interrupted) return
    const halfMade = await findHalfMadeUser(guide.dataDirectory, guide.options.userName)
    const admin = await administratorOf(guide, halfMade)
    if (!admin) return
    guide.found.key = await makeUser(guide, admin, halfMade)
  },
}

/** Is the stored key what it should be? Asked of IAM with the key itself; what it may not know counts as done. */
async function judge({found, aws, options}: Guide): Promise<StepState> {
  const {key, identity} = found
  if (!key || !identity) return {state: 'skipped', message: 'needs an access key first'}
  const who = identityText(identity)
  if (found.created) return {state: 'done', message: `${who} · ${describeNewUser(found.created)}`}
  if (options.userName !== undefined) {
    if (identity.userName === options.userName) return {state: 'done', message: who}
    return beyondMturk(`the key belongs to ${who}, not to ${options.userName}`)
  }
  if (identity.kind === 'root') return beyondMturk(`${who}: root keys can do anything in your AWS account`)
  if (identity.kind !== 'user') return {state: 'done', message: who}
  const rights = await rightsBeyondMturk(aws, key, identity)
  if (rights !== null) return beyondMturk(`${who}: ${rights}`)
  return {state: 'done', message: `${who} · may not read its own policies, as it should be`}
}

function describeNewUser({policyArn, selfRotation}: CreatedUser): string {
  const policy = policyArn.slice(policyArn.lastIndexOf('/') + 1)
  return selfRotation ? `${policy} · may rotate its own keys` : policy
}

function beyondMturk(message: string): StepState {
  return {
    state: 'open',
    message,
    remedy: [
      run('mturk iam create-user'),
      open(SECURITY_CREDENTIALS),
      say('Make a user that can do nothing but Mechanical Turk; then remove a root key on that page.'),
    ],
    exit: Exit.needsMending,
  }
}

/** The key just handed over, or what else may administer; null where a key in use should not be replaced unasked. */
async function administratorOf(guide: Guide, halfMade: HalfMadeUser | null): Promise<AdminCredentials | null> {
  const {options, found, presenter} = guide
  if (found.administrator) return adminFromKey(found.administrator.key, identityText(found.administrator.identity))
  if (options.csv) return adminFromKey(options.csv, 'the key handed over')
  const wanted = options.userName !== undefined || options.adminProfile !== undefined || halfMade !== null
  if (!wanted) {
    if (!presenter.interactive) return null
    const question = 'Make an IAM user for Mechanical Turk now, with this key?'
    if (!(await presenter.confirm(question, {default: true}))) return null
  }
  try {
    return await findAdministrator({...guide, adminProfile: options.adminProfile ?? guide.adminProfileSetting})
  } catch (error) {
    if (halfMade && isMturkError(error)) throw halfMade.cannotGoOn(error)
    throw error
  }
}

async function makeUser(guide: Guide, admin: AdminCredentials, halfMade: HalfMadeUser | null): Promise<MturkKey> {
  const {options, presenter} = guide
  const target = {profile: options.profile, backend: options.backend}
  const created = await provisionUser(
    {...guide, progress: (title, work) => presenter.during(title, work)},
    admin,
    {
      userName: halfMade?.request.userName ?? options.userName ?? DEFAULT_USER_NAME,
      path: '/',
      policy: 'full',
      selfRotation: true,
      ...target,
      adminProfile: options.adminProfile,
      expect: () => agreeOnPlace(guide, target, null),
    },
  )
  guide.found.created = created
  const places = created.storedIn.map(({display}) => display).join(', ')
  presenter.show({
    mark: 'done',
    title: 'New key',
    message: `${maskAccessKeyId(created.accessKeyId)} · works · stored in ${places}`,
  })
  return asMturkKey(created.key, created.storedIn[0] ?? null)
}
