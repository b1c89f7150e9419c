import {isInEnvironment, maskAccessKeyId, type AccessKey, type MturkKey} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {identityText} from '../iam/index.js'
import {open, say} from '../remedy.js'
import {askAhead, isRefused, whoseKey} from './answers.js'
import {findKey} from './find-key.js'
import {administratorText, takeAdminProfile} from './handed-over.js'
import {findOldSetUp, offerToMigrate, type OldSetUp} from './old-set-up.js'
import type {Guide, Step, StepState} from './step.js'
import {troubleState} from './trouble.js'

const SIGN_UP = 'https://aws.amazon.com/'

export const awsAccount: Step = {
  id: 'aws-account',
  title: 'AWS account',
  question: 'Is there an AWS account?',

  async check(guide): Promise<StepState> {
    const {found, options} = guide
    const {key, problem} = await findKey(guide)
    if (key) {
      askAhead(guide, key)
      const isReplaced = found.administrator !== undefined && (await isRefused(guide, key))
      if (!isReplaced) return stateOf(guide, key, key.location)
    }
    if (!found.administrator && options.csv) return stateOf(guide, options.csv)
    const {adminProfile} = options
    if (adminProfile !== undefined) found.administrator ??= await takeAdminProfile(guide, adminProfile)
    if (found.administrator) return {state: 'done', message: administratorText(found.administrator)}
    if (problem && problem.code !== 'no_credentials') {
      const message = 'not asked: the key that is there cannot be used; see Access keys below'
      return {state: 'unknown', message, exit: problem.exit}
    }
    const old = await findOldSetUp(guide)
    return old ? toBeMoved(old, found.oldSetUp !== undefined) : noKey()
  },

  /** Whoever has an old set-up has an account, and a key for it: to move that comes before any page. */
  async perform(guide, {exit}) {
    if (exit === Exit.credentials) await offerToMigrate(guide)
  },
}

/** Who does not want to move it has an account all the same. */
function toBeMoved({accessKeyId, location}: OldSetUp, wasOffered: boolean): StepState {
  const what = wasOffered ? 'stays where it is, and no tool looks there' : 'has to be moved first'
  const message = `not asked: ${maskAccessKeyId(accessKeyId)} in ${location.display} ${what}; see Access keys below`
  return {state: 'open', message, exit: Exit.credentials}
}

async function stateOf(guide: Guide, key: AccessKey, location: MturkKey['location'] = null): Promise<StepState> {
  const {accessKeyId} = key
  const outcome = await whoseKey(guide, key)
  if ('error' in outcome) {
    return troubleState(guide, awsAccount, outcome.error, {accessKeyId, inEnvironment: isInEnvironment(location)})
  }
  return {state: 'done', message: `${maskAccessKeyId(accessKeyId)} · ${identityText(outcome.value)}`}
}

function noKey(): StepState {
  return {
    state: 'unknown',
    message: 'no access key found, so mturk cannot ask AWS',
    remedy: [
      open(SIGN_UP),
      say(
        'AWS asks for an e-mail address, a payment card and a phone on which it gives a PIN; the Basic support plan is free.',
      ),
    ],
    exit: Exit.credentials,
  }
}
