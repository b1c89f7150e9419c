import type {Account, Environment} from './account/account.js'
import type {AccessKey} from './account/user.js'

interface Scenario {
  /** One line for `--help`. */
  readonly summary: string
  /** The policies of its IAM user, who has a key; without it there is only the root user. */
  readonly userPolicies?: readonly string[]
  readonly linked: readonly Environment[]
  /** The prepaid balance in production. */
  readonly balance?: string
  readonly closed?: true
}

/** AWS's name for the policy that gives everything in Mechanical Turk and nothing else. */
const FULL_ACCESS = ['AmazonMechanicalTurkFullAccess']
const EVERYWHERE: readonly Environment[] = ['production', 'sandbox']

/** The states an account can start in. Each has a root key; the sandbox always holds $10,000.00 of play money. */
export const scenarios = {
  'new-account': {summary: 'A brand-new AWS account: a root key, and nothing linked', linked: []},
  'user-without-policy': {
    summary: 'Linked everywhere, with an IAM user that has a key and no policy',
    userPolicies: [],
    linked: EVERYWHERE,
    balance: '182.50',
  },
  'linked-production-only': {
    summary: 'Linked in production, not yet in the sandbox',
    userPolicies: FULL_ACCESS,
    linked: ['production'],
    balance: '182.50',
  },
  linked: {
    summary: 'All done: an IAM user with a key, linked everywhere, $182.50 in production',
    userPolicies: FULL_ACCESS,
    linked: EVERYWHERE,
    balance: '182.50',
  },
  'empty-balance': {
    summary: 'Linked everywhere, with no money in production',
    userPolicies: FULL_ACCESS,
    linked: EVERYWHERE,
    balance: '0.00',
  },
  closed: {
    summary: 'As "linked", but Mechanical Turk has closed and answers with HTTP 410',
    userPolicies: FULL_ACCESS,
    linked: EVERYWHERE,
    balance: '182.50',
    closed: true,
  },
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

/** The IAM user of the scenarios that have one. */
export const SCENARIO_USER = 'mturk-requester'

/** Brings a new account into that state, with a root key and perhaps a user's; both work at once. */
export function setScene(account: Account, name: ScenarioName): {rootKey: AccessKey; userKey: AccessKey | null} {
  const {userPolicies, linked, balance, closed}: Scenario = scenarios[name]
  for (const environment of linked) account.requesters[environment].linked = true
  if (balance !== undefined) account.requesters.production.available = balance
  if (closed) account.closure = 'gone'
  const rootKey = account.addKey(null)
  if (userPolicies === undefined) return {rootKey, userKey: null}

  const user = account.addUser({userName: SCENARIO_USER, path: '/', permissionsBoundary: null, tags: []})
  for (const policy of userPolicies) user.attachedPolicies.add(`arn:aws:iam::aws:policy/${policy}`)
  return {rootKey, userKey: account.addKey(user)}
}
