import {Exit} from '../exit-codes.js'
import {
  classify,
  environmentWords,
  formatAmount,
  getBalance,
  PRODUCTION,
  SANDBOX,
  verdictOf,
  type MturkEnvironment,
} from '../mturk/index.js'
import type {Step, StepState} from './step.js'
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
      try {
        const balance = await getBalance(guide.aws, key, environment)
        guide.found[environment.name] = balance
        return {state: 'done', message: `linked · ${formatAmount(balance.availableBalance)} available`}
      } catch (error) {
        const name = classify(error)
        const verdict = verdictOf(name, {error, environment, accessKeyId: key.accessKeyId})
        const {message, remedy, exit} = verdict
        if (name !== 'not_linked') return {state: 'unknown', message, remedy, exit}
        return {state: 'open', message: `not linked to a requester in ${environmentWords({environment})}`, remedy, exit}
      }
    },

    /** Only a person can link the accounts, on a website: so this opens it and waits for the moment when the link is there. */
    async perform(guide, {exit}) {
      if (exit !== Exit.notLinked) return
      const minutes = guide.options.waitMinutes ?? (guide.presenter.interactive ? MINUTES_FOR_A_PERSON : 0)
      if (minutes === 0) return
      guide.presenter.show({
        mark: 'open',
        title,
        message: `not linked to a requester in ${environmentWords({environment})}`,
      })
      guide.presenter.say(
        '    Sign in as the AWS root user (an IAM user cannot link), accept the terms if asked, and choose "Link your AWS Account":',
      )
      await guide.presenter.openPage(environment.developerPage)
      if (guide.found.key) await waitForLink(guide, guide.found.key, environment, minutes)
    },
  }
}

const MINUTES_FOR_A_PERSON = 15
