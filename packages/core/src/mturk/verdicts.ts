import {describeSkew} from '../aws/index.js'
import {Exit, type ExitCode} from '../exit-codes.js'
import {open, run, say, type Remedy} from '../remedy.js'
import {
  accountWords,
  elsewhereWords,
  environmentWords,
  forProfile,
  fromProblem,
  HEALTH_PAGE,
  howToReach,
  isAdministration,
  isExplicitDeny,
  isGone,
  keyWords,
  linkCheck,
  looksForeign,
  outOfEnvironment,
  problemWords,
  triedWords,
  profileWords,
  type Circumstances,
} from './circumstances.js'
import {PRODUCTION} from './environments.js'

export interface VerdictEntry {
  readonly exit: ExitCode
  /** What it means, in one or two sentences. */
  readonly means: (at: Circumstances) => string
  /** The next page to open or command to type. */
  readonly remedy: (at: Circumstances) => readonly Remedy[]
}

const ACCESS_KEYS_PAGE = 'https://console.aws.amazon.com/iam/home#/security_credentials'
const IAM_USERS_PAGE = 'https://console.aws.amazon.com/iam/home#/users'
const SCP_PAGE = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'
const SUPPORT_PAGE = 'https://support.aws.amazon.com/#/contacts/one-support?formId=mturk'
const FULL_ACCESS = 'AmazonMechanicalTurkFullAccess (arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess)'

/** AWS's closure FAQ. A fact to show beside an answer, never a reason for a verdict. */
const CLOSURE =
  'AWS announced the end of Mechanical Turk for 30 September 2026; it refunds prepaid balances, and keeps the transaction history until 28 January 2027.'

/** Everything that can be the matter, what it means and what to do. The exit codes are a promise to scripts. */
export const verdicts = {
  ok: {
    exit: Exit.ok,
    means: (at) => `This AWS account is linked to a requester in ${environmentWords(at)}${elsewhereWords(at)}.`,
    remedy: () => [],
  },

  unknown: {
    exit: Exit.unknown,
    means: ({failure}) =>
      looksForeign(failure)
        ? 'This does not look like an answer of AWS. A proxy or a sign-in page may stand in between. It says nothing about your keys.'
        : 'mturk does not know this answer. It is not about your keys as far as it can tell.',
    remedy: (at) => [
      say('If you can, report it: the output of this command with --json holds no secret.'),
      linkCheck(at),
    ],
  },

  no_credentials: {
    exit: Exit.credentials,
    means: ({problem, profile}) => problem?.message ?? `No access key was found for ${profileWords(profile)}.`,
    remedy: (at) => [
      ...fromProblem(at.problem),
      run('mturk credentials list', ...forProfile(at)),
      // Who is told where the key may be needs no new one.
      ...(at.problem?.remedy === undefined ? [run('mturk init', ...forProfile(at))] : []),
    ],
  },

  partial_credentials: {
    exit: Exit.credentials,
    means: (at) => problemWords(at, 'One half of an access key is missing. Boto stops there, and so does mturk.'),
    remedy: (at) => [...fromProblem(at.problem), run('mturk credentials list', ...forProfile(at))],
  },

  temporary_credentials: {
    exit: Exit.credentials,
    means: ({failure, place}) =>
      failure
        ? 'These temporary credentials have expired.'
        : `The access key${place === undefined ? '' : ` in ${place}`} is a temporary one (ASIA…, or with a session token). Mechanical Turk takes only the long-lived keys of an IAM user (AKIA…), not those of roles, SSO or federated users.`,
    remedy: (at) =>
      at.failure
        ? [say('Sign in again, then run the same command once more.'), run('mturk credentials list', ...forProfile(at))]
        : [
            say('With the rights of an administrator these credentials can make a user whose key is long-lived:'),
            newUser(at.profile ?? 'PROFILE'),
            run('mturk credentials list', ...forProfile(at)),
          ],
  },

  malformed_credentials: {
    exit: Exit.credentials,
    means: (at) =>
      problemWords(at, 'The access key id has not the shape of one: AKIA and 16 characters of A-Z and 2-7.'),
    remedy: (at) => [
      ...fromProblem(at.problem),
      // Whoever knows that place knows a way on; a key could not be stored there as a rule.
      ...(at.problem?.remedy === undefined
        ? [open(ACCESS_KEYS_PAGE), run('mturk keys import FILE', ...forProfile(at))]
        : [run('mturk credentials list', ...forProfile(at))]),
    ],
  },

  unreadable_file: {
    exit: Exit.credentials,
    means: (at) => problemWords(at, 'A file that Boto reads cannot be read.'),
    remedy: (at) => [...fromProblem(at.problem), run('mturk credentials list', ...forProfile(at))],
  },

  bad_key_id: {
    exit: Exit.badKey,
    means: ({accessKeyId}) =>
      `AWS does not know the access key id${keyWords(accessKeyId)}, or it is switched off: it was deleted, deactivated or mistyped.`,
    remedy: (at) => [
      ...outOfEnvironment(at),
      open(ACCESS_KEYS_PAGE),
      run('mturk credentials list', ...forProfile(at)),
      run('mturk keys import FILE', ...forProfile(at)),
    ],
  },

  bad_secret: {
    exit: Exit.badKey,
    means: ({accessKeyId}) =>
      `AWS knows the access key id${keyWords(accessKeyId)}, but the secret beside it is not the right one: cut off, mistyped, or of another key.`,
    remedy: (at) => [
      ...outOfEnvironment(at),
      say('AWS shows a secret only once. If you have the CSV file still, import it again; otherwise make a new key.'),
      run('mturk keys import FILE', ...forProfile(at)),
      open(ACCESS_KEYS_PAGE),
    ],
  },

  clock_skew: {
    exit: Exit.badKey,
    means: ({failure}) => {
      const offset = failure?.clockOffsetSeconds
      const clock = offset ? describeSkew(offset) : "this computer's clock is wrong"
      return `AWS takes a signature for five minutes only, and ${clock}. Your keys may well be fine.`
    },
    remedy: (at) => [
      say(
        'Set the clock. Linux: sudo timedatectl set-ntp true · macOS: sudo sntp -sS time.apple.com · Windows: w32tm /resync',
      ),
      linkCheck(at),
    ],
  },

  wrong_region: {
    exit: Exit.badKey,
    means: ({host}) =>
      `The answer wants a signature for another region. Mechanical Turk exists only in us-east-1, and mturk signs for it${host === undefined ? '' : `; ${host} belongs elsewhere`}.`,
    remedy: (at) => [
      say(
        at.overriddenBy
          ? `Correct the endpoint in ${at.overriddenBy}.`
          : 'Look for a setting that sends requests to another region.',
      ),
      linkCheck(at),
    ],
  },

  no_policy: {
    exit: Exit.notPermitted,
    means: (at) => {
      const who = at.userName ? `The IAM user ${at.userName}` : 'The owner of this key'
      if (isAdministration(at))
        return `${who} may not do this. It takes the credentials of an administrator of this AWS account.`
      return isExplicitDeny(at)
        ? `Your keys are fine. ${who} is forbidden to use Mechanical Turk by a policy that denies it; another policy that allows it would not help.`
        : `Your keys are fine. ${who} has no policy that allows Mechanical Turk.`
    },
    remedy: (at) => {
      if (isAdministration(at))
        return [
          say('PROFILE is an AWS profile of an administrator, NEW the one that the new key is stored under:'),
          newUser('PROFILE'),
        ]
      const user = at.userName ? `the user ${at.userName}` : 'the user'
      const change = isExplicitDeny(at)
        ? 'remove the policy that denies mechanicalturk: actions'
        : `choose "Add permissions", "Attach policies directly", ${FULL_ACCESS}`
      return [
        open(IAM_USERS_PAGE),
        say(`As an administrator open ${user} there and ${change}.`),
        linkCheck(at),
        ...(isExplicitDeny(at)
          ? []
          : [
              say('Or let an administrator (PROFILE) make another user, with a key of its own (stored as NEW):'),
              newUser('PROFILE'),
            ]),
      ]
    },
  },

  denied_by_scp: {
    exit: Exit.notPermitted,
    means: (at) =>
      `Your keys are fine. An organization's service control policy forbids this to the whole AWS account${accountWords(at)}, its root user included.`,
    remedy: (at) => [
      say(`Ask whoever manages your AWS Organization to allow mechanicalturk:* for the account${accountWords(at)}.`),
      open(SCP_PAGE),
    ],
  },

  not_authorized: {
    exit: Exit.notPermitted,
    means: ({failure}) =>
      failure?.said.code === 'AWS.NotAuthorized' || failure?.said.turkErrorCode === 'AWS.NotAuthorized'
        ? 'This is the one answer of the old API for three things: a wrong secret, an account that is not linked, or a user without the policy.'
        : 'Your keys are fine. Mechanical Turk does not let this requester account do this; that is about the account there, and no IAM policy changes it.',
    remedy: (at) => [linkCheck(at), open((at.environment ?? PRODUCTION).requesterPage), open(SUPPORT_PAGE)],
  },

  not_linked: {
    exit: Exit.notLinked,
    means: (at) =>
      `Your keys are fine. This AWS account${accountWords(at)} is not linked to a requester in ${environmentWords(at)}.`,
    remedy: (at) => [
      open((at.environment ?? PRODUCTION).developerPage),
      say(
        'Sign in there as the AWS root user (an IAM user cannot link), accept the terms if asked, and choose "Link your AWS Account". Production and the sandbox are linked separately.',
      ),
      linkCheck(at, '--wait', '10'),
    ],
  },

  throttled: {
    exit: Exit.unavailable,
    means: (at) => `AWS asks for fewer requests at a time. ${triedWords(at)} This says nothing about your keys.`,
    remedy: (at) => [say('Wait a minute, then run the same command again.'), linkCheck(at)],
  },

  service_fault: {
    exit: Exit.unavailable,
    means: (at) => `The fault is on the side of AWS. ${triedWords(at)} This says nothing about your keys.`,
    remedy: (at) => [open(HEALTH_PAGE), say('Wait a few minutes, then run the same command again.'), linkCheck(at)],
  },

  unreachable: {
    exit: Exit.unavailable,
    means: (at) => {
      if (!isGone(at)) return 'Nobody answered, so this says nothing about your keys.'
      return `A host name that no longer exists while STS answers: the network works, and ${at.failure?.host ?? 'this host'} is gone. This says nothing about your keys. ${CLOSURE}`
    },
    remedy: (at) => [...howToReach(at), linkCheck(at)],
  },

  service_closed: {
    exit: Exit.serviceClosed,
    means: (at) =>
      `Mechanical Turk itself says that this API has ended in ${environmentWords(at)}. Your keys may well be fine. ${CLOSURE}`,
    remedy: () => [
      open(SUPPORT_PAGE),
      say(
        'The page above is for questions about a prepaid balance. Keys that nothing needs any more should be deleted:',
      ),
      open(ACCESS_KEYS_PAGE),
    ],
  },

  insufficient_funds: {
    exit: Exit.insufficientFunds,
    means: (at) =>
      `There is not enough money in ${environmentWords(at)}. With AWS Billing switched on, the figure is what is left of the billing allowance.`,
    remedy: (at) => [open(PRODUCTION.prepaymentPage), run('mturk balance', ...forProfile(at))],
  },
} as const satisfies Record<string, VerdictEntry>

/** A profile that holds a key already takes no second one, so the new user's goes elsewhere. */
function newUser(administrator: string): Remedy {
  return run('mturk iam create-user NAME --profile NEW', '--admin-profile', administrator)
}

export type VerdictName = keyof typeof verdicts

export function isVerdictName(name: string): name is VerdictName {
  return Object.hasOwn(verdicts, name)
}
