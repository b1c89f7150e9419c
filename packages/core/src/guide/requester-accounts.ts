import {isAwsFailure} from '../aws/index.js'
import type {MturkKey} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {
  classify,
  environmentWords,
  formatAmount,
  PRODUCTION,
  SANDBOX,
  verdictOf,
  type At,
  type MturkEnvironment,
} from '../mturk/index.js'
import {balanceIn, forgetAnswers, whoseKey} from './answers.js'
import type {Guide, Step, StepState} from './step.js'
import {troubleState} from './trouble.js'
import {waitForLink} from './wait-for-link.js'

/** The requester accounts of production and of the sandbox: two websites, two links, one question. */
export const requesterAccount: Step = accountStep({
  id: 'requester-account',
  title: 'Production',
  environment: PRODUCTION,
})

export const sandboxAccount: Step = accountStep({id: 'sandbox-account', title: 'Sandbox', environment: SANDBOX})

function accountStep({
  id,
  title,
  environment,
}: {
  id: 'requester-account' | 'sandbox-account'
  title: string
  environment: MturkEnvironment
}): Step {
  return {
    id,
    title,
    question: `Is this AWS account linked to a requester in ${environmentWords({environment})}?`,

    async check(guide): Promise<StepState> {
      const {key} = guide.found
      if (!key) return {state: 'skipped', message: 'needs an access key first'}
      const outcome = await balanceIn(guide, key, environment)
      if ('value' in outcome) {
        guide.found[environment.name] = outcome.value
        return {state: 'done', message: `linked · ${formatAmount(outcome.value.availableBalance)} available`}
      }
      const at = {environment, accessKeyId: key.accessKeyId, ...(await knownOf(guide, key))}
      const name = classify(outcome.error)
      if (name !== 'not_linked') return troubleState(guide, {id, title}, outcome.error, at)
      const {remedy, exit} = verdictOf(name, {error: outcome.error, ...at})
      return {state: 'open', message: `not linked to a requester in ${environmentWords({environment})}`, remedy, exit}
    },

    /** Only a person can link the accounts, on a website: so this opens it and waits for the moment when the link is there. */
    async perform(guide, {exit}) {
      const {presenter, found} = guide
      const minutes = minutesToWait(guide)
      if (exit !== Exit.notLinked || minutes === 0 || !found.key) return
      const message = `not linked to a requester in ${environmentWords({environment})}`
      presenter.show({mark: 'open', title, message})
      presenter.say(
        '    Sign in as the AWS root user (an IAM user cannot link), accept the terms if asked, and choose "Link your AWS Account":',
      )
      await presenter.openPage(environment.developerPage)
      await waitForLink(guide, found.key, environment, minutes)
      // Whoever linked one may have linked the other as well.
      forgetAnswers(guide, found.key)
    },

    async plan(guide, {exit}) {
      const minutes = minutesToWait(guide)
      if (exit !== Exit.notLinked || minutes === 0) return null
      return `open ${environment.developerPage} and wait up to ${minutes} minutes for the link.`
    },
  }
}

function minutesToWait({options, presenter}: Guide): number {
  return options.waitMinutes ?? (presenter.interactive ? MINUTES_FOR_A_PERSON : 0)
}

const MINUTES_FOR_A_PERSON = 15

/** What STS said of the key, for the words about a requester. */
async function knownOf(guide: Guide, key: MturkKey): Promise<At> {
  const outcome = await whoseKey(guide, key)
  if ('error' in outcome) return {stsAnswered: isAwsFailure(outcome.error) && outcome.error.kind === 'answer'}
  const {account, userName} = outcome.value
  return {stsAnswered: true, account, userName}
}
