import {Exit} from '../exit-codes.js'
import {
  findHalfMadeUser,
  identityText,
  rightsBeyondMturk,
  SECURITY_CREDENTIALS,
  type CreatedUser,
  type Identity,
} from '../iam/index.js'
import {maskAccessKeyId, type MturkKey} from '../credentials/index.js'
import {classify, PRODUCTION} from '../mturk/index.js'
import {open, type Remedy} from '../remedy.js'
import {balanceIn, hasClosed, isRefused, whoseKey} from './answers.js'
import {makeUser, plannedUser} from './make-user.js'
import {howToMakeUser} from './make-user-remedy.js'
import type {Administrator, Guide, Step, StepState} from './step.js'
import {troubleState} from './trouble.js'

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
    if (administrator && (!key || (await isRefused(guide, key)))) return toBeMade(guide, administrator)
    if (!key) return {state: 'skipped', message: 'needs an access key first'}
    const outcome = await whoseKey(guide, key)
    if ('error' in outcome) return troubleState(guide, iamUser, outcome.error, {accessKeyId: key.accessKeyId})
    guide.found.identity = outcome.value
    const state = await judge(guide, key, outcome.value)
    if (state.state !== 'open' || state.exit !== Exit.needsMending || !(await hasClosed(guide, key))) return state
    // Whatever is wrong with this key, a new one would be of no use.
    const message = `${state.message}. Mechanical Turk has closed, so nothing new is made.`
    return {state: 'skipped', message, remedy: [open(SECURITY_CREDENTIALS)]}
  },

  async perform(guide, state) {
    if (state.exit === Exit.needsMending || state.exit === Exit.interrupted) await makeUser(guide, state)
  },

  async plan(guide, {exit}) {
    return exit === Exit.needsMending || exit === Exit.interrupted ? plannedUser(guide) : null
  },
}

/** Is the stored key what it should be? Asked of IAM with the key itself; what it may not know counts as done. */
async function judge(guide: Guide, key: MturkKey, identity: Identity): Promise<StepState> {
  const {found, aws, options} = guide
  const who = identityText(identity)
  const beyond = (message: string, isAdministrator = true) =>
    beyondMturk(message, howToMakeUser(options, {key, isAdministrator, isRoot: identity.kind === 'root'}))
  if (found.created) return {...created(found.created, who)}
  if (options.userName !== undefined) {
    if (identity.userName === options.userName) return {state: 'done', message: who}
    return beyond(`the key belongs to ${who}, not to ${options.userName}`, identity.kind === 'root')
  }
  if (identity.kind === 'root') return beyond(`${who}: ${ROOT}`)
  if (identity.kind !== 'user') return {state: 'done', message: who}
  const rights = await rightsBeyondMturk(aws, key, identity)
  if (rights !== null) return beyond(`${who}: ${rights}`)
  if (await mayNotUseMturk(guide, key)) {
    const message = `${who} · has no policy that allows Mechanical Turk; see Production below`
    return {state: 'open', message, exit: Exit.notPermitted}
  }
  return {state: 'done', message: `${who} · may not read its own policies, as every user for Mechanical Turk alone`}
}

function created({policyArn, selfRotation, accessKeyId, storedIn}: CreatedUser, who: string): StepState {
  const policy = policyArn.slice(policyArn.lastIndexOf('/') + 1)
  const places = storedIn.map(({display}) => display).join(', ')
  return {
    state: 'done',
    message: `${who} · ${policy}${selfRotation ? ' · may rotate its own keys' : ''}`,
    also: {title: 'New key', message: `${maskAccessKeyId(accessKeyId)} · works · stored in ${places}`},
  }
}

async function mayNotUseMturk(guide: Guide, key: MturkKey): Promise<boolean> {
  const outcome = await balanceIn(guide, key, PRODUCTION)
  return 'error' in outcome && classify(outcome.error) === 'no_policy'
}

/** There is no key that works yet, but somebody who can make one. */
function toBeMade({options}: Guide, {identity, rightsUnknown, key}: Administrator): StepState {
  const isRoot = identity.kind === 'root'
  const others = rightsUnknown ? 'nobody can tell what else this key may do' : 'may do more than Mechanical Turk'
  const remedy = howToMakeUser(options, {handedOver: key ?? null, isRoot})
  return beyondMturk(`${identityText(identity)}: ${isRoot ? ROOT : others}`, remedy)
}

const ROOT = 'root keys can do anything in your AWS account'

function beyondMturk(message: string, remedy: readonly Remedy[]): StepState {
  return {state: 'open', message, remedy, exit: Exit.needsMending}
}
