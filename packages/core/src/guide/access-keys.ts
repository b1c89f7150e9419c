import {isInEnvironment, maskAccessKeyId, unsetKey, type MturkKey} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {identityText} from '../iam/index.js'
import {open, run, say, type Remedy} from '../remedy.js'
import {forgetAnswers, isRefused} from './answers.js'
import {ACCESS_KEYS_PAGE} from './ask-for-key.js'
import {awsAccount} from './aws-account.js'
import {findKey} from './find-key.js'
import {administratorText, purposeOf, takeAdminProfile, takeKey} from './handed-over.js'
import {brokenOldSetUp, findOldSetUp, offerToMigrate, oldSetUpState} from './old-set-up.js'
import type {Administrator, Guide, Step, StepState} from './step.js'
import {anotherProfile, sameSetUp} from './store-key.js'
import {pointTo} from './trouble.js'

export const accessKeys: Step = {
  id: 'access-keys',
  title: 'Access keys',
  question: 'Is there an access key that Mechanical Turk takes?',

  async check(guide): Promise<StepState> {
    const {administrator} = guide.found
    const {key, problem} = await findKey(guide)
    if (key) {
      guide.found.key = key
      const message = `${maskAccessKeyId(key.accessKeyId)} · from ${key.location?.display ?? 'the person'}`
      if (!(await isRefused(guide, key))) return {state: 'done', message}
      if (administrator) return takenFrom(administrator, key)
      const remedy = howToReplace(guide, key)
      return {
        state: 'open',
        message: `${message} · ${pointTo(awsAccount, 'AWS refuses it')}`,
        ...(remedy.length > 0 ? {remedy} : {}),
        exit: Exit.badKey,
      }
    }
    if (administrator) return takenFrom(administrator)
    // An unreadable file or half a key is worth its own words; a mere absence is not.
    if (problem && problem.code !== 'no_credentials') {
      return {state: 'open', message: problem.message, remedy: problem.remedy, exit: problem.exit}
    }
    const old = await findOldSetUp(guide)
    if (old) return oldSetUpState(old)
    const message = ['no access key found', (await brokenOldSetUp(guide)) ?? []].flat().join('\n')
    return {state: 'open', message, remedy: howToGetOne(), exit: Exit.credentials}
  },

  /** Takes the key that was handed over, or asks for one. */
  async perform(guide, {exit}) {
    const {csv} = guide.options
    if (exit === Exit.badKey ? !(await mayReplace(guide)) : exit !== Exit.credentials) return
    // With the same id, and the secret put right, it is another key.
    if (guide.found.key) forgetAnswers(guide, guide.found.key)
    if (exit === Exit.credentials) await offerToMigrate(guide)
    if (guide.found.oldSetUp?.moved) return
    const adminProfile = guide.options.adminProfile ?? guide.adminProfileSetting
    const asks = guide.presenter.interactive && guide.options.adminProfile === undefined
    if (csv || asks) return takeKey(guide, csv)
    if (adminProfile !== undefined) guide.found.administrator = await takeAdminProfile(guide, adminProfile)
  },

  async plan(guide, {exit}) {
    const {csv, backend, profile, userName} = guide.options
    if (!csv || exit !== Exit.credentials) return null
    const purpose = await purposeOf(guide, csv)
    if ('store' in purpose) {
      return `store the key of ${identityText(purpose.identity)} as it is, in ${backend} for the profile ${profile}.`
    }
    const {administrator} = purpose
    guide.found.administrator = administrator
    const who = administratorText(administrator)
    return administrator.rightsUnknown && userName === undefined
      ? `ask whether ${who} may make users: if so, use it in memory for that; if no policy allows it, store it as it is.`
      : `use ${who} in memory, and not store it.`
  },
}

/** A key that AWS refuses is given up only by a yes; elsewhere than in a file of its own another one would change nothing. */
async function mayReplace({presenter, found: {key, oldSetUp}}: Guide): Promise<boolean> {
  if (!presenter.interactive || !key?.location?.writable || oldSetUp?.moved === key.accessKeyId) return false
  const question = `AWS refuses the key in ${key.location.display}. Hand over another one now?`
  return presenter.confirm(question, {default: true})
}

/** Somebody can make a user, whose key is the one to use; perhaps `instead` of another. */
function takenFrom(administrator: Administrator, instead?: MturkKey): StepState {
  const use = administrator.key ? 'used once here, not stored' : 'makes the IAM user and its key'
  const why = instead ? ` · instead of ${maskAccessKeyId(instead.accessKeyId)}, which AWS refuses` : ''
  return {state: 'done', message: `${administratorText(administrator)} · ${use}${why}`}
}

/** What was handed over was not used, since only a yes gives up a key, dead or not. */
function howToReplace({options}: Guide, {location}: MturkKey): readonly Remedy[] {
  const {csv, adminProfile} = options
  if (!csv && adminProfile === undefined) return []
  const what = csv ? 'The key that you handed over' : `The profile ${adminProfile}`
  if (isInEnvironment(location)) return [say(`${what} was not used.`), ...unsetKey(), sameSetUp(options)]
  return [
    say(`${what} was not used: at a terminal, without --yes, this command asks whether to replace the key. Beside it:`),
    anotherProfile(options),
  ]
}

function howToGetOne() {
  return [
    open(ACCESS_KEYS_PAGE),
    say(
      'Create an access key there as the AWS root user, and download the CSV file. It is needed once, and never stored.',
    ),
    run('mturk init --from-csv rootkey.csv'),
  ]
}
