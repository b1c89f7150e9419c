import {Exit} from '../exit-codes.js'
import {findHalfMadeUser, identityText, rightsBeyondMturk, type CreatedUser, type Identity} from '../iam/index.js'
import {maskAccessKeyId, type MturkKey} from '../credentials/index.js'
import {classify, PRODUCTION} from '../mturk/index.js'
import {open, run, say} from '../remedy.js'
import {balanceIn, hasClosed, whoseKey} from './answers.js'
import {makeUser, plannedUser} from './make-user.js'
import type {Administrator, Guide, Step, StepState} from './step.js'
import {troubleState} from './trouble.js'

const SECURITY_CREDENTIALS = 'https://console.aws.amazon.com/iam/home#/security_credentials'

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
    if (!key) return administrator ? toBeMade(administrator) : {state: 'skipped', message: 'needs an access key first'}
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
  if (found.created) return {...created(found.created, who)}
  if (options.userName !== undefined) {
    if (identity.userName === options.userName) return {state: 'done', message: who}
    return beyondMturk(`the key belongs to ${who}, not to ${options.userName}`)
  }
  if (identity.kind === 'root') return beyondMturk(`${who}: root keys can do anything in your AWS account`)
  if (identity.kind !== 'user') return {state: 'done', message: who}
  const rights = await rightsBeyondMturk(aws, key, identity)
  if (rights !== null) return beyondMturk(`${who}: ${rights}`)
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

/** There is no key yet, but somebody who can make one. */
function toBeMade({identity, rightsUnknown}: Administrator): StepState {
  const who = identityText(identity)
  if (identity.kind === 'root') return beyondMturk(`${who}: root keys can do anything in your AWS account`)
  return beyondMturk(
    rightsUnknown ? `${who}: nobody can tell what else this key may do` : `${who}: may do more than Mechanical Turk`,
  )
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
