import {Exit} from '../exit-codes.js'
import {formatAmount, isBelow, PRODUCTION} from '../mturk/index.js'
import {open, say} from '../remedy.js'
import type {Step, StepState} from './step.js'

export const prepaidBalance: Step = {
  id: 'prepaid-balance',
  title: 'Prepaid balance',
  question: 'Is there money for paying workers?',

  async check({found}): Promise<StepState> {
    const {production} = found
    if (!production) return {state: 'skipped', message: 'production did not tell'}
    const amount = formatAmount(production.availableBalance)
    if (isBelow(production.availableBalance, '0.01')) {
      return {
        state: 'open',
        message: `${amount} in production: enough for the sandbox, not for paying workers`,
        remedy: [
          open(PRODUCTION.prepaymentPage),
          say('With AWS Billing switched on, the figure is what is left of the billing allowance.'),
        ],
        // A set-up without money is still a set-up.
        exit: Exit.ok,
      }
    }
    return {state: 'done', message: `${amount} in production`}
  },
}
