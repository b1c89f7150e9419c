import {locationJson, markOf, remedyLines, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  identityText,
  MTURK_POLICY_ARN,
  belongingText,
  howToRetire,
  type AdoptionPlan,
  type Belonging,
  type CreatedUser,
  type CreateUserRequest,
  type FormerOwner,
  type UserPlan,
} from '@mturk-cli/core/iam'

import {checkItText, type Stored} from './check-it.js'
import {keyText} from './list-users.js'

export interface CreatedUserShown extends CreatedUser, Stored {
  readonly profile: string
  /** Whose key stood in the place before; null where none did. */
  readonly formerOwner: FormerOwner | null
  /** `--admin-profile`, for the next command. */
  readonly adminProfile: string | undefined
  readonly warnings: readonly string[]
}

export function createUserText(shown: CreatedUserShown): string[] {
  const {userName, arn, accessKeyId, policyArn, permissionsBoundary, storedIn, profile, winner, warnings} = shown
  return [
    `${markOf('done')} IAM user ${userName} can use Mechanical Turk`,
    '',
    ...tableLines([
      ['user', arn],
      ['policy', policyArn],
      ['rotates its own keys', rotates(shown)],
      ...(permissionsBoundary === undefined ? [] : [['permissions boundary', permissionsBoundary]]),
      ['key', `${maskAccessKeyId(accessKeyId)} · works`],
      ['stored in', storedIn.map(({display}) => display).join(', ')],
    ]),
    '',
    checkItText({profile, winner}),
    ...formerKeyLines(shown),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

/** What stood in the place before is on no disk any more, and should not be forgotten. */
function formerKeyLines({replaced, formerOwner, adminProfile}: CreatedUserShown): string[] {
  if (replaced === null || formerOwner === null) return []
  return [
    `The key ${maskAccessKeyId(replaced)} that stood there before is as active as it was. To switch it off:`,
    ...remedyLines(howToRetire(replaced, formerOwner, adminProfile)),
  ]
}

/** Our policy allows it; what a boundary leaves of that only IAM knows. */
function rotates({selfRotation, permissionsBoundary}: Pick<CreatedUser, 'selfRotation' | 'permissionsBoundary'>) {
  if (!selfRotation) return 'no'
  return permissionsBoundary === undefined ? 'yes' : 'as far as the permissions boundary allows it'
}

/** Also for scripts, which read `selfRotation`. */
export function boundaryWarnings({selfRotation, permissionsBoundary}: CreatedUser): string[] {
  if (!selfRotation || permissionsBoundary === undefined) return []
  return [
    `Whether the user may rotate its own keys depends on its permissions boundary, ${permissionsBoundary}: that has to allow iam:CreateAccessKey and its like, too.`,
  ]
}

export function createUserJson(shown: CreatedUserShown) {
  const {userName, arn, accessKeyId, policyArn, selfRotation, storedIn, profile, warnings} = shown
  return {
    userName,
    arn,
    accessKeyId,
    policyArn,
    selfRotation,
    storedIn: storedIn.map(locationJson),
    profile,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

/** What a user that is to be taken over has, and what it would get. */
export function adoptionLines({user, policies, keys, added}: AdoptionPlan, now: number): string[] {
  const all = (belongings: readonly Belonging[]) => belongings.map(belongingText).join(' · ')
  return [
    `The IAM user ${user.userName} is there already:`,
    '',
    ...tableLines([
      ['user', user.arn],
      ['policies', policies.length === 0 ? 'none' : all(policies)],
      ...(keys.length === 0 ? [['key', 'none']] : keys.map((key) => ['key', `${keyText(key, now)} · stays`])),
      ['would get', [...(added.length > 0 ? [all(added)] : []), 'a key'].join(' · ')],
    ]),
    '',
  ]
}

export interface PlannedUser {
  readonly request: Omit<CreateUserRequest, 'expect'>
  readonly plan: UserPlan
  readonly warnings: readonly string[]
  /** Milliseconds since 1970: ages are counted from here. */
  readonly now: number
}

export function plannedUserText({request, plan, warnings, now}: PlannedUser): string[] {
  const {administrator, halfMade, adoption} = plan
  const first = halfMade
    ? [halfMade.message, 'The same command without --dry-run would finish it, as the run wanted that began it:']
    : adoption
      ? [...adoptionLines(adoption, now), 'Would take it over:']
      : [`Would make the IAM user ${request.userName}${request.path === '/' ? '' : ` in ${request.path}`}:`]
  return [
    ...first,
    '',
    ...tableLines([
      ['asked for by', `${identityText(administrator.identity)} · ${administrator.origin}`],
      ...(halfMade || adoption
        ? []
        : [['name', plan.nameIsFree ? 'free' : 'may be taken: these credentials may not look']]),
      ...rowsOf(halfMade?.request ?? request, plan),
    ]),
    '',
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function rowsOf(request: Omit<CreateUserRequest, 'expect'>, {place, replaces}: UserPlan): string[][] {
  const {policy, permissionsBoundary, profile, backend} = request
  const where = place?.display ?? `${backend}, profile ${profile}`
  return [
    ['policy', MTURK_POLICY_ARN[policy]],
    ['rotates its own keys', rotates(request)],
    ...(permissionsBoundary === undefined ? [] : [['permissions boundary', permissionsBoundary]]),
    [
      'key goes to',
      replaces === null ? where : `${where}, in place of ${maskAccessKeyId(replaces)} (you would be asked)`,
    ],
  ]
}

export function plannedUserJson({request, plan, warnings}: PlannedUser) {
  const {userName, policy, selfRotation, profile} = plan.halfMade?.request ?? request
  return {
    dryRun: true,
    userName,
    arn: plan.adoption?.user.arn ?? null,
    accessKeyId: null,
    policyArn: MTURK_POLICY_ARN[policy],
    selfRotation,
    storedIn: [],
    profile,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
