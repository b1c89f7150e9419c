export interface MturkEnvironment {
  readonly name: 'production' | 'sandbox'
  /** What it is called by the client factory and the endpoint resolver. */
  readonly service: 'mturk' | 'mturk-sandbox'
  /** Where an AWS account is linked to the requester account: production and sandbox each have a link of their own. */
  readonly developerPage: string
  readonly requesterPage: string
  readonly workerPage: string
}

export const PRODUCTION = {
  name: 'production',
  service: 'mturk',
  developerPage: 'https://requester.mturk.com/developer',
  requesterPage: 'https://requester.mturk.com',
  workerPage: 'https://worker.mturk.com',
  /** The sandbox has none: its 10,000 dollars are not money. */
  prepaymentPage: 'https://requester.mturk.com/prepayments/new',
} as const satisfies MturkEnvironment & {readonly prepaymentPage: string}

export const SANDBOX = {
  name: 'sandbox',
  service: 'mturk-sandbox',
  developerPage: 'https://requestersandbox.mturk.com/developer',
  requesterPage: 'https://requestersandbox.mturk.com',
  workerPage: 'https://workersandbox.mturk.com',
} as const satisfies MturkEnvironment
